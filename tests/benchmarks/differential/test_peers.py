"""What the peers print becomes reports in one form."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.differential import store
from benchmarks.differential.addresses import Names
from benchmarks.differential.linkchecker import add_row
from benchmarks.differential.linkinator import add_link
from benchmarks.differential.programs import MissingPeer, program, run
from benchmarks.differential.verdicts import Report, State, Verdict

NAMES = Names({"127.0.0.1:4711": "site.test"})
HOST = "http://127.0.0.1:4711"


def _row(**cells: str) -> dict[str, str]:
    empty = dict.fromkeys(
        ("urlname", "parentname", "base", "result", "warningstring", "infostring", "valid", "url"), ""
    )
    return empty | {"parentname": f"{HOST}/p/", "valid": "True", "result": "200 OK"} | cells


@pytest.mark.parametrize(
    ("cells", "target", "state"),
    [
        ({"url": f"{HOST}/a"}, "http://site.test/a", State.ALIVE),
        ({"url": f"{HOST}/a", "valid": "False", "result": "404 Not Found"}, "http://site.test/a", State.DEAD),
        ({"url": f"{HOST}/a", "result": "filtered"}, "http://site.test/a", State.SKIPPED),
        ({"url": "mailto:a@b", "result": "Valid mail address syntax"}, "mailto:a@b", State.SKIPPED),
        (
            {"url": f"{HOST}/end", "urlname": "../old", "infostring": "Redirected to `http://…/end'."},
            "http://site.test/old",
            State.ALIVE,
        ),
        (
            {"url": f"{HOST}/a#x", "warningstring": "Anchor `x' (decoded: `x') not found. Available anchors: -."},
            "http://site.test/a#x",
            State.DEAD,
        ),
    ],
)
def test_a_row_of_linkchecker(cells: dict[str, str], target: str, state: State) -> None:
    report = Report("LinkChecker", "1")
    add_row(_row(**cells), NAMES, report)
    assert report.of(target).state is state
    assert report.of(target).pages == ("http://site.test/p/",)


def test_a_lost_place_leaves_its_page_alive() -> None:
    report = Report("LinkChecker", "1")
    add_row(_row(url=f"{HOST}/a#x", warningstring="Anchor `x' (decoded: `x') not found."), NAMES, report)
    assert report.of("http://site.test/a").state is State.ALIVE


@pytest.mark.parametrize(
    ("link", "state", "detail"),
    [
        ({"url": f"{HOST}/a", "status": 200, "state": "OK"}, State.ALIVE, "status 200"),
        ({"url": f"{HOST}/a", "state": "SKIPPED"}, State.SKIPPED, "status 0"),
        (
            {"url": f"{HOST}/a", "status": 0, "state": "BROKEN", "failureDetails": [{"cause": "aborted"}]},
            State.DEAD,
            "status 0: aborted",
        ),
    ],
)
def test_a_link_of_linkinator(link: dict[str, object], state: State, detail: str) -> None:
    report = Report("linkinator", "1")
    add_link(link, NAMES, report)
    assert report.of("http://site.test/a") == Verdict(state, detail)


def test_a_report_is_kept_as_it_is(tmp_path: Path) -> None:
    report = Report("peer", "1", 2.5, finished=False)
    report.add("http://site.test/a", Verdict(State.DEAD, "404", ("http://site.test/",)))
    store.save(report, tmp_path / "site/peer.json")
    assert store.load(tmp_path / "site/peer.json") == report
    assert store.load(tmp_path / "nothing.json") is None


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(MissingPeer, match="no-such-program is not installed"):
        program("no-such-program")


def test_a_program_is_stopped_when_its_time_is_up(tmp_path: Path) -> None:
    assert not run([program("sleep"), "30"], tmp_path, patience_s=0.2).finished
    assert run([program("echo"), "done"], tmp_path).output == "done\n"
