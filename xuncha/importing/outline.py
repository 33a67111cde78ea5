"""The rows of a table become a tree: names on their levels, the rows of each leaf, and what every weight weighs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from config.indicator_tables import indicator_tables
from config.registry import UnitClass
from config.rubric import Part
from xuncha.importing.grid import Cell, Grid, Place
from xuncha.importing.header import Header
from xuncha.importing.nodes import LeafRow, Node, Outline, Trouble
from xuncha.importing.weights import Weight, is_blank, weight_inside, weight_of


def outline_of(grid: Grid, header: Header) -> Outline:
    """Reads the rows below the header."""
    reader = _Reader(grid, header)
    for row in grid.rows[header.first_row :]:
        reader.read(row)
    reader.weigh()
    return reader.outline


class _Reader:
    """Goes through the rows; remembers the open names and which leaves each weight cell stands beside."""

    def __init__(self, grid: Grid, header: Header) -> None:
        self.outline = Outline()
        self._header = header
        self._levels = header.of("level")
        self._section: Node | None = None
        self._part: Part | None = None
        self._nodes: dict[Place, Node] = {}
        self._path: list[Node] = []
        self._beside: dict[tuple[Place, int], list[tuple[Node, int]]] = {}
        self._weight_cells: dict[tuple[Place, int], Cell] = {}

    def read(self, row: Sequence[Cell]) -> None:
        """One row: nothing, a heading over the whole width, a sum, a remark, or a line of a leaf."""
        distinct = list({cell.origin: cell for cell in row if not is_blank(cell)}.values())
        if not distinct:
            return
        if len(distinct) == 1 and sum(cell is distinct[0] for cell in row) > len(row) / 2:
            self._heading(distinct[0])
        elif distinct[0].words.rstrip(":：") in indicator_tables().totals:
            self._total(row)
        else:
            self._line(row)

    def _heading(self, cell: Cell) -> None:
        tables = indicator_tables()
        if re.fullmatch(tables.notes, cell.text, re.DOTALL):
            self.outline.notes.append(cell.text)
            return
        named = (part for part, words in tables.parts.items() if any(word in cell.words for word in words))
        self._part = next(named, None)
        self._section = Node(cell, self._part, None)
        self._path = []
        self.outline.roots.append(self._section)

    def _total(self, row: Sequence[Cell]) -> None:
        weights = [weight_of(row[column.index]) for column in self._header.of("weight")]
        known = [weight.points for weight in weights if weight is not None and weight.points is not None]
        if known:
            self.outline.total = known[-1]

    def _line(self, row: Sequence[Cell]) -> None:
        path = self._names(row)
        if not path:
            if not self._path:
                self.outline.troubles += [Trouble(cell, "no-name") for cell in row if not is_blank(cell)][:1]
                return
            path = self._path
        self._path = path
        leaf = path[-1]
        cells = {kind: self._cells(row, kind) for kind in ("rule", "method", "responsible", "deadline", "note")}
        leaf.rows.append(LeafRow(cells))
        for column in self._header.of("weight"):
            cell = row[column.index]
            if not is_blank(cell):
                key = (cell.origin, column.index)
                self._weight_cells[key] = cell
                self._beside.setdefault(key, []).append((leaf, len(leaf.rows) - 1))

    def _cells(self, row: Sequence[Cell], kind: str) -> tuple[Cell, ...]:
        return tuple({row[c.index].origin: row[c.index] for c in self._header.columns if c.kind == kind}.values())

    def _names(self, row: Sequence[Cell]) -> list[Node]:
        """The nodes of the row, top first. A name left blank above others is that of the row above."""
        texts = [row[column.index] for column in self._levels]
        if all(is_blank(cell) for cell in texts):
            return []
        deepest = max(at for at, cell in enumerate(texts) if not is_blank(cell))
        path: list[Node] = []
        for at, cell in enumerate(texts[: deepest + 1]):
            if is_blank(cell):
                if at < len(self._path) and (not path or path[-1] in self._path):
                    path.append(self._path[at])
                continue
            if path and path[-1].cell.origin == cell.origin:
                continue
            path.append(self._node(cell, path[-1] if path else self._section))
        return path

    def _node(self, cell: Cell, parent: Node | None) -> Node:
        known = self._nodes.get(cell.origin)
        if known is not None:
            return known
        part = next(
            (
                p
                for p, words in indicator_tables().parts.items()
                if parent is None and any(w in cell.words for w in words)
            ),
            self._part,
        )
        node = Node(cell, parent.part if parent is not None else part, parent)
        (parent.children if parent is not None else self.outline.roots).append(node)
        self._nodes[cell.origin] = node
        return node

    def weigh(self) -> None:
        """Gives every weight to what it stands beside: a row, a leaf, or the name that several leaves share."""
        columns = {column.index: column for column in self._header.of("weight")}
        for (_, index), beside in self._beside.items():
            cell = self._weight_cells[_, index]
            weight = weight_of(cell)
            if weight is None:
                self.outline.troubles.append(Trouble(cell, "weight", {"text": cell.text}))
                continue
            column = columns[index]
            self._give(weight, column.unit_class, column.level, beside)
        for node in self.outline.nodes():
            self._sum_of_rows(node)
            if not node.weights and (inside := weight_inside(node.cell)) is not None:
                node.weights[None] = inside

    def _give(self, weight: Weight, unit_class: UnitClass | None, level: int, beside: list[tuple[Node, int]]) -> None:
        leaves = list({id(leaf): leaf for leaf, _ in beside}.values())
        owner = self._owner(leaves, level)
        if owner is None:
            self.outline.troubles.append(Trouble(weight.cell, "weight-of-several", {"text": weight.cell.text}))
        elif owner in leaves and len(owner.rows) > len(beside) and unit_class is None:
            at = beside[0][1]
            owner.rows[at] = LeafRow(owner.rows[at].cells, weight)
        elif unit_class in owner.weights:
            self.outline.troubles.append(Trouble(weight.cell, "weight-twice", {"text": weight.cell.text}))
        else:
            owner.weights[unit_class] = weight

    def _owner(self, leaves: list[Node], level: int) -> Node | None:
        """The name on the weighed level, or the nearest one that all leaves beside the weight share."""
        chains = [[node for node in leaf.chain() if node is not self._section_of(leaf)] for leaf in leaves]
        named = {
            id(chain[::-1][min(level, len(chain) - 1)]): chain[::-1][min(level, len(chain) - 1)] for chain in chains
        }
        if len(named) == 1:
            return next(iter(named.values()))
        shared = [node for node in leaves[0].chain() if all(node in leaf.chain() for leaf in leaves)]
        return shared[0] if shared else None

    def _section_of(self, leaf: Node) -> Node | None:
        top = leaf.chain()[-1]
        return top if top.cell.origin not in self._nodes else None

    def _sum_of_rows(self, node: Node) -> None:
        """A leaf whose rows have weights of their own weighs their sum."""
        given = [row.weight for row in node.rows if row.weight is not None]
        points = [weight.points for weight in given if weight.points is not None]
        if given and None not in node.weights and len(points) == len(node.rows):
            node.weights[None] = Weight(given[0].cell, points=sum(points, Decimal(0)))
