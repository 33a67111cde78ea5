"""What a score sheet holds: its identity and its rows. Plain records, the same before writing and after reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Asks(StrEnum):
    """What an assessor decides in a row: points lost, points earned, a clause fulfilled, or a veto's case found."""

    LOST = "lost"
    EARNED = "earned"
    FULFILLED = "fulfilled"
    OCCURRED = "occurred"

    @property
    def by_points(self) -> bool:
        """Whether the decision is a number, not a yes or no."""
        return self in (Asks.LOST, Asks.EARNED)


class Key(NamedTuple):
    """What a row is about: ids of rubric, unit and indicator."""

    rubric: str
    unit: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Lead:
    """An address that the audit found and that may help: `kind` is a key below `sheet.lead.`, `title` what it is."""

    kind: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One item that a person decides for one unit.

    `points` is what the indicator is worth, `most` the most that may be entered (None: not known); `look_at` says what
    to look at, `seen` what the checks have settled already, `leads` where to look; `no_leads` is said when none is.
    """

    key: Key
    unit_name: str
    title: str
    clause: str
    asks: Asks
    points: Decimal | None = None
    most: Decimal | None = None
    look_at: str = ""
    seen: str = ""
    leads: tuple[Lead, ...] = ()
    no_leads: str = ""


@dataclass(frozen=True, slots=True)
class SheetIdentity:
    """Of which run a sheet is: its id and as-of date, each rubric with its hash, and the units (ids) in it."""

    run_id: str
    as_of: date
    rubrics: tuple[tuple[str, str], ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A whole sheet, ready to be written. `titles` are the rubrics' titles by id."""

    identity: SheetIdentity
    portal: str
    titles: dict[str, str]
    rows: tuple[SheetRow, ...]
