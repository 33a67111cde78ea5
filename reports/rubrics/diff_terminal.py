"""The difference of two rubrics for the terminal: what is new, what is gone, and both wordings of what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from config.messages import text
from reports.rubrics.changes import Change, Kind
from reports.rubrics.diff import Changed, Lines, RubricDiff
from reports.rubrics.diff_json import summary
from reports.rubrics.lines import Entry
from reports.rubrics.matching import MatchedBy
from reports.wording import label

ADDED, REMOVED, HEADING = "green", "red", "bold"

LONG = 30
"""Values of more characters stand below each other."""


def diff_text(diff: RubricDiff, lang: str) -> RenderableType:
    """Everything that differs, the whole first, then groups, indicators and parameters of checks."""
    return Group(*_all(diff, lang))


def _all(diff: RubricDiff, lang: str) -> Iterator[Text]:
    names = [f"{rubric.id} {rubric.title}" for rubric in (diff.before, diff.after)]
    yield Text(text("rubric-diff.title", lang, before=names[0], after=names[1]), style=HEADING)
    if diff.empty:
        yield Text(text("rubric-diff.same", lang))
        return
    counts = {name: number for name, number in summary(diff).items() if number and name != "changed"}
    if counts:
        shown = [f"{label(f'rubric-diff.count.{name}', lang)} {number}" for name, number in counts.items()]
        yield Text(text("rubric-diff.summary", lang, counts=text("report.list-joint", lang).join(shown)))
    if diff.rubric:
        yield _heading("whole", lang)
        yield from _changes(diff.rubric, "  ", lang)
    for name, lines in (("groups", diff.groups), ("indicators", diff.indicators), ("checks", diff.checks)):
        if lines:
            yield _heading(name, lang)
            yield from _lines(lines, "  ", lang)


def _heading(name: str, lang: str) -> Text:
    return Text(f"\n{text(f'rubric-diff.{name}', lang)}", style=HEADING)


def _lines(lines: Lines, indent: str, lang: str) -> Iterator[Text]:
    for key, style, sign, entries in (("removed", REMOVED, "-", lines.removed), ("added", ADDED, "+", lines.added)):
        for entry in entries:
            yield Text(f"{indent}{sign} {label(f'rubric-diff.{key}', lang)} {_called(entry, lang)}", style=style)
            yield Text(f"{indent}    {entry.clause}", style=style)
    for each in lines.changed:
        yield Text(f"{indent}~ {_called(each.after, lang)}{_match(each, lang)}", style="yellow")
        beside = [change for change in each.changes if change.field != "id"]  # the heading has told the ids
        yield from _changes(beside, f"{indent}    ", lang)
        yield from _lines(each.rules, f"{indent}    ", lang)


def _called(entry: Entry, lang: str) -> str:
    title = "" if entry.title == entry.id else f" {entry.title}"
    return f"{entry.id}{title}{text('report.bracketed', lang, words=entry.pointer) if entry.pointer else ''}"


def _match(each: Changed, lang: str) -> str:
    """How it was recognised, where that is not its id, or where the id is all that both have in common."""
    facts = {"before": each.before.id, "title": each.before.title, "likeness": each.likeness}
    if each.by is not MatchedBy.ID:
        return text(f"rubric-diff.by-{each.by.value}", lang, **facts)
    return text("rubric-diff.by-id-alone", lang, **facts) if each.doubtful else ""


def _changes(changes: Sequence[Change], indent: str, lang: str) -> Iterator[Text]:
    for change in changes:
        name, gone, new = _field(change, lang), _value(change.before, lang), _value(change.after, lang)
        if _lists(change):
            yield Text(f"{indent}{name}")
            yield from _words_changed(change.before, change.after, f"{indent}  ", lang)
        elif max(len(gone), len(new)) <= LONG:
            yield Text(f"{indent}{name}{gone} → {new}")
        else:
            yield Text(f"{indent}{name}")
            yield Text(f"{indent}  - {gone}", style=REMOVED)
            yield Text(f"{indent}  + {new}", style=ADDED)


def _lists(change: Change) -> bool:
    """Whether it changed which words a list has (and not only their order)."""
    before, after = change.before, change.after
    return _words(before) and _words(after) and set(before) != set(after)


def _words_changed(before: Sequence[str], after: Sequence[str], indent: str, lang: str) -> Iterator[Text]:
    """The words that only one of two lists has; sentences on lines of their own."""
    sides = (("-", REMOVED, before, after), ("+", ADDED, after, before))
    for sign, style, mine, theirs in sides:
        words = [word for word in mine if word not in theirs]
        apart = any(len(word) > LONG for word in words)
        for shown in words if apart or not words else [text("report.list-joint", lang).join(words)]:
            yield Text(f"{indent}{sign} {shown}", style=style)


def _field(change: Change, lang: str) -> str:
    first, _, rest = change.field.partition(".")
    if change.kind is Kind.PARAMETER or not rest:
        shown = rest or label(f"rubric-diff.field.{first}", lang)
    else:
        shown = f"{label(f'rubric-diff.field.{first}', lang)} {rest}"
    return f"{shown}{text('report.colon', lang)}"


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _value(value: Any, lang: str) -> str:
    if value is None or value in ("", [], {}):
        return text("report.missing", lang)
    if _words(value):
        return text("report.list-joint", lang).join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
