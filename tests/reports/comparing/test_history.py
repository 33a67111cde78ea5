"""What became of findings: a repair is only what could have been seen, and a moved page is no new fault."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from checks.finding import Finding, State
from crawler.urls import page_key
from reports.comparing.history import Fate, traces
from reports.comparing.seen import Seen
from reports.comparing.sight import Run
from tests.reports.samples import AS_OF

DEAD = Finding("broken-link", "http-404", "town", "http://a.cn/x.html", "http://a.cn/x.html", text="关于甲的通知")
STALE = Finding("stale-column", "stale", "town", "首页>新闻", "http://a.cn/news/", column="首页>新闻")
PLACES = frozenset({("town", "broken-link"), ("town", "stale-column")})


NOTHING = Seen()


def run(*findings: Finding, day: int = 1, seen: Seen | None = None, **more: Iterable[object]) -> Run:
    """A run that, unless told otherwise, read both places, of which an address with a fault of its own is not one."""
    told = {"open": frozenset(), "blind": frozenset(), "judged": PLACES, "hidden": frozenset()}
    told |= {name: frozenset(value) for name, value in more.items()}  # type: ignore[arg-type]
    started = date(AS_OF.year, AS_OF.month, day).isoformat()
    dead = {each.url for each in findings if each.check == "broken-link"}
    seen = sight(*({DEAD.url, STALE.url} - dead)) if seen is None else seen
    return Run(AS_OF, started, {each.fingerprint: each for each in findings}, **told, seen=seen, complete=True)  # type: ignore[arg-type]


def sight(*urls: str) -> Seen:
    """That these addresses showed content, which could be read."""
    keys = frozenset(map(page_key, urls))
    return Seen(there=keys, read=keys, answered=keys)


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
    (trace,) = traces([run(DEAD), run(again, seen=NOTHING)])
    assert (trace.fate, trace.earlier, trace.found) == (Fate.STANDING, DEAD.fingerprint, again)


def test_a_column_under_another_parent_is_the_same_column() -> None:
    nested = replace(STALE, subject="首页>政务公开>新闻", column="首页>政务公开>新闻", url="http://a.cn/zw/news/")
    assert fates(run(STALE), run(nested, seen=NOTHING)) == {"stale-column": Fate.STANDING}


def test_two_that_are_alike_are_not_paired() -> None:
    twins = [replace(DEAD, url=f"http://a.cn/{number}/y{number}", subject=str(number)) for number in (1, 2)]
    said = [trace.fate for trace in traces([run(DEAD), run(*twins)])]
    assert sorted(said) == [Fate.FIXED, Fate.NEW, Fate.NEW]


def test_a_state_is_no_part_of_the_fault() -> None:
    (trace,) = traces([run(replace(DEAD, state=State.SUSPECTED)), run(DEAD)])
    assert trace.fate is Fate.STANDING


ON_PAGES = replace(DEAD, found_on=("http://a.cn/1", "http://a.cn/2"))


@pytest.mark.parametrize(
    ("last", "fate"),
    [
        (NOTHING, Fate.UNSEEN),
        (Seen(failed=frozenset({"a.cn/1", "a.cn/2", "a.cn/x.html"})), Fate.UNSEEN),
        (sight("http://a.cn/1"), Fate.FIXED),
        (replace(sight("http://a.cn/1"), failed=frozenset({"a.cn/2"})), Fate.UNSEEN),
        (Seen(there=frozenset({"a.cn/1", "a.cn/2"}), read=frozenset({"a.cn/1"})), Fate.UNSEEN),
        (Seen(answered=frozenset({"a.cn/1", "a.cn/2"})), Fate.UNSEEN),
        (sight("http://a.cn/1", "https://www.a.cn/2"), Fate.FIXED),
        (Seen(gone=frozenset({"a.cn/1", "a.cn/2"})), Fate.FIXED),
        (sight("http://a.cn/x.html"), Fate.FIXED),
        (Seen(answered=frozenset({"a.cn/x.html"})), Fate.FIXED),
    ],
    ids=[
        *("never approached", "does not answer", "one page is left", "one page does not answer"),
        *("not readable", "leads elsewhere"),
        *("all pages read", "pages gone", "address repaired", "address led on"),
    ],
)
def test_only_what_the_last_run_looked_at_is_fixed(last: Seen, fate: Fate) -> None:
    assert fates(run(ON_PAGES), run(seen=last)) == {"broken-link": fate}


def test_a_run_that_left_something_out_proves_only_what_it_read() -> None:
    one, both = run(seen=sight("http://a.cn/1")), run(seen=sight("http://a.cn/1", "http://a.cn/2"))
    assert fates(run(ON_PAGES), replace(one, complete=False)) == {"broken-link": Fate.UNSEEN}
    assert fates(run(ON_PAGES), replace(both, complete=False)) == {"broken-link": Fate.FIXED}


def test_a_fault_of_more_pages_than_are_named_is_fixed_where_all_were_visited() -> None:
    everywhere = replace(ON_PAGES, found_on_count=8000)
    last = run(seen=sight(*everywhere.found_on))
    assert fates(run(everywhere), last) == {"broken-link": Fate.FIXED}
    assert fates(run(everywhere), replace(last, complete=False)) == {"broken-link": Fate.UNSEEN}


def test_an_answering_address_says_nothing_of_faults_of_pages() -> None:
    """That the target of a link opens now does not tell whether a page still links it by wrong words."""
    wrong = replace(ON_PAGES, check="stale-column", code="text-target-mismatch")
    assert fates(run(wrong), run(seen=sight(wrong.url))) == {"stale-column": Fate.UNSEEN}
    assert fates(run(wrong), run(seen=sight(*wrong.found_on))) == {"stale-column": Fate.FIXED}


@pytest.mark.parametrize(
    ("first", "complete", "fate"),
    [
        (NOTHING, True, Fate.NEW),
        (NOTHING, False, Fate.STANDING),
        (sight(STALE.url), False, Fate.NEW),
        (Seen(failed=frozenset({"a.cn/news/"})), True, Fate.STANDING),
    ],
    ids=["page did not exist", "perhaps not reached", "page without the fault", "page did not answer"],
)
def test_only_what_was_not_there_before_is_new(first: Seen, complete: bool, fate: Fate) -> None:
    before = replace(run(seen=first), complete=complete)
    assert fates(before, run(STALE)) == {"stale-column": fate}


def test_gone_and_back_again_is_only_what_was_seen_to_be_gone() -> None:
    assert fates(run(DEAD), run(seen=NOTHING), run(DEAD)) == {"broken-link": Fate.STANDING}
