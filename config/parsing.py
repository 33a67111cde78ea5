"""YAML 1.2 out of text, by one of two parsers: a quick one for our own data, a careful one for other people's."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import Node


def own_data(source: str) -> Any:
    """Plain data out of YAML that comes with the program. Raises ruamel's `MarkedYAMLError`."""
    return quickly(source)[1]


def quickly(source: str) -> tuple[Node | None, Any]:
    """Nodes and data by libyaml.

    It knows YAML 1.1 only: what it refuses (a plain `?` in a list …) the full parser reads.
    """
    try:
        return _composed(YAML(typ="safe"), source)
    except MarkedYAMLError:
        return carefully(source)


def carefully(source: str) -> tuple[Node | None, Any]:
    """Nodes and data by ruamel's own parser, in Python. Raises its errors, and `RecursionError`."""
    return _composed(YAML(typ="safe", pure=True), source)


def _composed(parser: YAML, source: str) -> tuple[Node | None, Any]:
    node = parser.compose(source)
    return node, None if node is None else parser.constructor.construct_document(node)
