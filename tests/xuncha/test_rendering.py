"""The browser as users meet it: flags, the hint when there is none, run.json, and `inspect`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.fetch.fault_server import FaultServer, Host
from tests.crawler.render.portal import answering, api, chromium, rows
from tests.crawler.render.test_lists import fetched
from tests.xuncha.runs import run_card, xuncha

pytestmark = pytest.mark.browser
COLUMN = "/zwgk/tzgg/"
QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-external", "--as-of", "2026-06-30")
SOON = {"XUNCHA_RETRY_AFTER_S": "0.05"}


@pytest.fixture
def host() -> Iterator[Host]:
    with FaultServer() as server:
        yield server.host(answering({COLUMN: fetched("/api/list"), "/api/list": api({"rows": rows()})}))


def test_an_audit_without_a_browser_says_once_what_to_do(host: Host, tmp_path: Path) -> None:
    done = xuncha("audit", host.url(), *QUICKLY, "--no-browser", "--out", tmp_path / "run", **SOON)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("--no-browser") == 1
    card = run_card(tmp_path / "run")["rendering"]
    assert (card["needed"], card["opened"], card["left"], card["browser"]) == (1, 0, 1, None)
    assert card["hint"] in done.stderr


def test_an_audit_with_a_browser(host: Host, tmp_path: Path) -> None:
    done = xuncha("audit", host.url(), *QUICKLY, "--browser", chromium(), "--out", tmp_path / "run", **SOON)
    assert done.returncode == 0, done.stderr
    card = run_card(tmp_path / "run")["rendering"]
    assert (card["needed"], card["opened"], card["left"], card["hint"]) == (1, 1, 0, None)
    assert card["browser"].startswith("chromium ")


def test_a_browser_that_is_not_there_is_a_usage_error(host: Host, tmp_path: Path) -> None:
    done = xuncha("audit", host.url(), "--browser", tmp_path / "none", "--out", tmp_path / "run")
    assert done.returncode == 2
    assert done.stderr.startswith("--browser: ")
    assert "Chromium" in done.stderr
    assert not (tmp_path / "run").exists()


def seen(host: Host, *options: str) -> tuple[dict[str, Any], str]:
    done = xuncha("inspect", host.url(COLUMN), "--allow-private", "--json", *options)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found, done.stderr


def test_inspect_opens_a_page_that_needs_it(host: Host) -> None:
    page, _ = seen(host, "--browser", chromium())
    assert (page["judgeable"], page["column"]["list_source"], len(page["column"]["rows"])) == (True, "rendered", 5)
    assert page["notes"] == ["page-rendered", "list-filled-by-script"]


def test_inspect_without_a_browser_says_why_it_cannot_tell(host: Host) -> None:
    page, said = seen(host, "--no-browser")
    assert (page["judgeable"], page["reason"]) == (False, "needs-browser")
    assert "Chromium" in said
    assert host.log == [("GET", COLUMN)]
