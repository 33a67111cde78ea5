"""Turns the cells of a filled-in row into an entry, or says cell by cell what is wrong with it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from config.errors import Place
from config.problems import Problem
from reports.manual_entry import ManualEntry
from reports.sheet.cells import Fixed, meaning, words
from reports.sheet.layout import EARLIEST, ENTRIES, HELD, LATEST
from reports.sheet.read import FilledRow, Formula
from reports.sheet.row import Asks, SheetRow

TEXTS = ("remark", "evidence", "assessor")


class EntryReader:
    """Reads the rows of one file, in the words of `lang`, and collects every problem on the way."""

    def __init__(self, path: Path, lang: str) -> None:
        self._path = path
        self._lang = lang
        self.problems: list[Problem] = []

    def say(self, address: str, key: str, **facts: Any) -> None:
        """Note a problem with the cell at `address`; `key` names a text below `error.problem.`."""
        self.problems.append(Problem(Place(f"{self._path} {address}"), "", key, facts))

    def hold(self, row: FilledRow, expected: dict[str, Fixed]) -> None:
        """Note each protected cell that is not what it was."""
        for key in HELD:
            if not _same(row.cells[key], expected[key]):
                self.say(row.address(key), "sheet-changed", expected=_shown(expected[key]))

    def entry(self, row: FilledRow, wanted: SheetRow) -> ManualEntry | None:
        """What the row says; None when nothing is decided in it (a name or a remark alone decides nothing)."""
        before = len(self.problems)
        for key in ENTRIES:
            if isinstance(row.cells[key], Formula):
                self.say(row.address(key), "sheet-formula", formula=row.cells[key].text)
        if len(self.problems) > before:
            return None
        self._refuse_other(row, wanted.asks)
        lost = self._points(row, wanted) if wanted.asks.by_points else None
        fulfilled = None if wanted.asks.by_points else self._word(row, wanted.asks)
        day = self._day(row)
        decided = lost is not None or fulfilled is not None
        if decided and not row.words("assessor"):
            self.say(row.address("assessor"), "sheet-assessor")
        if not decided or len(self.problems) > before:
            return None
        remark, evidence, assessor = map(row.words, TEXTS)
        cell = row.address("amount" if wanted.asks.by_points else "decision")
        return ManualEntry(
            unit=wanted.key.unit,
            indicator=wanted.key.indicator,
            lost=lost,
            fulfilled=fulfilled,
            remark=remark,
            evidence=evidence,
            assessor=assessor,
            assessed_on=day,
            cell=f"{self._path.name} {cell}",
        )

    def _refuse_other(self, row: FilledRow, asks: Asks) -> None:
        """The cell that is not asked for must stay empty, or nobody knows which of both holds."""
        other, asked = ("decision", "amount") if asks.by_points else ("amount", "decision")
        if row.words(other):
            self.say(row.address(other), f"sheet-not-{other}", cell=row.address(asked))

    def _points(self, row: FilledRow, wanted: SheetRow) -> Decimal | None:
        value = row.cells["amount"]
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.say(row.address("amount"), "sheet-number", found=_shown(value))
            return None
        points = Decimal(repr(value))
        if points < 0 or (wanted.most is not None and points > wanted.most):
            key = "sheet-negative" if wanted.most is None else "sheet-range"
            self.say(row.address("amount"), key, found=f"{points:f}", most=_shown(wanted.most))
            return None
        return points

    def _word(self, row: FilledRow, asks: Asks) -> bool | None:
        said = row.words("decision")
        found = meaning(asks, said)
        if said and found is None:
            self.say(row.address("decision"), "sheet-word", found=said, words=" / ".join(words(asks, self._lang)))
        return found

    def _day(self, row: FilledRow) -> date | None:
        value = row.cells["assessed-on"]
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        day = value.date() if isinstance(value, datetime) else value
        if not isinstance(day, date):
            self.say(row.address("assessed-on"), "sheet-date", found=_shown(value))
            return None
        if not EARLIEST <= day <= LATEST:
            self.say(row.address("assessed-on"), "sheet-date-range", found=day.isoformat())
            return None
        return day


def _same(found: Any, expected: Fixed) -> bool:
    """Whether a protected cell is as it was; blanks and line breaks, which programs change by themselves, aside."""
    if isinstance(expected, Decimal):
        number = isinstance(found, int | float) and not isinstance(found, bool)
        return number and Decimal(repr(found)) == expected
    return "".join(_shown(found).split()) == "".join(_shown(expected).split())


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}"
        case Formula():
            return value.text
        case _:
            return str(value)
