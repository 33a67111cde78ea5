"""Reading YAML 1.2 files into models, with errors that name file, line and remedy. Reads only; nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml.error import MarkedYAMLError, StringMark
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode
from ruamel.yaml.reader import ReaderError

from config.errors import ConfigError, Place
from config.faults import fault_of
from config.given_file import read_given
from config.parsing import carefully, quickly
from config.problems import InvalidData, Loc, Problem, dotted, problems_of

M = TypeVar("M", bound=BaseModel)

_OURS = Path(__file__).parent
"""Our own data is parsed by libyaml, eight times as fast; other people's by the parser that no nesting overturns."""


@dataclass(frozen=True)
class YamlDocument:
    """A file that was read: its plain data, and the nodes that remember on which line everything stands."""

    path: Path
    data: Any
    node: Node

    def place(self, loc: Loc = ()) -> Place:
        """Where the value at `loc` is written; for a value that is missing, where its container begins."""
        return Place(self.path, _line(self.node, loc))

    def validate(self, model: type[M], at: Loc = ()) -> M:
        """The data at `at` (default: all of it) as a `model`. Raises `InvalidData` with every problem."""
        data = self.data
        for step in at:
            data = data[step]
        try:
            return model.model_validate(data)
        except ValidationError as error:
            raise InvalidData(problems_of(error, model, self.place, at)) from error

    def problem(self, loc: Loc, key: str, **facts: Any) -> Problem:
        """A problem that somebody else found at `loc`, ready to be raised in `InvalidData`."""
        return Problem(self.place(loc), dotted(loc), key, facts)


def load_yaml(path: Path, model: type[M]) -> M:
    """The file at `path` as a `model`. Raises `ConfigError` (see `read_yaml`) or `InvalidData`."""
    return read_yaml(path).validate(model)


def read_yaml(path: Path) -> YamlDocument:
    """The file at `path` as plain data with line numbers.

    Raises `ConfigError` when it is missing, unreadable, not UTF-8, empty, not YAML, or says a key twice.
    """
    source = read_utf8(path)
    try:
        node, data = quickly(source) if path.absolute().is_relative_to(_OURS) else carefully(source)
    except MarkedYAMLError as error:
        raise _syntax_error(path, error) from error
    except ReaderError as error:
        line = source.count("\n", 0, error.position) + 1
        column = error.position - source.rfind("\n", 0, error.position)
        raise ConfigError("yaml-syntax", place=Place(path, line, column), detail=error) from error
    except RecursionError as error:
        raise ConfigError("yaml-nesting", place=Place(path)) from error
    if node is None or data is None:
        raise ConfigError("file-empty", place=Place(path))
    return YamlDocument(path, data, node)


def read_utf8(path: Path) -> str:
    """The text of a file, without a byte order mark. Raises `ConfigError` when it cannot be read or is not UTF-8."""
    raw = read_given(path)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError("file-not-utf8", place=Place(path, line)) from error


def _syntax_error(path: Path, error: MarkedYAMLError) -> ConfigError:
    detail = (error.problem or "").strip()
    if detail.startswith("found duplicate key"):
        return ConfigError("yaml-duplicate-key", place=_at(path, error.problem_mark), name=detail.split('"')[1])
    fault = fault_of(error, ", ".join(part for part in (error.context, detail) if part))
    begins = error.context_mark if fault.key == "open-quote" else None  # the end of the file tells nobody where
    return ConfigError("yaml-syntax", place=_at(path, begins or error.problem_mark or error.context_mark), detail=fault)


def _at(path: Path, mark: StringMark | None) -> Place:
    return Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)


def _line(node: Node, loc: Loc) -> int:
    line: int = node.start_mark.line
    for step in loc:
        found = _child(node, step)
        if found is None:
            break
        line, node = found
    return line + 1


def _child(node: Node, step: str | int) -> tuple[int, Node] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line, value
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line, node.value[step]
    return None
