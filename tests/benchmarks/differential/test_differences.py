"""What counts as a difference, and how the figures come about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.differential.addresses import Names
from benchmarks.differential.differences import Counts, as_report, differences, in_scope, tally, truths
from benchmarks.differential.subjects import Subject
from benchmarks.differential.truth import Truth
from benchmarks.differential.verdicts import Report, State, Verdict
from xuncha.sample.loopback import Loopback, Reply, Request, bound_socket

HTML = (("Content-Type", "text/html; charset=utf-8"),)
PAGE = b'<a href="/good">1</a> <a href="/gone">2</a> <a href="/list#place">3</a> <link rel="next" href="/gone">'


def _answer(request: Request) -> Reply:
    bodies = {"/": PAGE, "/good": b"<p>good</p>", "/list": b"<p id='there'>list</p>"}
    body = bodies.get(request.target)
    return Reply(404, b"", HTML) if body is None else Reply(200, body, HTML)


@pytest.fixture(scope="module")
def subject() -> Iterator[Subject]:
    sock = bound_socket()
    server = Loopback([(sock, _answer)])
    server.start()
    host = f"127.0.0.1:{sock.getsockname()[1]}"
    known = {"http://site.test/walled": Truth.ALIVE, "http://site.test/soft": Truth.HOLLOW}
    yield Subject(f"http://{host}/", Names({host: "site.test"}), known, endless="/calendar/")
    server.stop()


def _report(tool: str, **states: State) -> Report:
    report = Report(tool, "1")
    for path, state in states.items():
        target = f"http://site.test/{path.replace('_at_', '#')}"
        report.add(target, Verdict(state, "", ("http://site.test/",)))
    return report


def test_truth_comes_from_curl_unless_it_is_known(subject: Subject) -> None:
    report = _report("a", good=State.DEAD, gone=State.ALIVE, walled=State.DEAD, list_at_place=State.ALIVE)
    report.add("http://site.test/list#there", Verdict(State.ALIVE))
    report.add("http://site.test/gone#part", Verdict(State.DEAD))
    assert truths(subject, [report]) == {
        "http://site.test/good": Truth.ALIVE,
        "http://site.test/gone": Truth.DEAD,
        "http://site.test/walled": Truth.ALIVE,
        "http://site.test/soft": Truth.HOLLOW,
        "http://site.test/list#place": Truth.DEAD,
        "http://site.test/list#there": Truth.ALIVE,
    }


def test_what_leads_nowhere_and_is_written_nowhere_is_a_misreading(subject: Subject) -> None:
    assert truths(subject, [_report("a", misread=State.DEAD)])["http://site.test/misread"] is Truth.NO_LINK


def test_other_hosts_and_endless_addresses_are_left_out(subject: Subject) -> None:
    assert in_scope("http://site.test/good", subject)
    assert not in_scope("http://other.test/good", subject)
    assert not in_scope("http://site.test/calendar/2026", subject)


def test_differences_tell_who_said_what_and_where_it_is_written(subject: Subject) -> None:
    ours, theirs = _report("xuncha", good=State.ALIVE, gone=State.DEAD), _report("peer", good=State.ALIVE)
    (found,) = differences("s", subject, ours, theirs, truths(subject, [ours, theirs]) | {})[:1]
    assert (found.target, found.ours.state, found.theirs.state) == ("http://site.test/gone", State.DEAD, State.UNSEEN)
    assert (found.truth, found.places) == (Truth.DEAD, ("a[href]", "link[rel=next]"))


def test_good_places_are_no_difference(subject: Subject) -> None:
    ours, theirs = _report("xuncha", list_at_there=State.ALIVE), _report("peer")
    found = differences("s", subject, ours, theirs, {"http://site.test/list#there": Truth.ALIVE})
    assert found == []


def test_a_page_that_the_peer_never_saw_sets_a_link_apart(subject: Subject) -> None:
    ours, theirs = _report("xuncha", good=State.ALIVE), _report("peer")
    truth = {"http://site.test/good": Truth.ALIVE}
    assert differences("s", subject, ours, theirs, truth)[0].apart
    theirs.add("http://site.test/", Verdict(State.ALIVE))
    assert not differences("s", subject, ours, theirs, truth)[0].apart


def test_another_spelling_is_recognised(subject: Subject) -> None:
    ours, theirs = Report("xuncha", "1"), Report("peer", "1")
    ours.add("http://site.test/a//b", Verdict(State.ALIVE))
    theirs.add("http://site.test/a/b", Verdict(State.ALIVE))
    found = differences("s", subject, ours, theirs, dict.fromkeys([*ours.verdicts, *theirs.verdicts], Truth.ALIVE))
    assert [each.respelt for each in found] == [True, True]


def test_figures_count_addresses_and_places_apart() -> None:
    truth = {
        "http://s/a": Truth.DEAD,
        "http://s/b": Truth.HOLLOW,
        "http://s/c": Truth.ALIVE,
        "http://s/d": Truth.NO_LINK,
    }
    truth |= {"http://s/e#x": Truth.DEAD, "http://s/e#y": Truth.ALIVE}
    report = Report("peer", "1", seconds=2.0)
    for target in ("http://s/a", "http://s/c", "http://s/d", "http://s/e#y"):
        report.add(target, Verdict(State.DEAD))
    figures = tally(report, truth)
    assert (figures.targets, figures.addresses, figures.places) == (3, Counts(1, 1, 2), Counts(0, 1, 1))


def test_truth_as_a_peer_accuses_and_says_no_more(subject: Subject) -> None:
    report = as_report({"http://s/a": Truth.HOLLOW, "http://s/b": Truth.ALIVE, "http://s/c": Truth.NO_LINK}, subject)
    assert report.dead() == {"http://s/a"}
    assert report.verdicts.keys() == {"http://s/a"}
    assert report.faults_only


def test_the_loudest_word_of_a_tool_counts() -> None:
    report = Report("peer", "1")
    for state in (State.SKIPPED, State.DEAD, State.ALIVE):
        report.add("http://s/a", Verdict(state, state.value, (f"http://s/{state}",)))
    assert report.of("http://s/a").state is State.DEAD
    assert report.of("http://s/a").pages == ("http://s/skipped", "http://s/dead", "http://s/alive")
