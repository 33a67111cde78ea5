"""Holds filled-in sheets against the items that were asked, and hands over what assessors entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from config.errors import Place, UserError
from config.problems import InvalidData
from reports.manual_entry import ManualEntry
from reports.sheet.cells import fixed_cells
from reports.sheet.entries import EntryReader
from reports.sheet.read import FilledRow, FilledSheet
from reports.sheet.row import Asks, Key, ScoreSheet, SheetRow

Entries = Mapping[str, Mapping[str, Mapping[str, ManualEntry]]]
"""What was entered: by rubric, unit and indicator."""


def entries_of(sheets: Sequence[FilledSheet], blank: ScoreSheet, lang: str) -> Entries:
    """What stands in the sheets of the run that `blank` was made of.

    Raises `UserError` for a sheet of another run, day, rubric version or unit; `InvalidData` with every bad cell of
    all sheets, and with every item that two sheets decide.
    """
    for sheet in sheets:
        _require_run(sheet, blank)
    found: dict[Key, ManualEntry] = {}
    problems = []
    for sheet in sheets:
        reader = EntryReader(sheet.path, lang)
        for key, entry in decided(sheet, _asked(sheet, blank), reader).items():
            if key in found:
                reader.say(entry.cell, "sheet-decided-twice", first=found[key].cell)
            found.setdefault(key, entry)
        problems += reader.problems
    if problems:
        raise InvalidData(problems)
    nested: dict[str, dict[str, dict[str, ManualEntry]]] = {}
    for key, entry in found.items():
        nested.setdefault(key.rubric, {}).setdefault(key.unit, {})[key.indicator] = entry
    return nested


def decided(sheet: FilledSheet, asked: Mapping[Key, SheetRow], reader: EntryReader) -> dict[Key, ManualEntry]:
    """The entries of one sheet by what they are about. Problems, missing rows among them, go to the reader."""
    seen: dict[Key, FilledRow] = {}
    found: dict[Key, ManualEntry] = {}
    for row in sheet.rows:
        key = key_of(row)
        wanted = asked.get(key)
        if wanted is None:
            reader.say(row.address("indicator-id"), "sheet-row-unknown", indicator=row.words("indicator-id"))
        elif key in seen:
            reader.say(row.address("indicator-id"), "sheet-row-twice", first=seen[key].address("indicator-id"))
        else:
            seen[key] = row
            reader.hold(row, fixed_cells(wanted, 0, {}, "zh"))
            entry = reader.entry(row, wanted)
            if entry:
                found[key] = entry
    for key, row_wanted in asked.items():
        if key not in seen:
            reader.say("", "sheet-row-missing", unit=row_wanted.unit_name, indicator=key.indicator)
    return found


def key_of(row: FilledRow) -> Key:
    """What a row is about, by its hidden cells."""
    return Key(row.words("key-rubric"), row.words("key-unit"), row.words("key-indicator"))


def asked_in(sheet: FilledSheet) -> dict[Key, SheetRow]:
    """The items that a sheet says it asks for, where its run is not at hand. Rows that are not ours are left out."""
    return {row.key: row for row in _rows_in(sheet)}


def _rows_in(sheet: FilledSheet) -> Iterator[SheetRow]:
    for row in sheet.rows:
        most, points = row.words("key-most"), row.cells["points"]
        if row.words("key-asks") in {asks.value for asks in Asks}:
            yield SheetRow(
                key=key_of(row),
                unit_name=row.words("unit"),
                title=row.words("indicator"),
                clause=row.words("clause"),
                asks=Asks(row.words("key-asks")),
                points=Decimal(repr(points)) if isinstance(points, int | float) else None,
                most=Decimal(most) if most else None,
            )


def _asked(sheet: FilledSheet, blank: ScoreSheet) -> dict[Key, SheetRow]:
    """The rows of the run that this sheet covers."""
    rubrics, units = {rubric for rubric, _ in sheet.identity.rubrics}, set(sheet.identity.units)
    return {row.key: row for row in blank.rows if row.key.rubric in rubrics and row.key.unit in units}


def _require_run(sheet: FilledSheet, blank: ScoreSheet) -> None:
    """A sheet belongs to one run, one day and one version of each rubric."""
    own, run, place = sheet.identity, blank.identity, Place(sheet.path)
    if own.run_id != run.run_id:
        raise UserError("sheet-other-run", place=place, found=own.run_id, run=run.run_id)
    if own.as_of != run.as_of:
        raise UserError("sheet-other-day", place=place, found=own.as_of, as_of=run.as_of)
    hashes = dict(run.rubrics)
    for rubric, rubric_hash in own.rubrics:
        if rubric not in hashes:
            raise UserError("sheet-other-rubric", place=place, found=rubric, known=", ".join(hashes))
        if hashes[rubric] != rubric_hash:
            raise UserError("sheet-other-version", place=place, rubric=rubric)
    for unit in own.units:
        if unit not in run.units:
            raise UserError("sheet-other-unit", place=place, unit=unit)
