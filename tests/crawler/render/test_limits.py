"""Budgets, pages that never end, browsers that are not there or break down, and interruptions without orphans."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from config.policy import policy
from crawler.kinds import AnswerKind
from crawler.store.crawl import Crawl
from crawler.store.crawl_file import is_sealed
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import FaultServer, Host, Says, file
from tests.crawler.render.portal import account, answering, api, chromium, facts_of, rendered_crawl, rows
from tests.crawler.render.test_lists import fetched, filled_by

pytestmark = pytest.mark.browser
COLUMN = "/zwgk/tzgg/"
THREE = {f"/zwgk/{name}/": fetched("/api/list") for name in ("a", "b", "c")} | {"/api/list": api({"rows": rows()})}


@pytest.fixture
def server() -> object:
    with FaultServer() as running:
        yield running


def limited(monkeypatch: pytest.MonkeyPatch, **numbers: float) -> None:
    """Other numbers in the policy than the real ones, which would take minutes to reach."""
    changed = policy().model_copy(update={"rendering": policy().rendering.model_copy(update=numbers)})
    for module in ("visit", "gate", "rendering"):
        monkeypatch.setattr(f"crawler.render.{module}.policy", lambda: changed)


def obstacles(host: Host, result: object) -> dict[str, str | None]:
    """Why each of the three columns cannot be judged."""
    found = {path: facts_of(result, host.url(path)).list for path in THREE if path.startswith("/zwgk/")}  # type: ignore[arg-type]
    return {path: listed.obstacle if listed else None for path, listed in found.items()}


def test_a_budget_of_one_page(server: FaultServer, tmp_path: Path) -> None:
    host = server.host(answering(THREE))
    result = rendered_crawl(host, tmp_path, render_pages=1)
    assert obstacles(host, result) == {"/zwgk/a/": None, "/zwgk/b/": "render-budget", "/zwgk/c/": "render-budget"}
    assert "list-filled-by-script" in facts_of(result, host.url("/zwgk/b/")).notes
    told = account(result)
    assert (told["needed"], told["opened"], told["left"], told["left_reason"]) == (3, 1, 2, "render-budget")


def test_units_share_a_budget(server: FaultServer, tmp_path: Path) -> None:
    host = server.host(answering(THREE))
    town = {"id": "town", "name": "柳河镇", "class": "township", "scope": [host.url("/zwgk/c/")]}
    plan = a_plan(a_portal(host.url()), browser=chromium(), render_pages=2)
    portal = plan.portal.model_validate(plan.portal.model_dump(by_alias=True) | {"units": [*_units(plan.portal), town]})
    result = crawl(a_plan(portal, browser=chromium(), render_pages=2), tmp_path)
    assert obstacles(host, result) == {"/zwgk/a/": None, "/zwgk/b/": "render-budget", "/zwgk/c/": None}


def _units(portal: object) -> list[dict[str, object]]:
    return [unit.model_dump(by_alias=True) for unit in portal.units]  # type: ignore[attr-defined]


def test_a_budget_of_no_time(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limited(monkeypatch, seconds=0)
    host = server.host(answering(THREE))
    result = rendered_crawl(host, tmp_path)
    assert set(obstacles(host, result).values()) == {"render-budget"}


@pytest.mark.parametrize(
    ("setting", "key"), [("none", "browser-off"), ("/bin/false", "browser-does-not-start")], ids=["off", "no browser"]
)
def test_without_a_browser_the_audit_goes_on(setting: str, key: str, server: FaultServer, tmp_path: Path) -> None:
    host = server.host(answering(THREE))
    result = rendered_crawl(host, tmp_path, browser=setting)
    assert set(obstacles(host, result).values()) == {"needs-browser"}
    told = account(result)
    assert (told["hint"], told["opened"], told["left"], told["browser"]) == (key, 0, 3, None)


@pytest.mark.parametrize(("missing", "key"), [("find_spec", "no-playwright"), ("shutil.which", "no-chromium")])
def test_what_is_missing_is_named(
    missing: str, key: str, server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"crawler.render.browser.{missing}", lambda _: None)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    host = server.host(answering(THREE))
    folder = tmp_path / "crawl"
    folder.mkdir()
    result = crawl(a_plan(a_portal(host.url()), browser="auto"), folder)
    assert account(result)["hint"] == key
    assert set(obstacles(host, result).values()) == {"needs-browser"}


@pytest.mark.parametrize(
    "script",
    [
        "setInterval(() => fetch('/api/none'), 60)",
        "setInterval(() => document.getElementById('list').append(document.createElement('li')), 20)",
        "setTimeout(() => { while (true); }, 50)",
    ],
    ids=["asks for ever", "grows for ever", "hangs"],
)
def test_pages_that_never_end(
    script: str, server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, page_s=5, page_most_s=10, quiet_s=0.3, requests=100_000)
    pages = {COLUMN: f"<div id='app'></div>{filled_by(script, '')}", "/api/none": api({}), **THREE}
    host = server.host(answering(pages))
    result = rendered_crawl(host, tmp_path)
    listed = facts_of(result, host.url(COLUMN)).list
    assert listed is not None
    assert listed.obstacle == "render-timeout"
    assert set(obstacles(host, result).values()) == {None}


def test_a_browser_that_breaks_down_is_started_again(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, at_once=1)
    host = server.host(lambda asked: (_break_down(asked.path), answer(asked))[1])
    answer = answering(THREE)
    seen: list[str] = []

    def _break_down(path: str) -> None:
        seen.append(path)
        if path == "/api/list" and seen.count(path) == 1:
            _kill(_processes("--type=gpu-process", "--type=utility", "--headless", of=os.getpid()))

    result = rendered_crawl(host, tmp_path)
    assert obstacles(host, result) == {"/zwgk/a/": "render-failed", "/zwgk/b/": None, "/zwgk/c/": None}


def test_the_document_of_the_second_visit_may_fail(server: FaultServer, tmp_path: Path) -> None:
    page = answering(THREE)
    host = server.host(lambda asked: Says(503) if asked.path == "/zwgk/a/" and asked.nth > 1 else page(asked))
    result = rendered_crawl(host, tmp_path)
    assert obstacles(host, result) == {"/zwgk/a/": "render-failed", "/zwgk/b/": None, "/zwgk/c/": None}
    assert account(result)["pages"][host.url("/zwgk/a/")]["detail"] == f"document {host.url('/zwgk/a/')}: http-5xx"
    assert result.answers()[host.url("/zwgk/a/")] == (AnswerKind.CONTENT, True)


def test_no_page_that_robots_forbid_is_opened(server: FaultServer, tmp_path: Path) -> None:
    robots = file(b"User-agent: *\nDisallow: /zwgk/a/\n", "text/plain")
    host = server.host(answering({**THREE, "/robots.txt": robots}))
    result = rendered_crawl(host, tmp_path)
    assert account(result)["needed"] == 2
    assert ("GET", "/zwgk/a/") not in host.log


SCRIPT = """
import pathlib, sys
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
plan = a_plan(a_portal(sys.argv[1]), timeout_s=60, browser=sys.argv[2], max_seconds=float(sys.argv[3]))
result = crawl(plan, pathlib.Path(sys.argv[4]))
print(result.end.reason)
"""


def _processes(*marks: str, of: int | None = None, marked: str = "") -> list[int]:
    """Processes by a mark in their command line: descendants of a process, or with a mark in their environment."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes().decode("utf-8", "replace")
            environment = (entry / "environ").read_bytes().decode("utf-8", "replace")
            if of is not None and of not in _ancestors(int(entry.name)):
                continue
        except OSError:
            continue
        if (not marks or any(mark in command for mark in marks)) and marked in environment:
            found.append(int(entry.name))
    return found


