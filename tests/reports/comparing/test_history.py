"""What became of findings: a repair is only what could have been seen, and a moved page is no new fault."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from checks.finding import Finding, State
from reports.comparing.history import Fate, Run, traces
from tests.reports.samples import AS_OF

DEAD = Finding("broken-link", "http-404", "town", "http://a.cn/x.html", "http://a.cn/x.html", text="关于甲的通知")
STALE = Finding("stale-column", "stale", "town", "首页>新闻", "http://a.cn/news/", column="首页>新闻")
PLACES = frozenset({("town", "broken-link"), ("town", "stale-column")})


def run(*findings: Finding, day: int = 1, **more: Iterable[object]) -> Run:
    told = {"open": frozenset(), "blind": frozenset(), "judged": PLACES, "hidden": frozenset()}
    told |= {name: frozenset(value) for name, value in more.items()}  # type: ignore[arg-type]
    started = date(AS_OF.year, AS_OF.month, day).isoformat()
    return Run(AS_OF, started, {each.fingerprint: each for each in findings}, **told)  # type: ignore[arg-type]


def fates(*runs: Run) -> dict[str, Fate]:
    return {trace.found.check: trace.fate for trace in traces(runs)}


def test_new_standing_and_fixed() -> None:
    assert fates(run(DEAD), run(DEAD, STALE)) == {"broken-link": Fate.STANDING, "stale-column": Fate.NEW}
    assert fates(run(DEAD), run()) == {"broken-link": Fate.FIXED}


def test_what_comes_again_has_returned() -> None:
    assert fates(run(DEAD), run(), run(DEAD)) == {"broken-link": Fate.RETURNED}
    assert fates(run(DEAD), run(hidden=[DEAD.url]), run(DEAD)) == {"broken-link": Fate.STANDING}


@pytest.mark.parametrize(
    "last",
    [
        run(open=[("town", "broken-link", DEAD.subject)]),
        run(blind=[("town", "broken-link")]),
        run(judged=[("town", "stale-column")]),
        run(hidden=[DEAD.url]),
    ],
    ids=["subject open", "check blind", "check not run", "address hidden"],
)
def test_what_nobody_could_look_at_is_not_fixed(last: Run) -> None:
    assert fates(run(DEAD), last) == {"broken-link": Fate.UNSEEN}


def test_hidden_pages_hide_what_stood_on_them_alone() -> None:
    found = replace(DEAD, found_on=("http://a.cn/1", "http://a.cn/2"))
    assert fates(run(found), run(hidden=["http://a.cn/1"])) == {"broken-link": Fate.FIXED}
    assert fates(run(found), run(hidden=["http://a.cn/1", "http://a.cn/2"])) == {"broken-link": Fate.UNSEEN}


@pytest.mark.parametrize(
    "moved", ["https://www.b.gov.cn:8080/x.html", "http://a.cn/new/folder/77.html"], ids=["other host", "other folder"]
)
def test_a_moved_page_is_the_same_fault(moved: str) -> None:
    again = replace(DEAD, url=moved, subject=moved)
    (trace,) = traces([run(DEAD), run(again)])
    assert (trace.fate, trace.earlier, trace.found) == (Fate.STANDING, DEAD.fingerprint, again)


def test_a_column_under_another_parent_is_the_same_column() -> None:
    nested = replace(STALE, subject="首页>政务公开>新闻", column="首页>政务公开>新闻", url="http://a.cn/zw/news/")
    assert fates(run(STALE), run(nested)) == {"stale-column": Fate.STANDING}


def test_two_that_are_alike_are_not_paired() -> None:
    twins = [replace(DEAD, url=f"http://a.cn/{number}/y{number}", subject=str(number)) for number in (1, 2)]
    said = [trace.fate for trace in traces([run(DEAD), run(*twins)])]
    assert sorted(said) == [Fate.FIXED, Fate.NEW, Fate.NEW]


def test_a_state_is_no_part_of_the_fault() -> None:
    (trace,) = traces([run(replace(DEAD, state=State.SUSPECTED)), run(DEAD)])
    assert trace.fate is Fate.STANDING
