"""Early warning: what is new on a later day, and how much of what a veto permits is used."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from checks.finding import Finding, State
from config.rubric import Part, Rubric
from reports.scorecard import Scorecard
from reports.whatif.prospects import Ahead, prospective
from reports.whatif.words import becoming_words, limit_words, outlook_head
from tests.reports.samples import AS_OF, Seen, counted, indicator, outcome, rubric, rule, stale, unit

LATER = AS_OF + timedelta(days=7)


def rules() -> Rubric:
    late = counted("stale-column", "stale")
    return rubric(
        indicator("V4", Part.VETO, "栏目不更新", None, rules=(rule("V4.1", "未更新", late, veto_at=5, warn_at=3),)),
        indicator("D1", Part.DEDUCTION, "栏目", "100", rules=(rule("D1.1", "每个", late, points_each=Decimal(1)),)),
    )


def columns(count: int, **more: object) -> list[Finding]:
    return [stale(f"栏目{number}", "通知公告", 200 + number, **more) for number in range(count)]


def card(now: list[Finding], later: list[Finding]) -> Scorecard:
    ahead = Ahead(LATER, [outcome("stale-column", *later)])
    return prospective(rules(), unit(), [outcome("stale-column", *now)], Seen(100, 100), AS_OF, ahead=ahead)


def test_what_is_new_later_is_listed_with_the_veto_it_makes() -> None:
    shown = card(columns(4), columns(5)).outlook
    assert shown is not None
    assert (shown.day, shown.days, shown.vetoes) == (LATER, 7, ("栏目不更新",))
    assert [coming.column for coming in shown.becoming] == ["首页>政务公开>栏目4"]
    [use] = shown.limits
    assert (use.found, use.expected, use.limit, use.share) == (4, 5, 5, Decimal("0.8"))
    assert limit_words(use, "zh") == "V4 栏目不更新：4 个，限 5 个，已用 80%；如不更新将有 5 个"
    assert (
        outlook_head(shown, "zh") == "到 2025-11-27（7 天后）如不更新，将新增 1 个逾期问题，并触发否决（栏目不更新）："
    )
    assert becoming_words(shown.becoming[0], "zh") == "首页>政务公开>栏目4（最近更新 2025-03-02）"


def test_a_suspicion_is_no_warning_and_a_confirmed_one_is() -> None:
    doubtful = columns(1, state=State.SUSPECTED)
    quiet = card([], doubtful).outlook
    assert quiet is not None and (quiet.becoming, quiet.limits, quiet.vetoes) == ((), (), ())
    assert outlook_head(quiet, "zh").endswith("没有栏目因到期而新增问题。")
    proven = card(doubtful, columns(1)).outlook
    assert proven is not None and len(proven.becoming) == 1


def test_a_veto_that_holds_already_is_not_announced() -> None:
    shown = card(columns(5), columns(6)).outlook
    assert shown is not None and shown.vetoes == ()
    assert shown.limits[0].share == 1


def test_without_a_later_day_there_is_no_outlook_but_there_are_repairs() -> None:
    plain = prospective(rules(), unit(), [outcome("stale-column", *columns(5))], Seen(100, 100), AS_OF)
    assert plain.outlook is None
    assert [(plan.goal, plan.cost) for plan in plain.repairs] == [("lift-veto", 1), ("pass", 1), ("bonus-gate", 1)]
