"""What a table is made of once it is understood: names in a tree, their rows and weights, and cells that are odd."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from config.registry import UnitClass
from config.rubric import Part
from xuncha.importing.grid import Cell
from xuncha.importing.weights import Weight, is_blank


@dataclass(frozen=True)
class Trouble:
    """A cell that could not be understood or does not fit; `key` names the text `import.trouble.<key>`."""

    cell: Cell
    key: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LeafRow:
    """One row of a leaf: its cells by kind of column."""

    cells: dict[str, tuple[Cell, ...]]
    weight: Weight | None = None

    def texts(self, kind: str) -> tuple[str, ...]:
        """The texts of the row's cells of this kind."""
        return tuple(cell.text for cell in self.cells.get(kind, ()) if not is_blank(cell))


@dataclass
class Node:
    """A name in the table: a group when others stand below it, an indicator when it has rows."""

    cell: Cell
    part: Part | None
    parent: Node | None
    children: list[Node] = field(default_factory=list)
    rows: list[LeafRow] = field(default_factory=list)
    weights: dict[UnitClass | None, Weight] = field(default_factory=dict)

    def chain(self) -> list[Node]:
        """The node and those above it, nearest first."""
        return [self, *(self.parent.chain() if self.parent else [])]


@dataclass
class Outline:
    """A table understood as far as possible. `total` is what the table itself calls its sum."""

    roots: list[Node] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    total: Decimal | None = None

    def nodes(self) -> Iterator[Node]:
        """All nodes, each before those below it."""
        stack = [*reversed(self.roots)]
        while stack:
            node = stack.pop()
            yield node
            stack += reversed(node.children)
