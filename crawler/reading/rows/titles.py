"""The title of a row: what its link says, without dates, marks and hints of the publishing system.

Where the link shows a shortened title the whole one stands in `title=`; where the link says only 查看 or 下载, the
title is what else stands in the row. A `title=` that says something else (点击查看详细) is none.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from selectolax.lexbor import LexborNode

from config.rows import row_words
from crawler.reading.rows.text import RowTexts, date_at_edge, is_dated
from crawler.reading.text.dates import may_hold_date
from crawler.reading.text.places import tidy

_ELLIPSIS = re.compile(r"(?:(?<!…)…++|(?<!\.)\.{2,}+|(?<!。)。{2,}+)\s*+$")
_EDGE = " 　([（【〔[]）)】〕|"
_CUT = "-—|·:： "
_BRACKETS = "[]【】()（）<>《》>»› "
_LONGEST_MINOR = 10
_LONGEST_HINT = 500
_BEGINNING = 6
"""Characters at the beginning of a shown title that a whole title has, too (own rule)."""
_LEAST = 4
_BLOCKS = "p,div,h1,h2,h3,h4,h5,h6,li,dd,dt,br,table"
_HEADINGS = "h1,h2,h3,h4,h5,h6,strong,[class*=tit]"


def title_of(anchor: LexborNode, texts: RowTexts, shown: str) -> str:
    """The title of a row. `anchor` is its link, `texts` what stands in the row, `shown` the whole text of the link."""
    text = _without_date(_shown_title(anchor, texts, shown)) or shown
    whole = _without_date(_field_of_title(tidy(anchor.attributes.get("title"))[:_LONGEST_HINT]))
    if not texts.inside and whole:
        return whole
    if names_nothing(text):
        if len(whole) >= _LEAST and not names_nothing(whole):
            return whole
        return max((each for each in texts.outside if _can_be_title(each)), key=len, default=text)
    return whole if _is_whole(whole, text) else text


@lru_cache(maxsize=8192)
def names_nothing(text: str) -> bool:
    """Whether a link with this text belongs to a row without naming its item: 下载, 查看, 解读, a date, a picture."""
    if len(text) > _LONGEST_MINOR and not may_hold_date(text):
        return False
    return len(text) < 2 or text.strip(_BRACKETS) in row_words().minor or is_dated(text)


def is_document_title(title: str) -> bool:
    """Whether `title` is one that documents and notices have and columns have not."""
    return _documents().search(title) is not None


def _shown_title(anchor: LexborNode, texts: RowTexts, shown: str) -> str:
    words = [text for text in texts.inside if not is_dated(text)]
    if len(words) < 2 and len(texts.inside) == len(words):
        return "".join(words) or shown
    words = [text for text in words if text.strip(_BRACKETS) not in row_words().badges] or words
    if len(words) > 1:
        heading = anchor.css_first(_HEADINGS)
        title = tidy(heading.text(separator=" ")) if heading is not None else ""
        if title and title.strip(_BRACKETS) not in row_words().badges:
            return title
        # Inline marks (`<font>`, `<b>`) cut a title in pieces without blanks between them.
        return " ".join(words) if anchor.css_first(_BLOCKS) is not None else _joined(words, shown)
    return "".join(words) or shown


def _joined(words: list[str], shown: str) -> str:
    """The pieces of a title as the link shows them: with the blanks that stand between them, and no others."""
    pattern = r"\s*".join(map(re.escape, words))
    found = re.search(pattern, shown)
    return found.group() if found else "".join(words)


@lru_cache(maxsize=8192)
def _without_date(text: str) -> str:
    edge = date_at_edge(text)
    return text.replace(edge[1], "", 1).strip(_EDGE + _CUT) if edge is not None else text


def _is_whole(whole: str, text: str) -> bool:
    """Whether `whole` is the title of which the link shows `text`, all of it or its beginning."""
    core = _ELLIPSIS.sub("", text).rstrip()
    if not whole or len(whole) < len(core):
        return False
    beginning = "".join(core.strip(_EDGE + _CUT).split())[:_BEGINNING]
    return beginning in "".join(whole.split())


def _can_be_title(text: str) -> bool:
    return len(text) >= _LEAST and not names_nothing(text) and date_at_edge(text) is None


def _field_of_title(hint: str) -> str:
    """The title in a hint that lists all fields of an article (文章标题：… 作者：… 更新时间：…)."""
    found = _hint().match(hint)
    return found["title"] if found else hint


@cache
def _documents() -> re.Pattern[str]:
    return re.compile("|".join(row_words().titles))


@cache
def _hint() -> re.Pattern[str]:
    words = row_words()
    fields = "|".join(r"\s*".join(word) for word in sorted(words.field_labels, key=len, reverse=True))
    titles = "|".join(r"\s*".join(word) for word in sorted(words.title_labels, key=len, reverse=True))
    return re.compile(rf"\s*(?:{titles})\s*[:：]\s*(?P<title>.+?)\s*(?:(?:{fields})\s*[:：].*)?$", re.DOTALL)
