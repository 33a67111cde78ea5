"""The comments of a draft: for each reading its words, its place, and how far it can be relied on."""

from __future__ import annotations

from collections.abc import Iterator

from config.messages import text
from xuncha.drafting.clauses import Note
from xuncha.drafting.draft import DraftRow, ReadSentence
from xuncha.drafting.phrases import Phrase


def sentence_remarks(sentence: ReadSentence, lang: str) -> Iterator[str]:
    """One line for the place of the sentence, one for each thing that was read from it."""
    end = sentence.start + len(sentence.text)
    evidence = text(f"draft.evidence.{sentence.evidence}", lang) if sentence.evidence else "?"
    yield text("draft.remark.sentence", lang, start=sentence.start, end=end, evidence=evidence)
    for phrase in sentence.phrases:
        yield phrase_remark(phrase, lang)
    for unit in sentence.units:
        facts = {"words": unit.text, "start": unit.start, "end": unit.end, **_trust(unit.confidence, unit.reason, lang)}
        yield text("draft.remark.unit", lang, **facts)
    for hint in sentence.hints:
        facts = {"id": hint.requirement, "title": hint.title, "words": hint.word, "check": hint.check or "-"}
        yield text(
            "draft.remark.hint", lang, confidence=text(f"draft.confidence.{hint.confidence.value}", lang), **facts
        )


def phrase_remark(phrase: Phrase, lang: str) -> str:
    """One line: kind, words, place, confidence with its reason."""
    return text(
        "draft.remark.phrase",
        lang,
        kind=text(f"draft.kind.{phrase.kind.value}", lang),
        words=phrase.text,
        start=phrase.start,
        end=phrase.end,
        **_trust(phrase.confidence, phrase.reason, lang),
    )


def row_remarks(row: DraftRow, lang: str) -> Iterator[str]:
    """Where a row of the annex stands, and what is uncertain about it."""
    if row.row.line:
        yield text("draft.remark.row-line", lang, number=row.row.number, line=row.row.line)
    for name in row.row.inherited:
        what = text(f"draft.inherited.{name}", lang)
        yield text("draft.remark.row", lang, number=row.row.number, what=what)
    doubts = (*row.row.doubts, *(() if row.clause else ("not-in-text",)))
    for doubt in doubts:
        yield text("draft.remark.row", lang, number=row.row.number, what=text(f"draft.doubt.{doubt}", lang))


def note_text(note: Note, lang: str) -> str:
    """What is odd about the text."""
    return text(f"draft.note.{note.key}", lang, **note.facts)


def _trust(confidence: str, reason: str, lang: str) -> dict[str, str]:
    return {
        "confidence": text(f"draft.confidence.{confidence}", lang),
        "reason": text(f"draft.reason.{reason}", lang),
    }
