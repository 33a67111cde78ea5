"""The check `leak-mark`: published texts that say that they must not be published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from checks.content.announced import places
from checks.content.hints import hints_in
from checks.content.passages import Spot, Text, TextCheck, around, texts_of_file
from checks.contract import CheckParams
from checks.scanning import SeenFile
from config.content_words import LeakMark, leak_marks

SECRET = "secret-mark"
INTERNAL = "internal-mark"
WITHHELD = "withheld-mark"
ON_REQUEST = "on-request-mark"

_EDGES = re.compile(r"[\W_]+")
_LONGEST_LINE = 30
"""Characters of a line that is nothing but a mark (own rule)."""


class LeakMarkCheck(TextCheck):
    """Published texts and files that bear a mark of secrecy, of internal use, or of a decision not to publish them.

    ## What it finds

    * `secret-mark`: a mark of secrecy (秘密★, 机密★1年).
    * `internal-mark`: a note that the text is for internal use (内部资料 注意保存).
    * `withheld-mark`: the decision not to publish the document (此件不公开).
    * `on-request-mark`: the decision to give the document on request only (此件依申请公开).

    ## Why it matters

    《保守国家秘密法》 forbids publishing secrets on the web; 《政府信息公开条例》 asks for a review before publication
    (第十七条). A text that bears such a mark passed no review, or the mark was forgotten.

    ## How it decides

    By the marks of `config/lexicons/leak-marks.yaml`: those of secrecy with a star anywhere, all others where a whole
    line, or a whole field of the document, is nothing else. The excerpt in the finding is the mark itself.

    ## When it does not apply

    Texts in whose title one of the lexicon's `excludes` stands (保密法, 宣传, 培训, 式样 …); marks with a star that
    have one within 30 characters. A unit without articles is not judged.

    ## Known errors

    Marks in pictures and scanned files are not seen. What is secret without a mark is not found: no program can.
    A document whose mark was lifted (已解密) keeps its mark and is suspected.
    """

    id = "leak-mark"
    title = "疑似公开不应公开的文件"
    codes = (SECRET, INTERNAL, WITHHELD, ON_REQUEST)
    sensitive = True
    clause = (
        "《中华人民共和国政府信息公开条例》第十四条：依法确定为国家秘密的政府信息，法律、行政法规禁止公开的政府信息，"
        "不予公开；第十七条：行政机关应当建立健全政府信息公开审查机制，明确审查的程序和责任"
    )

    def read(self, text: Text, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """The first mark of each kind."""
        fields = [f"{label}：{value}" for label, value in text.article.fields] if text.article else []
        whole = (*fields, text.text)
        hints = hints_in(text.text)
        told: set[str] = set()
        for mark in leak_marks().marks:
            is_hinted = mark.hint in hints or any(mark.hint in field for field in fields)
            hit = _hit("\n".join(whole), mark) if mark.code not in told and is_hinted else None
            if hit and not _excludes().search(text.title):
                told.add(mark.code)
                yield text.spot(mark.code, mark.code, mark=hit)

    def look_into(self, seen: SeenFile, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """A file and those inside it."""
        for text in texts_of_file(seen):
            yield from self.read(text, params, as_of)


@cache
def _excludes() -> re.Pattern[str]:
    return re.compile(leak_marks().excludes)


def _hit(text: str, mark: LeakMark) -> str | None:
    """How a text bears a mark."""
    if mark.anywhere_regex:
        for found in mark.anywhere_regex.finditer(text):
            if not _excludes().search(around(text, found.start(), found.end(), 30)):
                return found.group()
        return None
    assert mark.line_regex is not None
    for at in places(text, mark.hint):
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        line = text[start : end if end >= 0 else None]
        if len(line) <= _LONGEST_LINE and mark.line_regex.fullmatch(_EDGES.sub("", line)):
            return line.strip()
    return None
