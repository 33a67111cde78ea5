"""The draft of a plan: every clause and annex row with what its sentences demand. Records only; nothing is decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from config.plan_language import Confidence, PhraseKind, plan_language
from config.requirement_words import Form, requirement_words
from xuncha.drafting.annex import AnnexRow, annex_rows, unread
from xuncha.drafting.clauses import Clause, ClauseKind, Note, clauses_of
from xuncha.drafting.document import PlanDocument, read_document
from xuncha.drafting.phrases import Phrase, phrases_in
from xuncha.drafting.sentences import Sentence, sentences_of
from xuncha.drafting.squeezed import squeeze
from xuncha.drafting.title import PlanTitle, title_of
from xuncha.drafting.units import NamedUnits, units_in

_LOUD = (PhraseKind.COUNT, PhraseKind.SHARE, PhraseKind.WITHIN, PhraseKind.BY, PhraseKind.IN)


@dataclass(frozen=True)
class Hint:
    """A requirement that the words of a sentence suggest."""

    requirement: str
    title: str
    form: Form
    check: str | None
    word: str
    confidence: Confidence


@dataclass(frozen=True)
class ReadSentence:
    """A sentence with everything that was read from it. Places count letters of the document's whole text."""

    text: str
    start: int
    phrases: tuple[Phrase, ...]
    units: tuple[NamedUnits, ...]
    hints: tuple[Hint, ...]
    evidence: str | None


@dataclass(frozen=True)
class DraftClause:
    """A clause with its sentences."""

    clause: Clause
    sentences: tuple[ReadSentence, ...]


@dataclass(frozen=True)
class DraftRow:
    """A row of the annex: its sentences, its deadline as a phrase, and the clause of the main text that it repeats."""

    row: AnnexRow
    sentences: tuple[ReadSentence, ...]
    deadline: Phrase | None
    clause: str | None


@dataclass(frozen=True)
class Draft:
    """All that was read from one plan."""

    document: PlanDocument
    title: PlanTitle
    clauses: tuple[DraftClause, ...]
    rows: tuple[DraftRow, ...]
    notes: tuple[Note, ...] = ()


def draft_plan(path: Path) -> Draft:
    """Reads the plan in `path`. Raises `UserError` when it cannot be read or holds no numbered clause."""
    document = read_document(path)
    clauses = clauses_of(document.paragraphs)
    title = title_of(document, clauses)
    read = tuple(_read_clause(clause) for clause in clauses)
    rows = tuple(_read_row(row, clauses) for row in annex_rows(document))
    front = sum(len(clause.text) for clause in clauses if clause.kind is ClauseKind.PREAMBLE)
    unnamed = (Note("title-from-name"),) if title.title == document.path.stem else ()
    notes = (*unnamed, *((Note("preamble", {"end": front}),) if front else ()), *unread(document))
    return Draft(document, title, read, rows, notes)


def _read_clause(clause: Clause) -> DraftClause:
    """The clause with its sentences; what stands in front of the first clause demands nothing."""
    return DraftClause(clause, () if clause.kind is ClauseKind.PREAMBLE else _read_all(clause.text, clause.start))


def _read_row(row: AnnexRow, clauses: Sequence[Clause]) -> DraftRow:
    times = [phrase for phrase in phrases_in(row.deadline) if not phrase.kind.is_quantity]
    return DraftRow(row, _read_all(row.text, 0), times[-1] if times else None, _repeated(row, clauses))


def _repeated(row: AnnexRow, clauses: Sequence[Clause]) -> str | None:
    """The number of the clause in which the first sentence of the row stands word for word."""
    first = next(sentences_of(row.text), None)
    words = squeeze(first.text).text if first else ""
    return next(
        (
            clause.number
            for clause in clauses
            if words and clause.kind is not ClauseKind.PREAMBLE and words in squeeze(clause.text).text
        ),
        None,
    )


def _read_all(text: str, start: int) -> tuple[ReadSentence, ...]:
    return tuple(_read(sentence, start) for sentence in sentences_of(text))


def _read(sentence: Sentence, start: int) -> ReadSentence:
    phrases = phrases_in(sentence.text)
    words = squeeze(sentence.text).text
    at = start + sentence.start
    return ReadSentence(
        text=sentence.text,
        start=at,
        phrases=tuple(replace(each, start=each.start + at, end=each.end + at) for each in phrases),
        units=tuple(each._replace(start=each.start + at, end=each.end + at) for each in units_in(sentence.text)),
        hints=_hints(words, phrases),
        evidence=_evidence(words),
    )


def _hints(words: str, phrases: Sequence[Phrase]) -> tuple[Hint, ...]:
    """Requirements by the words of the sentence: one that also states a number or a time is likelier meant."""
    loud = any(phrase.kind in _LOUD for phrase in phrases)
    found = ((known, known.word_in(words)) for known in requirement_words().requirements)
    return tuple(
        Hint(known.id, known.title, known.form, known.check, word, Confidence.MEDIUM if loud else Confidence.LOW)
        for known, word in found
        if word is not None
    )


def _evidence(words: str) -> str | None:
    """By what the sentence can be proved: the first kind of the lexicon whose words it uses."""
    return next(
        (each.kind for each in plan_language().evidence if any(re.search(word, words) for word in each.words)), None
    )
