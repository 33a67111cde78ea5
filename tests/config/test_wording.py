"""Names are compared by what they say; many of them at once as surely as one by one."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from config.wording import AnyOf, Wording, half_width, plain

WORDINGS = (
    Wording(names=("信息公开指南",), patterns=("公开(指南|目录)编制说明",), excludes=("征求意见",)),
    Wording(names=("Annual Report", "年报"), patterns=(r"20\d\d年度报告",)),
    Wording(names=("领导信箱",)),
)
APART = Wording(names=("甲",), patterns=(r"(乙)\1",))
PARTS = st.sampled_from(
    [
        "平阴县",
        "信息公开指南",
        "（2024年修订）",
        "公开目录",
        "编制说明",
        "2023年度报告",
        "年 报",
        "ANNUAL report",
        "征求意见",
        "领导",
        "信箱",
        "乙乙",
    ]
)


@given(st.lists(PARTS, max_size=4).map("".join))
def test_what_one_of_them_matches_all_together_may_match(text: str) -> None:
    for wordings in (WORDINGS, (*WORDINGS, APART)):
        assert AnyOf(wordings).may_match(text) or not any(each.matches(text) for each in wordings)


def test_nothing_else_may_match() -> None:
    assert not AnyOf(WORDINGS).may_match("关于召开会议的通知")
    assert not AnyOf(()).may_match("信息公开指南")
    assert not AnyOf(WORDINGS).may_match("")


def test_long_texts_are_made_plain_like_short_ones() -> None:
    assert plain("Ａ（甲）、 乙" * 100) == plain("Ａ（甲）、 乙") * 100


@given(st.lists(st.characters() | st.sampled_from("，：…\u3000\xa0é\u0301ﾞか㎡①"), max_size=20).map("".join))
@example("".join(map(chr, range(0x20, 0x10000))))
def test_texts_in_half_width_are_in_the_normal_form_of_unicode(text: str) -> None:
    assert half_width(text) == unicodedata.normalize("NFKC", text)
