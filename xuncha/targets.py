"""From what the user typed (URL, unit id or portal id) to the portals and units that are audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.address import is_http
from config.errors import UserError
from config.registries import find
from config.registry import Politeness, Portal, Registry, Unit, UnitClass


@dataclass(frozen=True)
class Target:
    """One portal to crawl and the ids of its units to be judged."""

    portal: Portal
    unit_ids: tuple[str, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units to be judged, in registry order."""
        return tuple(unit for unit in self.portal.units if unit.id in self.unit_ids)


def resolve_targets(words: Sequence[str], registry: Registry | None) -> list[Target]:
    """The targets for the command line's `URL|UNIT …`, one per portal, in the order typed.

    A portal id, or the URL of a portal in the registry, stands for the portal with all its units. Several units of
    one portal share its crawl. Raises `UserError` for a word that is neither.
    """
    chosen: dict[str, tuple[Portal, list[str]]] = {}
    for word in words:
        portal, unit_ids = _resolve(word, registry)
        if portal.id in chosen and chosen[portal.id][0].start_urls != portal.start_urls:
            portal = portal_of_url(word, with_port=True)  # another server on the same host
            unit_ids = [portal.units[0].id]
        known = chosen.setdefault(portal.id, (portal, []))[1]
        known.extend(unit_id for unit_id in unit_ids if unit_id not in known)
    return [Target(portal, tuple(unit_ids)) for portal, unit_ids in chosen.values()]


def require_url(url: str) -> str:
    """`url` if it is an absolute http(s) URL with a host. Raises `UserError` otherwise."""
    if not is_http(url):
        raise UserError("bad-url", url=url)
    return url


def portal_of_url(url: str, *, with_port: bool = False) -> Portal:
    """The portal that a bare URL stands for: its host (`with_port` its port too), with one unit named after it."""
    parts = urlsplit(url)
    host = (parts.hostname or "") + (f"-{parts.port or parts.scheme}" if with_port else "")
    unit = Unit.model_validate({"id": host, "name": host, "class": UnitClass.PORTAL, "entry_urls": (url,)})
    return Portal(id=host, name=host, start_urls=(url,), units=(unit,), politeness=Politeness())


def _resolve(word: str, registry: Registry | None) -> tuple[Portal, list[str]]:
    if "://" in word:
        return _resolve_url(word, registry)
    if registry is None:
        raise UserError("unit-without-registry", word=word)
    portal, units = find(registry, word)
    return portal, [unit.id for unit in units]


def _resolve_url(url: str, registry: Registry | None) -> tuple[Portal, list[str]]:
    netloc = urlsplit(require_url(url)).netloc.lower()
    for portal in registry.portals if registry else ():
        if netloc in portal.all_hosts:
            return portal, [unit.id for unit in portal.units]
    portal = portal_of_url(url)
    return portal, [portal.units[0].id]
