"""Plans in each format give the same clauses; broken lines are joined; what cannot be read gets one clear error."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import UserError
from tests.xuncha.drafting.files import PLAN, write_docx, write_pdf
from xuncha.drafting.annex import annex_rows
from xuncha.drafting.clauses import ClauseKind, clauses_of
from xuncha.drafting.document import read_document
from xuncha.drafting.draft import draft_plan
from xuncha.drafting.lines import Line, paragraphs_of, text_lines
from xuncha.drafting.numerals import number
from xuncha.drafting.squeezed import squeeze
from xuncha.sample.files import spoilt_file

NUMBERS = ["", "一", "一（一）", "一（一）1", "一（一）2", "一（二）", "二", "二（四）", "末段"]
"""What the plan's clauses are called; the first is the front matter."""


def write_txt(folder: Path, text: str = PLAN) -> Path:
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return path


def wrapped(text: str, letters: int) -> str:
    """The text as a PDF gives it: paragraphs indented by two letters and broken at a margin, blank lines between."""
    lines = [
        part for line in text.splitlines() for part in textwrap.wrap("　　" + line, letters, drop_whitespace=False)
    ]
    return "\n\n".join(line.strip("　") for line in lines)


def test_clauses_are_numbered_as_in_the_text(tmp_path: Path) -> None:
    clauses = clauses_of(read_document(write_txt(tmp_path)).paragraphs)
    assert [clause.number for clause in clauses] == NUMBERS
    assert [clause.kind for clause in clauses if not clause.number] == [ClauseKind.PREAMBLE]
    assert {clause.number: clause.path for clause in clauses}["一（一）2"] == (1, 1, 2)
    assert [clause.title for clause in clauses][2:4] == ["公开决策目录", "目录要素"]


def test_a_jump_in_the_numbering_is_noted(tmp_path: Path) -> None:
    clauses = clauses_of(read_document(write_txt(tmp_path)).paragraphs)
    notes = {clause.number: [note.key for note in clause.notes] for clause in clauses if clause.notes}
    assert notes == {"二（四）": ["late-start"]}
    jumping = PLAN.replace("（二）邀请", "（三）邀请").replace("二、加强", "四、加强")
    path = write_txt(tmp_path, jumping)
    notes = {c.number: [n.key for n in c.notes] for c in clauses_of(read_document(path).paragraphs) if c.notes}
    assert notes == {"一（三）": ["jump"], "四": ["jump"]}


def test_numbers_that_go_on_in_another_style_stay_neighbours(tmp_path: Path) -> None:
    path = write_txt(tmp_path, PLAN.replace("（二）邀请", "(2) 邀请"))
    clauses = {clause.number: clause for clause in clauses_of(read_document(path).paragraphs)}
    assert "一(2)" in clauses
    assert [note.key for note in clauses["一(2)"].notes] == ["other-style"]


def test_docx_gives_the_same_clauses_and_its_table(tmp_path: Path) -> None:
    document = read_document(write_docx(tmp_path / "plan.docx"))
    assert [clause.number for clause in clauses_of(document.paragraphs)] == NUMBERS
    rows = annex_rows(document)
    assert [(row.number, row.heading, row.units, row.deadline) for row in rows] == [
        (1, "决策公开", "县司法局", "2031年3月底前"),
        (2, "决策公开", "县政府办公室", "2031年12月底前"),
        (3, "加强保障", "各乡镇、各部门", "长期坚持"),
    ]


def test_pdf_gives_the_same_clauses(tmp_path: Path) -> None:
    lines = wrapped(LONG, 30).split("\n\n")
    document = read_document(write_pdf(tmp_path / "plan.pdf", lines))
    from_text = read_document(write_txt(tmp_path, LONG))
    assert [c.text for c in clauses_of(document.paragraphs)][1:] == [c.text for c in clauses_of(from_text.paragraphs)][
        1:
    ]


LONG = "\n".join(
    [
        "云岭县2031年政务公开工作要点",
        "一、做好重大行政决策公开",
        "（一）公开决策目录。"
        + "县司法局要会同有关部门做好年度重大行政决策事项目录的编制和公布工作，" * 3
        + "接受监督。",
        "（二）邀请代表列席。" + "围绕群众关心的议题邀请利益相关方、群众代表和专家列席会议，" * 4 + "全年不少于6次。",
        "二、加强政策解读",
        "（三）丰富解读形式。" + "综合运用图片、动画、现场宣讲等多种形式开展政策解读工作，" * 4 + "不少于3种。",
    ]
)


@pytest.mark.parametrize("letters", [24, 30, 36])
def test_broken_lines_are_joined_again(tmp_path: Path, letters: int) -> None:
    joined = read_document(write_txt(tmp_path, wrapped(LONG, letters)))
    assert [clause.text for clause in clauses_of(joined.paragraphs)] == [
        clause.text for clause in clauses_of(read_document(write_txt(tmp_path, LONG)).paragraphs)
    ]


