"""The draft as a rubric file: a check-list with the plan's clauses as groups and their sentences as indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ruamel.yaml.comments import CommentedMap

from config.drafts import draft_defaults
from config.errors import Place, UserError
from config.messages import text
from config.plan_language import PhraseKind
from config.rubric.tree import MAX_LEVELS
from xuncha.drafting.clauses import ClauseKind
from xuncha.drafting.draft import Draft, ReadSentence
from xuncha.drafting.due import due_day
from xuncha.drafting.numbering import mark_of
from xuncha.drafting.phrases import Phrase
from xuncha.drafting.places import STATED, RepeatedRows, Repeats, demanding, group_ids, group_of, place_above
from xuncha.drafting.proposals import proposed_mode
from xuncha.drafting.remarks import note_text, phrase_remark, row_remarks, sentence_remarks
from xuncha.rubric_file import mapping, rubric_text, sequence

_ANNEX = "annex"
_UNITS = re.compile(r"[、，,；;]\s*")
_ONLINE = ("page", "activity")
Commented = tuple[CommentedMap, Sequence[str]]


def draft_yaml(draft: Draft, rubric_id: str, *, year: int | None = None, lang: str = "zh") -> str:
    """The text of a rubric file that `xuncha rubric validate` accepts, with the readings as comments.

    `year` is the year of the plan where its title does not name one. Raises `UserError` when nothing does.
    """
    title = draft.title
    year = year or title.year or (title.day.year if title.day else None)
    if year is None:
        raise UserError("plan-without-year", place=Place(draft.document.path))
    since = title.day or date(year, 1, 1)
    defaults = draft_defaults()
    notes = [text("draft.file.note-defaults", lang, source=defaults.source)]
    if title.day is None:
        notes.append(text("draft.file.note-date", lang, date=since.isoformat()))
    notes += [note_text(note, lang) for note in draft.notes]
    notes += [text("draft.note.noise", lang, line=line.number, text=line.text) for line in draft.document.noise]
    notes += [
        each.clause.number + text("report.colon", lang) + note_text(note, lang)
        for each in draft.clauses
        for note in each.clause.notes
    ]
    rubric = mapping(
        id=rubric_id,
        title=title.title,
        issuer=title.issuer or text("draft.file.unknown", lang),
        document_number=title.document_number or None,
        source=draft.document.path.name,
        effective_from=since,
        form="checklist",
        coverage_floor=float(defaults.coverage_floor),
        min_pages=defaults.min_pages,
        notes=notes,
        defaults=mapping(part="clause", source=title.title, status="unconfirmed"),
        groups=sequence([*_groups(draft, lang)], indent=2),
        indicators=sequence([*_indicators(draft, year, lang)], indent=2),
    )
    name = draft.document.path.name
    return rubric_text(rubric, [text("draft.file.head", lang, file=name), text("draft.file.head-places", lang)])


def _groups(draft: Draft, lang: str) -> Iterator[Commented]:
    keys = group_ids(draft.clauses)
    for each in draft.clauses:
        clause = each.clause
        key = keys.get(clause.start)
        if key is None or len(clause.path) >= MAX_LEVELS:
            continue
        above = keys.get(place_above(clause, draft.clauses))
        line = mapping(
            id=key, name=clause.title or clause.number, parent=above, pointer=clause.number, clause=clause.text
        )
        where = text("draft.remark.clause", lang, line=clause.line, start=clause.start)
        yield line, [where, *(note_text(note, lang) for note in clause.notes)]
    if any(row.clause is None for row in draft.rows):
        name = text("draft.file.annex", lang)
        yield mapping(id=_ANNEX, name=name, clause=name, pointer=name), ()


def _indicators(draft: Draft, year: int, lang: str) -> Iterator[Commented]:
    """An indicator for every sentence of a clause, and for those of rows that the main text does not repeat."""
    keys = group_ids(draft.clauses)
    repeated = RepeatedRows(draft)
    for each in draft.clauses:
        if each.clause.kind is ClauseKind.PREAMBLE:
            continue
        key, group = keys[each.clause.start], group_of(each.clause, draft.clauses, keys)
        for number, sentence in enumerate(demanding(each, draft.clauses), start=1):
            pointer = text("draft.file.sentence", lang, clause=each.clause.number, number=number)
            rows = repeated.of(each.clause, sentence)
            yield _indicator(sentence, f"{key}-{number}", group, pointer, rows=rows, year=year, lang=lang)
    for row in draft.rows:
        if row.clause is None:
            pointer = text("draft.file.pointer-row", lang, number=row.row.number)
            for number, sentence in enumerate(row.sentences, start=1):
                key = f"{_ANNEX}{row.row.number}-{number}"
                yield _indicator(sentence, key, _ANNEX, pointer, rows=[(row, number == 1)], year=year, lang=lang)


def _indicator(
    sentence: ReadSentence, key: str, group: str, pointer: str, *, rows: Repeats, year: int, lang: str
) -> Commented:
    quotes = [
        mapping(text=row.row.text, pointer=text("draft.file.pointer-row", lang, number=row.row.number))
        for row, quoted in rows
        if quoted
    ]
    elements = [phrase.values["items"] for phrase in sentence.phrases if phrase.kind is PhraseKind.ELEMENTS]
    listed = [
        text("draft.file.elements", lang, items="、".join(items)) for items in elements if isinstance(items, tuple)
    ]
    line = mapping(
        id=key,
        group=group,
        title=_short(sentence),
        clause=sentence.text,
        pointer=pointer,
        quotes=quotes or None,
        requirements=[hint.requirement for hint in sentence.hints] or None,
        responsible=_responsible(sentence, rows) or None,
        deadline=_deadline(rows, year),
        evidence=["online" if sentence.evidence in _ONLINE else "documents"],
        manual_reason=text("draft.file.manual", lang),
        note="；".join(listed) or None,
        rules=[*_rules(sentence, key, year, lang)] or None,
    )
    remarks = [*sentence_remarks(sentence, lang), *(said for row, _ in rows for said in row_remarks(row, lang))]
    return line, remarks


def _short(sentence: ReadSentence) -> str:
    """A title: the first part of a sentence that is neither a bare deadline nor too short or too long for one."""
    read = {phrase.text for phrase in sentence.phrases}
    mark = mark_of(sentence.text)
    words = sentence.text[mark.end :] if mark else sentence.text
    parts = [part.strip() for part in re.split("[，。；：（]", words)]
    fitting = [part for part in parts if 4 <= len(part) <= 40 and part not in read]
    return fitting[0] if fitting else words[:24].rstrip("。")


def _rules(sentence: ReadSentence, key: str, year: int, lang: str) -> Iterator[CommentedMap]:
    """One rule for each quantity or day; where the words do not give all that a mode needs, one without numbers."""
    stated = [phrase for phrase in sentence.phrases if phrase.kind in STATED]
    for number, phrase in enumerate(stated, start=1):
        mode = proposed_mode(phrase, sentence, year) or {"mode": "manual"}
        note = phrase_remark(phrase, lang)
        yield mapping(id=f"{key}.{number}", **mode, text=sentence.text, status="unconfirmed", note=note)


def _responsible(sentence: ReadSentence, rows: Repeats) -> list[str]:
    named = [unit for row, _ in rows for unit in _UNITS.split(row.row.units)]
    named += [unit for each in sentence.units for unit in _UNITS.split(each.text)]
    return [*dict.fromkeys(unit for unit in named if unit)]


def _deadline(rows: Repeats, year: int) -> dict[str, Any] | None:
    for row, _ in rows:
        if row.row.deadline:
            day = due_day(row.deadline, year) if isinstance(row.deadline, Phrase) else None
            return mapping(text=row.row.deadline, by=day)
    return None
