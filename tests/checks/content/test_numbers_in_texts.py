"""Numerals, announced numbers, numbers of headings, and quotation marks."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.content import numbering
from checks.content.announced import left_out, wrong_counts
from checks.content.numbering import jumps
from checks.content.numerals import number_of
from checks.content.passages import around, is_quoted

DIGITS = "零一二三四五六七八九"


@given(st.integers(1, 99))
def test_numerals_up_to_99(number: int) -> None:
    tens, ones = divmod(number, 10)
    written = (("" if tens == 1 else DIGITS[tens]) + "十" if tens else "") + (DIGITS[ones] if ones else "")
    assert number_of(written) == number
    assert number_of(str(number)) == number


@pytest.mark.parametrize("word", ["", "人", "十人", "二百"])
def test_no_numerals(word: str) -> None:
    assert number_of(word) is None


@pytest.mark.parametrize(
    ("text", "said", "listed"),
    [
        ("设有受理-登记-审核-答复-归档6个环节", 6, 5),
        ("按照申请→审核→公示→发放五个步骤办理", 5, 4),
        ("打造“四大中心”，政务中心、商务中心、文化中心。", 4, 3),
        ("做到“五个统一”：统一标识、统一设备、统一资料、统一功能。", 5, 4),
        ("涉及受理-登记-审核-答复-归档等6个环节", 6, 5),
        ("打造四大中心，政务中心、商务中心、文化中心，方便群众。", 4, 3),
        ("打造“五个功能区”：查询区、咨询区、阅览区和休息区。", 5, 4),
        ("抓好三个方面：一是宣传，二是培训。", 3, 2),
    ],
)
def test_numbers_that_do_not_fit(text: str, said: int, listed: int) -> None:
    assert [(found.said, found.listed) for found in wrong_counts(text)] == [(said, listed)]


@pytest.mark.parametrize(
    "text",
    [
        "设有受理-登记-审核-答复-归档5个环节",
        "涵盖教育、卫生健康等6个领域",
        "打造“八大中心”，政务中心、商务中心、文化中心等。",
        "共有三个镇、五个村参加",
        "召开3次会议，走访5个项目，解决7个问题",
        "抓好三个方面：一是宣传，二是培训，三是检查。",
        "2024-2026年实施6个阶段",
        "推进县-镇-村三级联动，实现5个环节全覆盖",
        "设有受理-登记-审核等6个环节",
        "设有受理-登记-审核等共6个环节",
        "设有受理-登记-审核-答复在内的6个环节",
        "设有受理-登记-审核-答复-归档等4个环节",
        "设有受理-登记-审核和归档4个环节",
        "设有申请-受理（窗口）-审核-公示-发放5个环节",
        "设有申请-工作人员到现场核对有关情况-审核-公示-发放5个环节",
        "打造四个功能区：查询区、咨询区、阅览区、休息室。",
        "打造四个功能区，查询区，咨询区，阅览区，休息室。",
        "打造四个功能区：“查询区”“咨询区”“阅览区”“休息室”。",
        "打造四个功能区：查询区、咨询区、阅览区和休息区。",
        "做到四个统一：统一标识、统一设备、统一资料和规范管理。",
        f"做到25个统一：{'、'.join(['统一标识标牌'] * 25)}。",
    ],
)
def test_numbers_that_fit_or_tell_nothing(text: str) -> None:
    assert not list(wrong_counts(text))


def test_a_list_of_law_may_be_short_or_open() -> None:
    assert not list(left_out("公开教育、卫生健康等领域的公共企事业单位信息"))
    assert not list(left_out("公开教育、卫生健康、供水、供电、供气、供热等领域的公共企事业单位信息"))
    full = "公开教育、卫生健康、供水、供电、供气、供热、环境保护、公共交通领域的公共企事业单位信息"
    assert not list(left_out(full))
    assert [found.missing for found in left_out(full.replace("供热、", ""))] == [("供热",)]


@given(st.integers(1, 30))
def test_a_row_without_a_gap_has_no_jump(last: int) -> None:
    numerals = [next(w for w in _written() if number_of(w) == n) for n in range(1, last + 1)]
    assert not list(jumps("", "\n".join(f"{each}、标题\n正文" for each in numerals)))


ODD = {
    "rows of amounts": "一、" + "1," * 100_000 + "x",
    "blank lines": "一、甲\n" + "\n" * 200_000 + "三、乙",
    "leading blank lines": "\n" * 100_000 + "（一）甲\n（三）乙\n" * 10_000,
    "blank lines with spaces": "一、甲\n" + " \n" * 100_000 + "三、乙",
    "articles": "（一）第五条\n（三）\n" * 18_000,
    "cited articles": "（一）第五条：\n（三）第五条：\n" * 13_000,
    "headings": "一、\n三、\n" * 33_000,
    "headings with strays": "一、\n（2）\n三、\n" * 20_000,
}


@pytest.mark.parametrize("odd", ODD)
def test_odd_long_texts_are_read_in_one_go(odd: str) -> None:
    """Nobody waits for a text whose numbers repeat without end: this would take minutes if the time grew with the
    square of the length."""
    list(islice(jumps("", ODD[odd]), 5))


def test_what_is_not_asked_for_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    monkeypatch.setattr(numbering, "_instead", lambda *_: looked.append(1))
    assert len(list(islice(jumps("", ODD["headings"]), 5))) == len(looked) == 5


def test_a_text_is_searched_for_its_own_articles_once_a_style(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the lines above and between numbers are read once each, however many numbers do not follow each other."""
    read: list[str] = []
    monkeypatch.setattr(numbering, "_cites", lambda lines, **_: read.extend(lines))
    text = "（一）\n第五条\n（三）\n" * 100
    assert len(list(jumps("", text))) == 100
    assert len(read) <= text.count("\n")


@pytest.mark.parametrize("row", ["收入12.5", "收入，12", "1,234.50万元", "12,，", "3%", "本年支出"])
def test_a_row_of_a_budget_ends_with_an_amount(row: str) -> None:
    assert not list(jumps("", f"一、甲\n三、{row}"))


def _written() -> list[str]:
    return [
        ("" if t == 0 else "十" if t == 1 else DIGITS[t] + "十") + (DIGITS[o] if o else "")
        for t in range(4)
        for o in range(10)
        if t or o
    ]


def test_quotes_open_and_close() -> None:
    text = "他说“人民”，又说人民"
    assert is_quoted(text, text.index("人民"))
    assert not is_quoted(text, text.rindex("人民"))


def test_an_excerpt_holds_no_long_number() -> None:
    assert "13900000001" not in around("请打13900000001联系", 2, 4)
