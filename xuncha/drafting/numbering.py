"""The numbers in front of clauses: 一、 （一） 1. (1) ① 第一条 第一章 (order of ranks as in GB/T 9704)."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

from xuncha.drafting.numerals import number

_CHINESE = r"[一二三四五六七八九十百]{1,4}"


class Style(StrEnum):
    """How a number is written. Members stand in their usual order of rank."""

    CHAPTER = "chapter"
    ARTICLE = "article"
    CHINESE = "chinese"
    CHINESE_BRACKETS = "chinese-brackets"
    ARABIC = "arabic"
    ARABIC_BRACKETS = "arabic-brackets"
    CIRCLED = "circled"

    @property
    def bracketed(self) -> bool:
        """Whether it stands in brackets."""
        return self in (Style.CHINESE_BRACKETS, Style.ARABIC_BRACKETS)


class Mark(NamedTuple):
    """A number in front of a clause: as written, its style and its value, and where the clause's own text begins."""

    written: str
    style: Style
    value: int
    end: int


_STYLES = (
    (Style.CHAPTER, re.compile(rf"第({_CHINESE}|[0-9]+)[章节部](?:分)?\s*")),
    (Style.ARTICLE, re.compile(rf"第({_CHINESE}|[0-9]+)条\s*")),
    (Style.CHINESE, re.compile(rf"({_CHINESE})[、．.]\s*")),
    (Style.CHINESE_BRACKETS, re.compile(rf"[（(]\s*({_CHINESE})\s*[）)]、?\s*")),
    (Style.ARABIC, re.compile(r"([0-9]{1,2})(?:[．、]|\.(?![0-9]))\s*")),
    (Style.ARABIC_BRACKETS, re.compile(r"[（(]\s*([0-9]{1,2})\s*[）)]\s*")),
    (Style.CIRCLED, re.compile(r"([\u2460-\u2473])\s*")),
)


def mark_of(text: str) -> Mark | None:
    """The number that `text` begins with, if any."""
    for style, pattern in _STYLES:
        found = pattern.match(text)
        if found:
            written = found.group(1)
            value = int(unicodedata.numeric(written)) if style is Style.CIRCLED else number(written)
            return Mark(found.group(0).strip(), style, value, found.end())
    return None
