"""Parameters of checks that several rubrics share: written once in config/parameters/<check>.yaml, taken over by id.

Wherever a mapping among a check's parameters says `use: ID`, the shared entry of that id stands in its place; what is
written beside `use` replaces the entry's own fields. They are put in when a rubric is loaded, so that its hash, its
JSON and every comparison see what holds, not where it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from config.model import StrictModel, broken
from config.problems import Loc, nearest
from config.yaml_file import load_yaml

PARAMETERS = Path(__file__).parent.parent / "parameters"

USE = "use"


class SharedParameters(StrictModel):
    """The entries of one check by id; the check's own parameter model says what may stand in them."""

    entries: dict[str, dict[str, Any]]


@cache
def shared_parameters(check: str) -> Mapping[str, Mapping[str, Any]]:
    """The shared entries of a check; none when it has no file. Raises `ConfigError` when the file is broken."""
    path = PARAMETERS / f"{check}.yaml"
    known = {file.stem for file in PARAMETERS.glob("*.yaml")}
    return load_yaml(path, SharedParameters).entries if check in known else {}


def with_shared(data: Any) -> Any:
    """`data` of a rubric with every `use` among its check parameters filled in. Leaves odd data as it is.

    Places stay what they were: no list becomes longer or shorter. Raises for an id that the check's file does not have.
    """
    checks = data.get("checks") if isinstance(data, Mapping) else None
    if not isinstance(checks, Mapping):
        return data
    return {**data, "checks": {check: _of_check(check, given) for check, given in checks.items()}}


def _of_check(check: Any, given: Any) -> Any:
    if not isinstance(given, Mapping) or "values" not in given:
        return given
    return {**given, "values": _filled(given["values"], str(check), ("checks", check, "values"))}


def _filled(value: Any, check: str, at: Loc) -> Any:
    match value:
        case Mapping():
            own = {name: _filled(part, check, (*at, name)) for name, part in value.items() if name != USE}
            return {**_entry(check, value[USE], (*at, USE)), **own} if USE in value else own
        case list() | tuple():
            return [_filled(part, check, (*at, place)) for place, part in enumerate(value)]
        case _:
            return value


def _entry(check: str, name: Any, at: Loc) -> Mapping[str, Any]:
    entries = shared_parameters(check)
    if not isinstance(name, str) or name not in entries:
        known = ", ".join(nearest(str(name), tuple(entries)) or sorted(entries)) or "–"
        raise broken("unknown-shared", at=at, name=str(name), check=check, known=known)
    return entries[name]