def test_lines_that_are_no_text_are_left_out_and_kept_apart() -> None:
    lines = text_lines(["（一）公开目录，", "— 12 —", "http://example.invalid/link?u=1", "按期公布。", "2031"])
    assert [line.text for line in lines.text] == ["（一）公开目录，", "按期公布。", "2031"]
    assert [line.number for line in lines.noise] == [2, 3]


def test_a_plan_behind_a_notice_is_read_although_it_is_called_an_annex(tmp_path: Path) -> None:
    notice = "云岭县人民政府办公室关于印发工作要点的通知\n现印发给你们，请认真落实。\n附件\n"
    draft = draft_plan(write_txt(tmp_path, notice + PLAN))
    assert [each.clause.number for each in draft.clauses] == NUMBERS
    assert draft.title.title == "云岭县2031年政务公开工作要点"


def test_title_issuer_and_day(tmp_path: Path) -> None:
    title = draft_plan(write_txt(tmp_path)).title
    assert (title.title, title.issuer, title.year) == ("云岭县2031年政务公开工作要点", "云岭县人民政府办公室", 2031)
    assert title.day is not None
    assert title.day.isoformat() == "2031-03-08"


FLAT = """附件
云岭县任务分解表
序号 工作任务 具体要求 责任单位
完成
时限
1
决策公
开
按照应入尽入的原则编制全县年度重大行政决策事项目录并向社会公开发
布。
县司法局、相关部
门
2031年
3月底
前
2
邀请利益相关方、群众代表、专家等列席政府常务会议全年不少于6次。
县政府办公室
— 3 —
序号 工作任务 具体要求 责任单位
3 加强保
障
各乡镇、各部门每年至少组织两次面向一线工作人员的政务公开业务培训。
各乡镇
长期坚
持"""


def test_a_flattened_table_is_put_together_again(tmp_path: Path) -> None:
    rows = annex_rows(read_document(write_txt(tmp_path, f"{PLAN}\n{FLAT}")))
    assert [(row.number, row.heading, row.units, row.deadline) for row in rows] == [
        (1, "决策公开", "县司法局、相关部门", "2031年3月底前"),
        (2, "", "县政府办公室", "2031年3月底前"),
        (3, "加强保障", "各乡镇", "长期坚持"),
    ]
    assert rows[0].text.endswith("向社会公开发布。")
    assert [row.inherited for row in rows] == [(), ("deadline",), ()]


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("plan.doc", b"\xd0\xcf\x11\xe0", "plan-format"),
        ("plan.txt", b"", "plan-without-text"),
        ("plan.txt", "只有一段话，没有编号。".encode(), "plan-without-clauses"),
        ("plan.txt", "公开".encode("gbk"), "file-not-utf8"),
        ("plan.docx", b"no archive", "plan-unreadable"),
        ("plan.pdf", b"%PDF-1.4 broken", "plan-unreadable"),
    ],
)
def test_what_cannot_be_read_gets_one_error(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError) as raised:
        draft_plan(path)
    assert raised.value.key == key
    assert str(path) in raised.value.text("zh")
    assert str(path) in raised.value.text("en")


def test_a_missing_file_and_a_missing_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError) as raised:
        draft_plan(tmp_path / "none.docx")
    assert raised.value.key == "file-missing"
    path = write_docx(tmp_path / "plan.docx")
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(UserError) as raised:
        draft_plan(path)
    assert raised.value.key == "office-extra"
    assert "xuncha[office]" in raised.value.text("zh")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("5", 5),
        ("五", 5),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十一", 31),
        ("一百二十", 120),
        ("一百零五", 105),
    ],
)
def test_numerals(written: str, value: int) -> None:
    assert number(written) == value


@given(st.text(alphabet="公开（a1， 　。\n\t５", max_size=60))
def test_squeezed_letters_know_their_places(text: str) -> None:
    squeezed = squeeze(text)
    assert len(squeezed.text) == len(squeezed.positions) == sum(not letter.isspace() for letter in text)
    assert list(squeezed.positions) == sorted(set(squeezed.positions))


@given(st.lists(st.text(alphabet="公开。，一、（）1 ", min_size=1, max_size=50), max_size=30))
def test_joining_lines_loses_no_letter(source: list[str]) -> None:
    lines = [Line(at, text.strip()) for at, text in enumerate(source, start=1) if text.strip()]
    joined = "".join(paragraph.text for paragraph in paragraphs_of(lines))
    assert "".join(joined.split()) == "".join("".join(line.text.split()) for line in lines)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("plan.docx", spoilt_file("locked", "docx", PLAN), "密码"),
        ("plan.docx", spoilt_file("cut", "docx", PLAN), "损坏"),
        ("plan.pdf", b"%PDF-1.4 broken", "损坏"),
    ],
)
def test_a_file_is_refused_as_in_an_audit(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError) as raised:
        read_document(path)
    assert told in raised.value.text("zh")
    assert str(path) in raised.value.text("en")
