"""YAML 1.2 out of text, by one of two parsers: a quick one for our own data, a careful one for other people's."""

from __future__ import annotations

from typing import Any
from warnings import catch_warnings, simplefilter

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode


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
    with catch_warnings():
        simplefilter("ignore", ReusedAnchorWarning)  # which YAML allows
        return _composed(YAML(typ="safe", pure=True), source)


def _composed(parser: YAML, source: str) -> tuple[Node | None, Any]:
    node = parser.compose(source)
    if node is None:
        return None, None
    try:
        return node, parser.constructor.construct_document(node)
    except ValueError as fault:  # what looks like a date and is none, or a number of thousands of digits
        raise _at_fault(parser, node, fault) from fault


def _at_fault(parser: YAML, root: Node, fault: ValueError) -> MarkedYAMLError:
    """The error of the parser's own kind, with the place that it does not tell with a value that cannot be."""
    waiting, seen = [root], set()
    parser.constructor.recursive_objects.clear()  # what it was at when it failed
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            try:
                parser.constructor.construct_object(node)
            except ValueError:
                return MarkedYAMLError(problem=f"no value of {node.tag}", problem_mark=node.start_mark)
        elif isinstance(node, MappingNode):
            waiting += [part for pair in reversed(node.value) for part in reversed(pair)]
        else:
            waiting += reversed(node.value)
    return MarkedYAMLError(problem=str(fault), problem_mark=root.start_mark)