def _ancestors(pid: int) -> set[int]:
    above: set[int] = set()
    while pid > 1:
        pid = int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
        above.add(pid)
    return above


def _kill(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


BUDGET_S = 15
"""Time for the whole crawl: enough to reach the page that hangs on a machine that is busy with other things."""


@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM", "time", "SIGKILL"])
def test_no_browser_outlives_its_crawl(how: str, server: FaultServer, tmp_path: Path) -> None:
    mark = f"XUNCHA_TEST_MARK={uuid.uuid4().hex}"
    host = server.host(answering({COLUMN: fetched("/api/hanging"), "/api/hanging": Says(hang=True)}))
    seconds = BUDGET_S if how == "time" else 3600
    command = [sys.executable, "-c", SCRIPT, host.url(), chromium(), str(seconds), str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), **dict([mark.split("=")])}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while ("GET", "/api/hanging") not in host.log:
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            time.sleep(0.02)
        assert _processes("chrom", marked=mark)
        began = time.monotonic()
        if how != "time":
            os.killpg(process.pid, getattr(signal, how)) if how == "SIGINT" else process.send_signal(
                getattr(signal, how)
            )
        said, complaints = process.communicate(timeout=20)
        took = time.monotonic() - began
    until = time.monotonic() + 10
    while _processes(marked=mark) and time.monotonic() < until:
        time.sleep(0.05)
    assert _processes(marked=mark) == []
    if how == "SIGKILL":
        return
    assert (process.returncode, complaints) == (0, b"")
    assert took < (BUDGET_S if how == "time" else 5) + 5
    (path,) = tmp_path.glob("crawl-[0-9]*.sqlite")
    assert is_sealed(path)
    with Crawl.open(path) as opened:
        page = opened.page(host.url(COLUMN))
        assert page is not None
        assert page.list is not None
        reason = "render-budget" if how == "time" else "render-interrupted"
        assert page.list.obstacle == reason
        assert opened.end_reason == ("finished" if how == "time" else "interrupted")
    assert said.decode().split() == [opened.end_reason]
