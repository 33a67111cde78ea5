"""A table as a grid: every place has a cell; the places of a merged area share theirs."""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[int, int]


@dataclass(frozen=True)
class Cell:
    """A cell: its text verbatim, its address as its program shows it, and its first row and column in the grid."""

    text: str
    address: str
    origin: Place

    @property
    def words(self) -> str:
        """The text without blanks, for comparing."""
        return "".join(self.text.split())


@dataclass(frozen=True)
class Grid:
    """Rows of cells, all of the same length. `name` is the sheet's name or the table's number."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0


def filled(name: str, cells: dict[Place, Cell], height: int, width: int, address: str) -> Grid:
    """The grid of `cells` by place; places without one get an empty cell. `address` is formatted with row, column."""
    return Grid(
        name,
        tuple(
            tuple(
                cells.get((row, column)) or Cell("", address.format(row=row + 1, column=column + 1), (row, column))
                for column in range(width)
            )
            for row in range(height)
        ),
    )
