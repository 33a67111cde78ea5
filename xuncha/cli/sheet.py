"""A sheet of labelled values and rows as text: aligned by what Chinese characters take up, for any width or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import click
from rich.cells import cell_len, chop_cells

_GAP = "  "
_LEAST_VALUE = 24
"""Columns that a value gets even on the narrowest terminal; the terminal itself breaks what is longer."""
_WIDE = 100
"""Columns of a terminal from which the cells of a row stand side by side."""


class Field(NamedTuple):
    """A label with its values, which stand below each other."""

    label: str
    values: tuple[str, ...]


class Row(NamedTuple):
    """What stands on one line: something short to be read whole, a text, and where it leads to."""

    mark: str
    text: str
    target: str


class Sheet:
    """Collects what is shown. `width` is that of the terminal in columns; without one nothing is cut or broken."""

    def __init__(self, width: int | None) -> None:
        self._width = width
        self._blocks: list[list[Field | Row]] = []

    def fields(self, fields: Iterable[tuple[str, Sequence[str]]]) -> None:
        """A block of labels with their values. Where there is no value, there is no label."""
        self._blocks.append([Field(label, tuple(values)) for label, values in fields if values])

    def rows(self, rows: Iterable[Row]) -> None:
        """A block of rows."""
        self._blocks.append(list(rows))

    def text(self) -> str:
        """The whole sheet. Labels and targets are styled, which `click.echo` takes away where it is not wanted."""
        fields = [entry for block in self._blocks for entry in block if isinstance(entry, Field)]
        column = max((cell_len(field.label) for field in fields), default=0)
        return "\n\n".join("\n".join(self._lines(block, column)) for block in self._blocks if block)

    def _lines(self, block: list[Field | Row], column: int) -> Iterator[str]:
        for label, values in (entry for entry in block if isinstance(entry, Field)):
            first, *others = (line for value in values for line in self._broken(value, column))
            yield click.style(_padded(label, column), bold=True) + _GAP + first
            yield from (" " * column + _GAP + line for line in others)
        yield from self._of_rows([entry for entry in block if isinstance(entry, Row)])

    def _broken(self, value: str, column: int) -> list[str]:
        """A value as lines that fit behind the labels."""
        whole = " ".join(value.split())
        if self._width is None or not whole:
            return [whole]
        return chop_cells(whole, max(_LEAST_VALUE, self._width - column - len(_GAP)))

    def _of_rows(self, rows: list[Row]) -> Iterator[str]:
        marks, texts, targets = (max((cell_len(row[at]) for row in rows), default=0) for at in range(3))
        room = texts + targets if self._width is None else max(_LEAST_VALUE, self._width - marks - 2 * len(_GAP))
        beside = self._width is None or self._width >= _WIDE
        targets = min(targets, room if not beside or self._width is None else room * 2 // 5)
        texts = min(texts, room - targets if beside else room)
        for row in rows:
            line = _GAP.join((_padded(row.mark, marks), _padded(row.text, texts) if beside else _cut(row.text, texts)))
            target = click.style(_cut(row.target, targets), dim=True)
            yield f"{line}{_GAP}{target}" if beside else f"{line}\n{' ' * marks}{_GAP}{target}"


def _padded(text: str, columns: int) -> str:
    shown = _cut(text, columns)
    return shown + " " * (columns - cell_len(shown))


def _cut(text: str, columns: int) -> str:
    """`text`, cut where it takes more columns."""
    return text if cell_len(text) <= columns else chop_cells(text, columns - 1)[0] + "…"
