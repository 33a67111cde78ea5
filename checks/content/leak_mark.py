"""The check `leak-mark`: published texts that say that they must not be published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from checks.content.hints import hints_in
from checks.content.passages import Spot, Text, TextCheck, is_quoted, texts_of_file
from checks.content.patterns import compiled
from checks.contract import CheckParams
from checks.scanning import SeenFile
from config.leak_marks import LeakMark, leak_marks

SECRET = "secret-mark"
INTERNAL = "internal-mark"
WITHHELD = "withheld-mark"
ON_REQUEST = "on-request-mark"

_EDGES = re.compile(r"[\W_]+")
_ENDS = re.compile(r"[。；！]")
_REACH = 40
"""Characters before and behind a mark that may explain it (own rule)."""
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

    By the marks of `config/lexicons/leak-marks.yaml`: those of secrecy with a star and those in brackets
    (（此件不公开）) anywhere, all others where a whole line, or a whole field of the document, is nothing else. The
    excerpt in the finding is the mark itself.

    ## When it does not apply

    Texts whose title says that they teach secrecy or the making of documents (`excludes` in the lexicon: 保密法,
    公文格式 …); marks in quotation marks, explained in the same sentence (应当标注) or lifted (已解密); the mark of
    examination papers (绝密★启用前). A unit without articles is not judged.

    ## Known errors

    Marks in pictures and scanned files are not seen. What is secret without a mark is not found: no program can.
    A document whose mark was lifted without a word beside it is suspected.
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
            if hit and not compiled(leak_marks().excludes).search(text.title):
                told.add(mark.code)
                yield text.spot(mark.code, mark.code, mark=hit)

    def look_into(self, seen: SeenFile, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """A file and those inside it."""
        for text in texts_of_file(seen):
            yield from self.read(text, params, as_of)


def _hit(text: str, mark: LeakMark) -> str | None:
    """How a text bears a mark."""
    for start, end in _in_text(text, mark.anywhere_regex) if mark.anywhere_regex else _lines(text, mark):
        if not _is_explained(text, start, end):
            return text[start:end].strip()
    return None


def _in_text(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    return (found.span() for found in pattern.finditer(text))


def _lines(text: str, mark: LeakMark) -> Iterator[tuple[int, int]]:
    """The lines that are nothing but the mark."""
    assert mark.line_regex is not None
    at = text.find(mark.hint)
    while at >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = end if end >= 0 else len(text)
        at = text.find(mark.hint, end)
        if end - start <= _LONGEST_LINE and mark.line_regex.fullmatch(_EDGES.sub("", text[start:end])):
            yield start, end


def _is_explained(text: str, start: int, end: int) -> bool:
    """Whether the text tells how marks are written, or that this one was lifted."""
    words = leak_marks()
    sentence = _ENDS.split(text[max(0, start - _REACH) : start])[-1]
    return (
        is_quoted(text, start, _REACH)
        or compiled(words.taught).search(sentence) is not None
        or compiled(words.after).search(text[end : end + _REACH]) is not None
    )
