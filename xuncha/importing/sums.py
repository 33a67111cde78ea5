"""Whether the weights of a table add up. Where they do not, the heading's weight is set aside and its cell reported."""

from __future__ import annotations

from decimal import Decimal

from config.registry import UnitClass
from config.rubric import Part
from xuncha.importing.nodes import Node, Outline, Trouble

MAIN = None
"""The part of everything that is neither veto nor bonus."""


def points_of(node: Node, unit_class: UnitClass | None) -> Decimal | None:
    """The points that the table gives to a name for this class of unit; those of all classes where it has no own."""
    weight = node.weights.get(unit_class) or node.weights.get(None)
    return weight.points if weight is not None else None


def whole_sum(nodes: list[Node], unit_class: UnitClass | None) -> tuple[Decimal, bool]:
    """The known points of `nodes`, and whether they are all known."""
    known, whole = Decimal(0), bool(nodes)
    for node in nodes:
        points = points_of(node, unit_class)
        if points is None and node.children:
            points, inner = whole_sum(node.children, unit_class)
            whole = whole and inner and not node.rows
        if points is None:
            whole = False
        known += points or 0
    return known, whole


def settle(outline: Outline, classes: tuple[UnitClass | None, ...]) -> None:
    """Sets aside every heading's weight that its members contradict, lowest first, and reports its cell."""
    for node in reversed(list(outline.nodes())):
        _choose(node, outline)
        stated = points_of(node, None)
        if not node.children or stated is None:
            continue
        for unit_class in classes:
            known, whole = whole_sum(node.children, unit_class)
            if known > stated or (whole and known != stated and not node.rows):
                facts = {"stated": str(stated), "found": str(known)}
                outline.troubles.append(Trouble(node.weights[None].cell, "sum", facts))
                del node.weights[None]
                break


def _choose(node: Node, outline: Outline) -> None:
    """A heading has one weight for all classes, an indicator one for all or one for each; others are reported."""
    if node.children:
        for unit_class in [each for each in node.weights if each is not None]:
            weight = node.weights.pop(unit_class)
            outline.troubles.append(Trouble(weight.cell, "class-of-group", {"text": weight.cell.text}))
    elif len(node.weights) > 1 and None in node.weights:
        weight = node.weights.pop(None)
        outline.troubles.append(Trouble(weight.cell, "weight-twice", {"text": weight.cell.text}))


def total_of(outline: Outline, part: Part | None, unit_class: UnitClass | None) -> tuple[Decimal, bool]:
    """The points of one part of the table, and whether all of them are known."""
    roots = [node for node in outline.roots if (node.part if node.part in (Part.VETO, Part.BONUS) else MAIN) is part]
    return whole_sum(roots, unit_class)
