"""Loading registries (who is audited) and finding portals and units in them by id."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from config.errors import ConfigError, Place
from config.lexicon import column_kinds
from config.problems import InvalidData, nearest
from config.registry import Portal, Registry, Unit
from config.yaml_file import read_yaml


class Audited(NamedTuple):
    """A portal and those of its units that are meant."""

    portal: Portal
    units: tuple[Unit, ...]


def load_registry(path: Path) -> Registry:
    """The registry in this file. Raises `ConfigError` and `InvalidData`, also for a kind of column that is unknown."""
    document = read_yaml(path)
    registry = document.validate(Registry)
    kinds = column_kinds().names
    problems = [
        document.problem(
            ("portals", number, "columns", position, "kind"),
            "unknown-kind",
            kind=column.kind,
            known=", ".join(nearest(column.kind, kinds) or kinds),
        )
        for number, portal in enumerate(registry.portals)
        for position, column in enumerate(portal.columns)
        if column.kind is not None and column.kind not in kinds
    ]
    if problems:
        raise InvalidData(problems)
    return registry


def find(registry: Registry, wanted: str, file: Path | str = "registry") -> Audited:
    """The portal with this id, with all its units, or the unit with this id alone (the portal comes first).

    Raises `ConfigError` with the nearest ids; `file` is the place that its message names.
    """
    for portal in registry.portals:
        if portal.id == wanted:
            return Audited(portal, portal.units)
    for portal in registry.portals:
        for unit in portal.units:
            if unit.id == wanted:
                return Audited(portal, (unit,))
    known = known_ids(registry)
    near = nearest(wanted, known)
    key = "unit-unknown-near" if near else "unit-unknown"
    raise ConfigError(key, place=Place(file), name=wanted, nearest=", ".join(near), known=", ".join(known[:20]))


def known_ids(registry: Registry) -> tuple[str, ...]:
    """The ids of all portals and units, portals first, each once."""
    portals = [portal.id for portal in registry.portals]
    units = [unit.id for portal in registry.portals for unit in portal.units]
    return tuple(dict.fromkeys(portals + units))
