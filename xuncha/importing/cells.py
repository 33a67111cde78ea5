"""What the cells beside an indicator give it: clause, units, evidence, deadline, range; all verbatim."""

from __future__ import annotations

import re

from ruamel.yaml.comments import CommentedMap

from config.indicator_tables import indicator_tables
from xuncha.importing.nodes import Node
from xuncha.importing.weights import Weight
from xuncha.rubric_file import mapping

_TITLE = 40
_UNITS = re.compile(r"[、，,；;\n]\s*")


def short(words: str) -> str:
    """A title: the name on one line, cut where it is long."""
    line = " ".join(words.split())
    return line if len(line) <= _TITLE else line[:_TITLE]


def clause_of(name: str, scoring: str) -> str:
    """The cells of the indicator verbatim: its name (when the title does not hold all of it) and its scoring."""
    return "\n".join([*([name] if not scoring or len(name) > _TITLE else []), *([scoring] if scoring else [])])


def texts_of(node: Node, kind: str) -> list[str]:
    """The texts of the indicator's cells of one kind, each once."""
    return [*dict.fromkeys(said for row in node.rows for said in row.texts(kind))]


def listed_in(node: Node, kind: str) -> list[str]:
    """The names that cells of one kind list."""
    return [*dict.fromkeys(part for said in texts_of(node, kind) for part in _UNITS.split(said) if part)]


def deadline_of(node: Node) -> CommentedMap | None:
    """The deadline in the words of the table."""
    said = texts_of(node, "deadline")
    return mapping(text="；".join(said)) if said else None


def evidence_of(node: Node) -> list[str]:
    """Where an assessor looks, by the words of the column for the manner of checking."""
    words = "".join(texts_of(node, "method"))
    known = indicator_tables().evidence
    return [kind.value for kind, patterns in known.items() if any(re.search(pattern, words) for pattern in patterns)]


def is_range(weight: Weight | None) -> bool:
    """Whether the points lie between two numbers."""
    return weight is not None and weight.low is not None


def range_of(weight: Weight | None) -> CommentedMap | None:
    """The range that stands instead of points."""
    return mapping(low=weight.low, high=weight.high) if weight is not None and weight.low is not None else None
