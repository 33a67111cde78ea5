"""The draft as a rubric file: valid, complete, verbatim, decided by nobody; and the command that writes it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from checks.catalogue import parameter_models
from config.errors import UserError
from config.requirement_words import requirement_words
from config.rubric import Automation, DeadlineRule, ManualRule, QuotaRule, RatioRule, Rubric, Status
from tests.xuncha.drafting.files import PLAN, write_docx
from tests.xuncha.drafting.measure import SEEDS, bare
from tests.xuncha.runs import xuncha
from xuncha.drafting.draft import Draft, draft_plan
from xuncha.drafting.draft_yaml import draft_yaml
from xuncha.rubric_file import checked_rubric


def written(tmp_path: Path, text: str = PLAN, name: str = "plan.txt") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return draft_yaml(draft_plan(path), "yunling-2031")


def test_the_file_is_a_valid_check_list(tmp_path: Path) -> None:
    rubric = checked_rubric(written(tmp_path))
    assert (rubric.id, rubric.form.value, rubric.effective_from) == ("yunling-2031", "checklist", date(2031, 3, 8))
    assert [group.pointer for group in rubric.groups] == [
        *("一", "一（一）", "一（一）1", "一（一）2", "一（二）", "二", "二（四）", "末段"),
    ]
    parents = {group.key: group.parent for group in rubric.groups}
    assert parents["c1.1.2"] == "c1.1"
    assert parents["c1"] is None
    assert rubric.indicators[0].clause == "县司法局要在3月底前公布决策事项目录。"


def test_numbers_become_rules_that_wait_for_a_person(tmp_path: Path) -> None:
    rubric = checked_rubric(written(tmp_path))
    rules = {rule.id: rule for line in rubric.indicators for rule in line.rules}
    by = rules["c1.1-1.1"]
    assert isinstance(by, DeadlineRule)
    assert by.due.by == date(2031, 3, 31)
    within = rules["c1.1.2-1.1"]
    assert isinstance(within, DeadlineRule)
    assert within.due.within is not None
    assert (within.due.within.working_days, within.due.after) == (5, "调整后")
    attend, training = rules["c1.2-1.1"], rules["c2.4-1.1"]
    assert isinstance(attend, QuotaRule)
    assert isinstance(training, QuotaRule)
    assert (attend.at_least, training.at_least) == (6, 2)
    assert attend.period is not None
    assert (attend.period.since, attend.period.until) == (date(2031, 1, 1), date(2031, 12, 31))
    assert all(rule.status is Status.UNCONFIRMED and not rule.count for rule in rules.values())
    assert all(line.decided_by is Automation.MANUAL for line in rubric.indicators)
    assert all(line.status is Status.UNCONFIRMED for line in rubric.indicators)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("各单位每两个月组织1次抽查。", 6),
        ("每季度通报2次情况。", 8),
        ("坚持每月一题。", 12),
        ("解读形式不少于5种。", None),
        ("空白栏目不得超过3个栏目。", None),
        ("每周2次巡查。", None),
    ],
)
def test_periods_are_counted_up_to_the_year(tmp_path: Path, sentence: str, expected: int | None) -> None:
    rubric = checked_rubric(written(tmp_path, f"云岭县2031年工作要点\n一、总则\n（一）事项要求。{sentence}"))
    (rule,) = rubric.indicators[-1].rules
    if expected is None:
        assert isinstance(rule, ManualRule)
        assert rule.note
    else:
        assert isinstance(rule, QuotaRule)
        assert rule.at_least == expected


def test_suggested_checks_are_checks_that_there_are() -> None:
    known = set(parameter_models())
    assert {each.check for each in requirement_words().requirements if each.check} <= known


def test_a_share_becomes_a_ratio(tmp_path: Path) -> None:
    rubric = checked_rubric(
        written(tmp_path, "云岭县2031年工作要点\n一、总则\n（一）事项。办结率不低于98%。文件均要解读。")
    )
    rules = [rule for line in rubric.indicators for rule in line.rules]
    assert all(isinstance(rule, RatioRule) for rule in rules)
    assert [str(rule.at_least) for rule in rules if isinstance(rule, RatioRule)] == ["0.98", "1"]


def test_comments_say_what_was_read_where_and_how_reliably(tmp_path: Path) -> None:
    lines = written(tmp_path).splitlines()
    at = next(place for place, line in enumerate(lines) if line.strip() == "- id: c1.2-1")
    above = "\n".join(lines[at - 4 : at])
    assert "数量：“不少于6次”" in above
    assert "可靠程度 中" in above
    assert "DEC-ATTEND" in above
    start = PLAN.index("全年列席会议")
    assert f"原文第 {start}–{start + len('全年列席会议不少于6次。')} 字" in above


def test_rows_of_the_annex_bring_units_and_deadlines_to_what_they_repeat(tmp_path: Path) -> None:
    rubric = checked_rubric(draft_yaml(draft_plan(write_docx(tmp_path / "plan.docx")), "yunling-2031"))
    rows = {line.pointer: line for line in rubric.indicators if line.group == "annex"}
    assert list(rows) == ["附件第2行", "附件第3行"]
    assert rows["附件第2行"].responsible == ("县政府办公室",)
    repeated = rubric.indicators[0]
    assert [(quote.pointer, quote.text) for quote in repeated.quotes] == [("附件第1行", "公布决策事项目录。")]
    assert repeated.responsible == ("县司法局",)
    assert repeated.deadline is not None
    assert (repeated.deadline.text, repeated.deadline.by) == ("2031年3月底前", date(2031, 3, 31))
    assert rows["附件第3行"].deadline is not None
    assert rows["附件第3行"].deadline.by is None


def test_numbers_that_come_twice_and_levels_that_go_too_deep_still_make_a_valid_file(tmp_path: Path) -> None:
    deep = "一、甲项工作\n（一）乙项工作\n1.丙项工作\n(1)丁项工作\n①戊项工作。按时公开目录。\n"
    again = "一、再一次\n（一）又。再公开目录。"
    rubric = checked_rubric(written(tmp_path, f"云岭县2031年工作要点\n{deep}{again}"))
    assert len({group.key for group in rubric.groups}) == len(rubric.groups)
    assert "按时公开目录。" in {line.clause for line in rubric.indicators}
    assert "再公开目录。" in {line.clause for line in rubric.indicators}


def test_a_heading_that_demands_something_is_an_indicator(tmp_path: Path) -> None:
    clauses = "（一）各镇街每年至少召开1次会议。会议听取汇报。\n（二）做好培训。组织业务培训。"
    rubric = checked_rubric(written(tmp_path, f"云岭县2031年工作要点\n一、总则\n{clauses}"))
    assert [line.clause for line in rubric.indicators] == [
        "（一）各镇街每年至少召开1次会议。",
        "会议听取汇报。",
        "组织业务培训。",
    ]
    assert rubric.indicators[0].title == "各镇街每年至少召开1次会议"


def test_what_was_not_read_is_said(tmp_path: Path) -> None:
    letter = "附件\n联系人名单\n张三\n李四"
    rubric = checked_rubric(written(tmp_path, f"{PLAN}\n{letter}"))
    end = PLAN.index("\n一、做好")
    assert f"第一条之前的文字（第 0–{end} 字）不是任务，未列为指标" in rubric.notes
    assert any("附件（第 14–16 行，“联系人名单…”）" in note for note in rubric.notes)
    path = write_docx(tmp_path / "plan.docx", header=False)
    assert "第 1 张表没有任务分解表的表头，未读" in checked_rubric(draft_yaml(draft_plan(path), "x")).notes


def test_a_plan_without_a_year_needs_to_be_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("云岭县工作要点\n一、总则\n（一）目录。年底前公开目录。", encoding="utf-8")
    with pytest.raises(UserError) as raised:
        draft_yaml(draft_plan(path), "x")
    assert raised.value.key == "plan-without-year"
    assert checked_rubric(draft_yaml(draft_plan(path), "x", year=2031)).effective_from == date(2031, 1, 1)


@pytest.mark.parametrize("name", ["gaotang-2024", "lixia-2024", "shaheyan-2024", "pingyin-2023"])
def test_nothing_of_the_four_plans_is_dropped(name: str) -> None:
    """Every sentence of a clause stands in the file, and every row of the annex is quoted once."""
    draft = draft_plan(SEEDS / f"{name}.txt")
    rubric = checked_rubric(draft_yaml(draft, name))
    _require_sentences(draft, rubric)
    quoted = [quote.pointer for line in rubric.indicators for quote in line.quotes if quote.pointer]
    assert sorted(quoted) == sorted(f"附件第{row.row.number}行" for row in draft.rows)


def _require_sentences(draft: Draft, rubric: Rubric) -> None:
    clauses = {bare(line.clause) for line in rubric.indicators} | {bare(group.name) for group in rubric.groups}
    whole = "".join(bare(group.clause) for group in rubric.groups)
    for each in draft.clauses:
        for sentence in each.sentences:
            assert bare(sentence.text) in whole
            heading = each.clause.title and bare(each.clause.title) in bare(sentence.text)
            assert heading or bare(sentence.text) in clauses


def test_the_command(tmp_path: Path) -> None:
    plan, out = tmp_path / "yunling-2031.txt", tmp_path / "rubric.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    done = xuncha("rubric", "draft", plan, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "8 个条目" in done.stderr
    before = out.read_bytes()
    assert checked_rubric(before.decode()).id == "yunling-2031"
    again = xuncha("rubric", "draft", plan, "--out", out)
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert out.read_bytes() == before
    assert xuncha("rubric", "draft", plan, "--out", out, "--force", "--id", "other").returncode == 0
    assert checked_rubric(out.read_text(encoding="utf-8")).id == "other"
    assert xuncha("rubric", "validate", out).returncode == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_command_to_standard_output_and_as_json(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    done = xuncha("rubric", "draft", plan)
    assert checked_rubric(done.stdout).id == "plan"
    printed = json.loads(xuncha("rubric", "draft", plan, "--json").stdout)
    assert printed["clauses"][2]["clause"]["number"] == "一（一）"
    assert printed["clauses"][2]["sentences"][1]["phrases"][0]["text"] == "3月底前"


@pytest.mark.parametrize("options", [("--out", "missing/rubric.yaml"), ()])
def test_bad_input_ends_with_one_message(tmp_path: Path, options: tuple[str, ...]) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN if options else "没有编号。", encoding="utf-8")
    at = [tmp_path / part if "/" in part else part for part in options]
    done = xuncha("rubric", "draft", plan, *at)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
