"""How two rubrics differ: worked cases, and what must be true of any two."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.comparing import comparing
from config.rubric import Rubric
from config.rubrics import load_rubric, rubric_ids
from reports.rubrics.changes import Kind, changes
from reports.rubrics.diff import RubricDiff, rubric_diff
from reports.rubrics.diff_json import summary
from reports.rubrics.matching import MatchedBy, likeness
from tests.config.rubrics import group, indicator, rubric
from tests.reports.rubrics.diffing import ordered, swapped

HOME = {"check": "stale-home", "codes": ["stale"]}
CHECKS = {"stale-home": {"values": {"window": {"days": 14}}, "clause": "首页", "source": "源", "status": "unconfirmed"}}
CLAUSES = (
    "监测2周，首页无信息更新的",
    "空白栏目数量超过（含）5个",
    "年内邀请公众代表列席政府常务会议不少于5次",
    "规范性文件均要解读，解读与文件相互关联",
    "依申请公开渠道畅通，答复及时",
)


def rule(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "mode": "boolean", "text": "首页无信息更新的", "count": [HOME], "points": 5} | more


def base() -> dict[str, Any]:
    return rubric(
        indicator("a", group="one", points=40, clause=CLAUSES[0], manual_reason=None, rules=[rule("a.1")]),
        indicator("b", group="one", points=20, clause=CLAUSES[1], requirements=["SIT-BLANK"]),
        indicator("c", group="two", points=40, clause=CLAUSES[2], status="unconfirmed"),
        groups=[group("one", points=60), group("two", points=40)],
        checks=CHECKS,
    )


def line(data: dict[str, Any], id_: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in data["indicators"] if each["id"] == id_)
    return found


def diff(before: dict[str, Any], after: dict[str, Any]) -> RubricDiff:
    return rubric_diff(Rubric.model_validate(before), Rubric.model_validate(after))


def test_every_kind_of_change_is_told_with_both_values() -> None:
    after = base()
    line(after, "a")["clause"] = "监测3周，首页无信息更新的"
    line(after, "a")["rules"] = [rule("a.1", points=8)]
    line(after, "c")["status"] = "confirmed"
    after["effective_from"] = "2027-01-01"
    after["checks"] = {"stale-home": CHECKS["stale-home"] | {"values": {"window": {"days": 21}}}}
    said = diff(base(), after)
    told = {(each.after.id, change.field): change for each in said.indicators.changed for change in each.changes}
    assert {at: (change.before, change.after) for at, change in told.items()} == {
        ("a", "clause"): (CLAUSES[0], "监测3周，首页无信息更新的"),
        ("c", "status"): ("unconfirmed", "confirmed"),
    }
    assert told["c", "status"].kind is Kind.STATUS
    ((inner,),) = (each.rules.changed for each in said.indicators.changed if each.after.id == "a")
    assert [(change.field, change.before, change.after) for change in inner.changes] == [("points", 5, 8)]
    assert [(change.field, change.kind) for change in said.rubric] == [("effective_from", Kind.TIME)]
    (check,) = said.checks.changed
    assert [(change.field, change.before, change.after) for change in check.changes] == [("values.window.days", 14, 21)]
    assert (summary(said)["wording"], summary(said)["number"], summary(said)["status"]) == (1, 1, 1)


def test_added_removed_and_moved() -> None:
    after = base()
    after["indicators"] = [each for each in after["indicators"] if each["id"] != "b"]
    after["indicators"].append(indicator("n", group="one", points=20, clause=CLAUSES[3]))
    line(after, "c")["group"] = "one"
    after["groups"] = [group("one")]
    said = diff(base(), after)
    assert [entry.id for entry in said.indicators.added] == ["n"]
    assert [entry.id for entry in said.indicators.removed] == ["b"]
    assert [entry.id for entry in said.groups.removed] == ["two"]
    (moved,) = said.indicators.changed
    assert (moved.after.id, moved.moved, moved.before.groups, moved.after.groups) == ("c", True, ("two",), ("one",))


def test_a_renamed_group_moves_nothing() -> None:
    after = base()
    after["groups"] = [group("one", points=60, name="第一组"), group("two", points=40)]
    said = diff(base(), after)
    assert not said.indicators
    assert [change.field for change in said.groups.changed[0].changes] == ["name"]


def test_another_order_within_a_group() -> None:
    after = base()
    after["indicators"] = [after["indicators"][place] for place in (1, 0, 2)]
    said = diff(base(), after)
    assert not said.indicators
    assert [(change.field, change.before, change.after) for change in said.rubric] == [
        ("order.one", ["a", "b"], ["b", "a"])
    ]


def test_other_ids_are_matched_by_clause_and_by_requirement_and_it_is_said() -> None:
    after = base()
    line(after, "a")["id"] = "x"
    line(after, "b").update(id="y", clause="及时清理长期无内容的栏目")
    said = diff(base(), after)
    found = {each.after.id: (each.before.id, each.by, each.likeness) for each in said.indicators.changed}
    assert found["x"] == ("a", MatchedBy.CLAUSE, Decimal(1))
    assert found["y"][:2] == ("b", MatchedBy.REQUIREMENT)
    assert summary(said)["renamed"] == 2
    assert not said.indicators.added and not said.indicators.removed


def strange(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"id": "other"}


def test_in_unrelated_rubrics_a_clause_says_more_than_an_id_that_is_the_same_by_coincidence() -> None:
    after = base()
    first, second = line(after, "a"), line(after, "c")
    first["id"], second["id"] = "c", "a"
    versions = {each.after.id: each.before.id for each in diff(base(), after).indicators.changed}
    assert versions == {"a": "a", "c": "c"}
    strangers = {each.after.id: each.before.id for each in diff(base(), strange(after)).indicators.changed}
    assert strangers == {"a": "c", "c": "a"}


def test_an_id_alone_matches_at_last_and_is_called_doubtful() -> None:
    after = strange(base())
    line(after, "c")["clause"] = "邀请群众代表参加政府开放活动"
    (changed,) = diff(base(), after).indicators.changed
    assert (changed.before.id, changed.by, changed.doubtful) == ("c", MatchedBy.ID, True)


def test_in_unrelated_rubrics_an_id_with_another_clause_altogether_is_a_coincidence() -> None:
    after = base()
    line(after, "c")["clause"] = CLAUSES[4]
    (reworded,) = diff(base(), after).indicators.changed
    assert (reworded.before.id, reworded.after.id, reworded.doubtful) == ("c", "c", True)
    said = diff(base(), strange(after)).indicators
    assert [[entry.id for entry in side] for side in (said.removed, said.added)] == [["c"], ["c"]]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("空白栏目数量超过（含）5个。", "空白栏目数量超过(含)5个", True),
        ("监测2周，首页无信息更新的。", "监测3周，首页无信息更新的。", True),
        ("及时清理空白栏目、死链错链", "避免出现空白栏目、错链等问题", False),
        ("每年至少召开1次会议", "年度报告按时公布", False),
    ],
)
def test_how_alike_clauses_must_be(one: str, other: str, same: bool) -> None:
    assert (likeness(one, other) >= comparing().same_clause) is same


def test_lists_are_compared_by_what_tells_their_entries_apart() -> None:
    before = {"items": [{"id": "a", "names": ["甲"]}, {"id": "b", "names": ["乙"]}], "plain": [1, 2]}
    after = {"items": [{"id": "b", "names": ["乙", "丙"]}, {"id": "c", "names": []}], "plain": [2, 1]}
    assert [(each.field, each.before, each.after) for each in changes(before, after)] == [
        ("items.a", {"id": "a", "names": ["甲"]}, None),
        ("items.b.names", ["乙"], ["乙", "丙"]),
        ("items.c", None, {"id": "c", "names": []}),
        ("plain", [1, 2], [2, 1]),
    ]


@pytest.mark.parametrize("rubric_id", rubric_ids())
def test_a_shipped_rubric_does_not_differ_from_itself(rubric_id: str) -> None:
    assert rubric_diff(load_rubric(rubric_id), load_rubric(rubric_id)).empty


@pytest.mark.parametrize("rubric_id", rubric_ids())
def test_shipped_rubrics_differ_the_other_way_round(rubric_id: str) -> None:
    one, other = load_rubric("national-2019"), load_rubric(rubric_id)
    assert ordered(swapped(rubric_diff(one, other))) == ordered(rubric_diff(other, one))


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """Small rubrics that share ids, clauses, requirements and groups by chance."""
    ids = draw(st.lists(st.sampled_from("abcde"), unique=True, max_size=5))
    names = draw(st.lists(st.sampled_from(["one", "two", "three"]), unique=True, min_size=1))
    lines = [
        indicator(
            id_,
            group=draw(st.sampled_from(names)),
            points=draw(st.sampled_from([None, 1, 2])),
            clause=draw(st.sampled_from(CLAUSES)),
            status=draw(st.sampled_from(["confirmed", "unconfirmed"])),
            requirements=draw(st.lists(st.sampled_from(["INT", "SIT"]), unique=True)),
            rules=[
                rule(f"{id_}.{number}", points=1, text=draw(st.sampled_from(CLAUSES)))
                for number in draw(st.lists(st.integers(1, 3), unique=True))
            ],
        )
        for id_ in ids
    ]
    lines.append(indicator("rest", group=names[0], points=None))
    groups = [group(name, name=draw(st.sampled_from(["公开", "解读", name]))) for name in names]
    return Rubric.model_validate(
        rubric(
            *lines,
            id=draw(st.sampled_from(["small", "other"])),
            groups=draw(st.sampled_from([groups, []])),
            checks=CHECKS,
        )
    )


@given(rubrics())
def test_nothing_differs_from_itself(one: Rubric) -> None:
    assert rubric_diff(one, one.model_copy(deep=True)).empty


@given(rubrics(), rubrics())
def test_the_difference_turned_round_is_the_opposite(one: Rubric, other: Rubric) -> None:
    there, back = rubric_diff(one, other), rubric_diff(other, one)
    assert ordered(swapped(there)) == ordered(back)
    assert there.empty is (one == other)


@given(rubrics(), rubrics())
def test_every_indicator_is_accounted_for_once(one: Rubric, other: Rubric) -> None:
    said = rubric_diff(one, other).indicators
    gone, new = [entry.id for entry in said.removed], [entry.id for entry in said.added]
    before = [*gone, *(each.before.id for each in said.changed)]
    after = [*new, *(each.after.id for each in said.changed)]
    assert len(set(before)) == len(before) and set(before) <= {each.id for each in one.indicators}
    assert len(set(after)) == len(after) and set(after) <= {each.id for each in other.indicators}
    assert len(one.indicators) - len(gone) == len(other.indicators) - len(new)
