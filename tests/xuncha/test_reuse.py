"""`xuncha audit --previous DIR`: an audit that takes over what did not change finds what a full audit finds."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from config.policy import policy
from tests.xuncha.runs import findings, run_card, scorecards, xuncha
from tests.xuncha.small_site import SmallSite, pages

QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-external", "--no-browser", "--as-of", "2026-06-30")
AT_ONCE = {"XUNCHA_RETRY_AFTER_S": "0.02", "XUNCHA_SPACING_HOURS": "0"}
ARTICLES = 13


class Tagged:
    """The small site with entity tags; its content may change."""

    def __init__(self) -> None:
        self.content = pages()
        self.content["/tz/t3.html"] += '<a href="/tz/lost.html">附件</a>'
        self.conditional: list[str] = []

    def __call__(self, handler: BaseHTTPRequestHandler) -> bool:
        body, known = self.content.get(handler.path), handler.headers.get("If-None-Match")
        if known is not None:
            self.conditional.append(handler.path)
        if body is None:
            return False
        tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:16]}"'
        if known == tag:
            handler.send_response(304)
            handler.send_header("ETag", tag)
            handler.end_headers()
            return True
        handler.send_response(200)
        for name, value in (("Content-Type", "text/html; charset=utf-8"), ("ETag", tag)):
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body.encode())))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body.encode())
        return True

    def goes_on(self) -> None:
        """An article with a dead link is changed, another gets one, one is gone."""
        self.content["/tz/t4.html"] = self.content["/tz/t4.html"].replace("请认真", '<a href="/tz/new.html">请</a>认真')
        del self.content["/tz/t6.html"]


@dataclass(frozen=True)
class Runs:
    """A first run, then of the changed site one that takes over, one that is told not to, and one without the first."""

    first: Path
    again: Path
    anew: Path
    full: Path
    conditional: tuple[str, ...]
    conditional_anew: tuple[str, ...]


def audit(url: str, out: Path, *more: str | Path) -> None:
    done = xuncha("audit", url, *QUICKLY, "--out", out, *more, **AT_ONCE)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    folder = tmp_path_factory.mktemp("reuse")
    site = Tagged()
    with SmallSite(site, site.content) as served:
        audit(served.url, folder / "first")
        site.goes_on()
        audit(served.url, folder / "again", "--previous", folder / "first")
        asked = tuple(site.conditional)
        site.conditional.clear()
        audit(served.url, folder / "anew", "--previous", folder / "first", "--no-reuse")
        anew = tuple(site.conditional)
        audit(served.url, folder / "full")
    yield Runs(folder / "first", folder / "again", folder / "anew", folder / "full", asked, anew)


def found(folder: Path) -> list[dict[str, Any]]:
    """The findings without what names times and records."""
    return [{name: value for name, value in line.items() if name != "evidence"} for line in findings(folder)]


def test_it_finds_what_a_full_audit_finds(runs: Runs) -> None:
    assert found(runs.again) == found(runs.full) == found(runs.anew)
    assert scorecards(runs.again) == scorecards(runs.full)
    dead = {one["url"].rpartition("/")[2] for one in found(runs.again) if one["check"] == "broken-link"}
    assert {"lost.html", "new.html", "t6.html"} <= dead


def test_the_run_card_says_what_was_taken_over(runs: Runs) -> None:
    card = run_card(runs.again)["reuse"]
    least = policy().reuse.sample_least
    assert len(runs.conditional) == card["conditional"] == ARTICLES
    assert card["unchanged"] + card["compared"] == ARTICLES - 2 and card["compared"] >= least
    assert card["same_bytes"] == 2 + card["compared"] and card["differed"] == []  # home page, column, and the sample
    assert card["why_not"] is None and card["bytes_saved"] > 0 and card["bytes_received"] > 0
    assert run_card(runs.first)["reuse"] is None


def test_everything_is_fetched_when_that_is_asked(runs: Runs) -> None:
    assert runs.conditional_anew == ()
    assert run_card(runs.anew)["reuse"]["why_not"] == "switched-off"
    assert run_card(runs.anew)["previous"] is not None


def test_the_report_tells_it_in_one_line(runs: Runs) -> None:
    again, anew, first = (
        (folder / "report.html").read_text(encoding="utf-8") for folder in (runs.again, runs.anew, runs.first)
    )
    unchanged = run_card(runs.again)["reuse"]["unchanged"]
    assert f"服务器称未变化的页面 {unchanged} 个" in again
    assert "本次按要求全部重新读取" in anew
    assert "沿用上一次检查的读取结果" not in first


def test_evidence_of_an_unchanged_page_is_there_or_said_to_lie_in_the_earlier_run(runs: Runs) -> None:
    [lost] = [one for one in findings(runs.again) if one["url"].endswith("/tz/lost.html")]
    [before] = [one for one in findings(runs.first) if one["url"].endswith("/tz/lost.html")]
    [page] = lost["found_on"]
    kept = {each["url"]: each["digest"] for each in before["evidence"]["records"]}
    assert {each["url"]: each["digest"] for each in lost["evidence"]["records"]}[page] == kept[page]
    assert "records_missing" not in lost["evidence"]
    shown = xuncha("evidence", "show", runs.again, lost["fingerprint"])
    assert shown.returncode == 0, shown.stderr
    assert xuncha("evidence", "verify", runs.again).returncode == 0


def test_a_page_with_a_link_that_died_is_sent_for_as_evidence(tmp_path: Path) -> None:
    site = Tagged()
    site.content["/tz/t11.html"] += '<a href="/files/plan.pdf">附件</a>'
    site.content["/files/plan.pdf"] = "%PDF-1.4"
    with SmallSite(site, site.content) as served:
        audit(served.url, tmp_path / "first")
        del site.content["/files/plan.pdf"]
        audit(served.url, tmp_path / "again", "--previous", tmp_path / "first")
        audit(served.url, tmp_path / "full")
    [gone] = [one for one in findings(tmp_path / "again") if one["url"].endswith("/plan.pdf")]
    [full] = [one for one in findings(tmp_path / "full") if one["url"].endswith("/plan.pdf")]
    assert gone["found_on"][0].endswith("/tz/t11.html")
    assert gone["evidence"]["records"] == full["evidence"]["records"]
    assert "records_missing" not in gone["evidence"]


def test_evidence_that_no_run_kept_is_called_missing(tmp_path: Path) -> None:
    site = Tagged()
    site.content["/tz/t11.html"] += '<a href="file:///C:/plan.doc">附件</a>'
    with SmallSite(site, site.content) as served:
        audit(served.url, tmp_path / "first")
        shutil.rmtree(tmp_path / "first" / "evidence")
        audit(served.url, tmp_path / "again", "--previous", tmp_path / "first")
    [gone] = [one for one in findings(tmp_path / "again") if one["check"] == "bad-href"]
    [page] = gone["found_on"]
    lines = [json.loads(line) for line in (tmp_path / "again/evidence/basis.jsonl").read_text().splitlines()]
    [basis] = [line for line in lines if line.get("finding") == gone["fingerprint"]]
    shown = xuncha("evidence", "show", tmp_path / "again", gone["fingerprint"])
    assert shown.returncode == 0, shown.stderr
    first = run_card(tmp_path / "first")["run_id"]
    assert basis["missing"] == [page] and gone["evidence"]["records_missing"] == 1
    said = shown.stdout.replace("\n", "")
    assert page in said and first in said and "--no-reuse" in said
