"""Reading TOML files, with the lines on which their values stand (tomllib itself does not keep them)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.errors import ConfigError, Place
from config.faults import fault_of
from config.problems import Loc
from config.yaml_file import read_utf8

_HEADER = re.compile(r"^\s*\[\[?([^\[\]]+)\]")
_KEY = re.compile(r"^\s*([\w\"'.\- ]+?)\s*=")
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True)
class TomlDocument:
    """A file that was read: its data, and its text, in which lines can be looked up."""

    path: Path
    data: dict[str, Any]
    source: str

    def place(self, loc: Loc) -> Place:
        """Where the value at `loc` is written, or the innermost table or key on the way to it."""
        wanted = tuple(map(str, loc))
        best: tuple[int, int | None] = (0, None)
        table: tuple[str, ...] = ()
        for number, line in enumerate(self.source.splitlines(), start=1):
            header = _HEADER.match(line)
            key = _KEY.match(line)
            if header:
                table = _names(header[1])
            here = table if header else (*table, *_names(key[1])) if key else ()
            if len(here) > best[0] and wanted[: len(here)] == here:
                best = (len(here), number)
        return Place(self.path, best[1])


def read_toml(path: Path) -> TomlDocument:
    """The file at `path`. Raises `ConfigError` when it is missing, unreadable, not UTF-8 or not TOML."""
    source = read_utf8(path)
    try:
        return TomlDocument(path, tomllib.loads(source), source)
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        place = Place(path, int(at[1]), int(at[2])) if at and at[1] else Place(path, source.count("\n") + 1)
        raise ConfigError("toml-syntax", place=place, detail=fault_of(error)) from error


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
