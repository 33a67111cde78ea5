"""The series of looks at home pages: it survives kills, leaves out our own outages, and is judged by whole days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.function.availability import AvailabilityParams, latest_window
from config.errors import UserError
from crawler.kinds import AnswerKind
from crawler.trials.availability import WatchPlan, seconds_until_next, watch
from crawler.trials.series import Probe, Series, observations, read_series
from tests.crawler.fetch.crawls import AGENT, a_portal
from tests.crawler.trials.site import page, served
from xuncha.sample.loopback import HOST, Reply, bound_socket

HOME = "http://www.county.example/"
RULE = AvailabilityParams(days=7, per_day=20, limit_s=15, share=0.05)


def probe(at: str, kind: AnswerKind = AnswerKind.CONTENT, control: bool | None = None) -> Probe:
    return Probe(at, HOME, kind, 120, 15.0, control)


def plan(host: str, *, control: str, **more: object) -> WatchPlan:
    portals = (a_portal(f"http://{host}/"),)
    given = {"every_s": 0.01, "days": 7.0, "timeout_s": 2.0, "allow_hosts": (HOST,), "controls": (control,)}
    return WatchPlan(user_agent=AGENT, **{"portals": portals, **given, **more})  # type: ignore[arg-type]


def test_goes_on_after_a_torn_line(tmp_path: Path) -> None:
    series = Series(tmp_path / "watch.jsonl")
    series.add([probe("2026-06-01T01:00:00.000Z")])
    with series.path.open("a") as file:
        file.write('{"at": "2026-06-01T02:0')
    series.add([probe("2026-06-01T03:00:00.000Z")])
    assert [each.at for each in series.read()] == ["2026-06-01T01:00:00.000Z", "2026-06-01T03:00:00.000Z"]


def test_days_are_those_in_china_and_own_outages_are_left_out() -> None:
    seen = observations(
        [
            probe("2026-06-01T15:00:00.000Z"),
            probe("2026-06-01T16:30:00.000Z", AnswerKind.TIMEOUT, True),
            probe("2026-06-01T17:30:00.000Z", AnswerKind.TIMEOUT, False),
            probe("2026-06-01T18:30:00.000Z", AnswerKind.BOT_WALL),
        ],
        frozenset({"www.county.example"}),
    )
    assert seen[0].values["days"] == {
        "2026-06-01": {"count": 1, "failed": 0, "left_out": 0},
        "2026-06-02": {"count": 1, "failed": 1, "left_out": 2},
    }
    assert not observations([probe("2026-06-01T15:00:00.000Z")], frozenset({"www.other.example"}))


@pytest.mark.parametrize("content", ["", "not json\n", '{"at": 1}\n'])
def test_a_file_without_looks_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "watch.jsonl"
    path.write_text(content)
    with pytest.raises(UserError):
        read_series(path)


def test_waits_for_the_rest_of_the_interval() -> None:
    now = dt.datetime(2026, 6, 1, 1, 20, tzinfo=dt.UTC)
    assert seconds_until_next([], 3600, now) == 0
    assert seconds_until_next([probe("2026-06-01T01:00:00.000Z")], 3600, now) == 2400
    assert seconds_until_next([probe("2026-05-01T01:00:00.000Z")], 3600, now) == 0


def test_rounds_are_added_and_a_closed_site_counts_only_with_a_control(tmp_path: Path) -> None:
    dead = bound_socket()  # refuses connections as long as nobody listens
    closed = f"{HOST}:{dead.getsockname()[1]}"
    series = Series(tmp_path / "watch.jsonl")
    with served({"/": page("样例县", "<p>首页</p>")}) as open_:
        watch(plan(open_, control=f"http://{closed}/", rounds=2), series)
        assert [each.opened for each in series.read()] == [True, True]
        watch(plan(closed, control=f"http://{open_}/", rounds=1), series)
        watch(plan(closed, control=f"http://{closed}/x", rounds=1), series)
    assert [each.opened for each in series.read()] == [True, True, False, None]
    dead.close()


def test_a_home_page_that_leads_to_the_root_of_its_host_opened(tmp_path: Path) -> None:
    series = Series(tmp_path / "watch.jsonl")
    with served({"/": page("样例县", "<p>首页</p>")}) as county, served({}) as closed:
        pages = {"/": page("公安局", "<p>首页</p>"), "/web/": Reply(302, b"", (("Location", "/"),))}
        with served(pages) as office:
            own = {"id": "gaj", "class": "department", "entry_urls": [f"http://{office}/web/"]}
            portal = a_portal(f"http://{county}/", hosts=[office], unit=own)
            watch(plan(county, control=f"http://{closed}/", rounds=1, portals=(portal,)), series)
    assert [(each.url.removeprefix("http://" + office), each.opened) for each in series.read()][1] == ("/web/", True)


@given(st.dictionaries(st.integers(0, 40), st.integers(0, 40), max_size=41))
def test_the_window_is_whole_and_the_latest(counts: dict[int, int]) -> None:
    as_of = dt.date(2026, 6, 30)
    days = {
        (as_of - dt.timedelta(days=back)).isoformat(): {"count": count, "failed": 0} for back, count in counts.items()
    }
    row = latest_window(days, RULE, as_of)
    full = [
        back
        for back in range(RULE.latest + 1)
        if all(counts.get(back + step, 0) >= RULE.per_day for step in range(RULE.days))
    ]
    assert (row is None) == (not full)
    if row is not None:
        assert len(row) == RULE.days
        assert row[-1] == (as_of - dt.timedelta(days=full[0])).isoformat()
