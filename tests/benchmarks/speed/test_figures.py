"""Figures of runs: ratios of runs made beside each other, bounds, growth; and what counts as found."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.speed.figures import growth, rows
from benchmarks.speed.measuring import Measured
from benchmarks.speed.portal.truth import Fault, Truth
from benchmarks.speed.session import chosen
from benchmarks.speed.subjects.contract import Score, Task, by_addresses
from benchmarks.speed.subjects.ours import of_findings
from benchmarks.wget import broken_in

TRUTH = Truth(
    pages=100,
    files=0,
    faults=(
        Fault("missing", "/a/1.html", "/"),
        Fault("hang", "/apps/live/2.html", "/"),
        Fault("soft-404", "/s.html", "/"),
    ),
    stale=("/old/",),
    empty=("/none/",),
)


def _run(cpu_s: float, *, pages: int = 1_000, finished: bool = True, score: Score | None = None) -> Measured:
    return Measured(pages, 10.0, cpu_s, 50, 40, finished, score)


def _task(tmp_path: Path) -> Task:
    return Task("http://127.0.0.1:80/", TRUTH, tmp_path, tmp_path, tmp_path, tmp_path, tmp_path, 2, 4)


def test_ratios_are_medians_of_runs_made_beside_each_other() -> None:
    results = {1_000: {"xuncha": [_run(2), _run(9), _run(4)], "scrapy": [_run(1), _run(3), _run(4)]}}
    ours, theirs = rows(results)
    assert (ours.ratio, theirs.ratio) == (2, 1)
    assert ours.cpu_per_1000 == 4


def test_a_tool_on_a_small_portal_is_held_against_the_baseline_of_the_large_one() -> None:
    results = {
        10_000: {"scrapy": [_run(10, pages=10_000), _run(20, pages=10_000)]},
        1_000: {"linkchecker": [_run(30, finished=False)]},
    }
    row = rows(results)[1]
    assert row.ratio == 20
    assert row.bound


def test_without_the_baseline_there_is_no_ratio() -> None:
    assert rows({1_000: {"xuncha": [_run(2)]}})[0].ratio is None


def test_growth_compares_the_largest_portal_with_the_smallest() -> None:
    found = rows({1_000: {"xuncha": [_run(2)]}, 10_000: {"xuncha": [_run(30, pages=10_000)]}})
    assert growth(found, "xuncha") == 1.5
    assert growth(found[:1], "xuncha") is None


def test_a_tool_that_opens_half_the_pages_is_measured_by_these() -> None:
    half = _run(1, score=Score(pages=500))
    assert (half.pages_per_s, half.cpu_per_1000) == (50, 2)
    assert _run(1, score=Score(pages=1_100)).cpu_per_1000 == 1


def test_the_worst_run_is_told() -> None:
    good, bad = Score(broken=2), Score(broken=1, missed=("x",))
    assert rows({1_000: {"xuncha": [_run(1, score=good), _run(1, score=bad)]}})[0].score is bad


def test_addresses_are_held_against_the_truth(tmp_path: Path) -> None:
    score = by_addresses(
        _task(tmp_path), ["http://127.0.0.1:80/a/1.html#x", "http://127.0.0.1:80/s.html", "http://127.0.0.1:80/ok"]
    )
    assert (score.broken, score.soft_404, score.false) == (1, 1, ("http://127.0.0.1:80/ok",))
    assert score.missed == ("hang http://127.0.0.1:80/apps/live/2.html",)


def _finding(check: str, code: str, path: str) -> dict[str, str]:
    return {"check": check, "code": code, "url": f"http://127.0.0.1:80{path}"}


def test_findings_are_held_against_the_truth(tmp_path: Path) -> None:
    score = of_findings(
        _task(tmp_path),
        [
            _finding("broken-link", "http-404", "/a/1.html"),
            _finding("broken-link", "connection-reset", "/apps/live/2.html"),
            _finding("stale-column", "stale", "/old/"),
            _finding("site-search", "missing", "/"),
            _finding("mandated-item", "missing", "/"),
        ],
    )
    assert (score.broken, score.soft_404, score.columns, score.beyond) == (2, 0, 1, 1)
    assert score.missed == (
        "broken-link soft-404 http://127.0.0.1:80/s.html",
        "empty-column empty http://127.0.0.1:80/none/",
    )
    assert score.false == ("broken-link connection-reset http://127.0.0.1:80/apps/live/2.html",)


def test_the_list_at_the_end_of_a_log_of_wget() -> None:
    log = "Remote file does not exist -- broken link!!!\nhttp://a/x:\nFound 2 broken links.\n\nhttp://a/1\nhttp://a/2\n\nFINISHED"
    assert broken_in(log) == {"http://a/1", "http://a/2"}
    assert broken_in("FINISHED http://a/1") == set()


def test_a_strange_tool_is_named() -> None:
    with pytest.raises(ValueError, match="no tool lynx; known: xuncha, "):
        chosen(["lynx", "scrapy"])
