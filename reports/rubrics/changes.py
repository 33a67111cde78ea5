"""Two records of the same thing, field by field: what changed from which value to which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Path = tuple[str, ...]


class Kind(StrEnum):
    """What a change means for somebody who has worked by the earlier rubric."""

    WORDING = "wording"
    PLACE = "place"
    ORDER = "order"
    NUMBER = "number"
    TIME = "time"
    STATUS = "status"
    COUNTING = "counting"
    SCOPE = "scope"
    ASSESSMENT = "assessment"
    PARAMETER = "parameter"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs. `field` is its dotted path; None: it was not there, or null."""

    field: str
    kind: Kind
    before: Any
    after: Any


FIELDS = {
    Kind.WORDING: "title name clause text quotes",
    Kind.PLACE: "groups parent pointer source document_number issuer levels",
    Kind.ORDER: "order",
    Kind.NUMBER: (
        "points points_range points_each at_most at_least veto_at warn_at steps number proportional distinct mode "
        "base_points bonus_points pass_mark bonus_gate coverage_floor min_pages reweighting form"
    ),
    Kind.TIME: "window period due deadline effective_from effective_until",
    Kind.STATUS: "status",
    Kind.COUNTING: "count decided_by",
    Kind.SCOPE: "applies_to applies_if variants part",
    Kind.ASSESSMENT: "manual_reason look_at evidence requirements responsible",
    Kind.PARAMETER: "values",
}
"""The fields of rubrics by what a change of them means: the innermost of these names on a path decides."""

_KINDS = {name: kind for kind, names in FIELDS.items() for name in names.split()}

_OUTWARD = (Kind.PARAMETER, Kind.TIME)
"""Kinds of fields that decide for everything inside them: the text of a deadline is a time, not a wording."""

KEYS = ("id", "item", "pointer", "check", "classes", "title", "at")
"""By which field the entries of a list are told apart: the first that all of them have, each another value."""


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every difference between two records of JSON values, by path. Swapped records give the swapped changes."""
    found = _walk(before, after, ())
    return tuple(Change(".".join(path), _kind(path), old, new) for path, old, new in sorted(found, key=_by_path))


def _walk(before: Any, after: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    pair = (before, after)
    if all(isinstance(value, Mapping) for value in pair):
        for name in sorted({*map(str, before), *map(str, after)}):
            yield from _walk(before.get(name), after.get(name), (*path, name))
    elif key := _common_key(pair):
        old, new = ({_named(entry[key]): entry for entry in value} for value in pair)
        for name in sorted({*old, *new}):
            yield from _walk(old.get(name), new.get(name), (*path, name))
    elif before != after:
        yield path, before, after


def _common_key(pair: tuple[Any, Any]) -> str | None:
    """What tells the entries of two lists of mappings apart; None where nothing does, and for other values."""
    if not all(isinstance(value, Sequence) and not isinstance(value, str) for value in pair):
        return None
    entries = [entry for value in pair for entry in value]
    if not entries or not all(isinstance(entry, Mapping) for entry in entries):
        return None
    for key in KEYS:
        names = [[_named(entry.get(key)) for entry in value] for value in pair]
        if all(len(set(side)) == len(side) and "" not in side for side in names):
            return key
    return None


def _named(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "+".join(map(str, value))
    return "" if value is None or isinstance(value, Mapping) else str(value)


def _kind(path: Path) -> Kind:
    if path[-1] == "status":
        return Kind.STATUS
    kinds = [_KINDS[name] for name in path if name in _KINDS] or [Kind.OTHER]
    return next((kind for kind in kinds if kind in _OUTWARD), kinds[-1])


def _by_path(found: tuple[Path, Any, Any]) -> Path:
    return found[0]
