"""From what the user typed (URL, unit id or portal id) to the portals and units that are audited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from urllib.parse import urlsplit

from config.address import has_bad_port, is_http
from config.errors import UserError
from config.registries import find
from config.registry import Politeness, Portal, Registry, Unit, UnitClass
from crawler.urls import canonical


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
    one portal share its crawl. Any other URL is a portal of its own, under a name that no other has. Raises `UserError`
    for a word that is neither.
    """
    taken = {portal.id: portal for portal in registry.portals} if registry else {}
    chosen: dict[str, tuple[Portal, list[str]]] = {}
    for word in words:
        portal, unit_ids = _resolve(word, registry, taken)
        taken[portal.id] = portal
        known = chosen.setdefault(portal.id, (portal, []))[1]
        known.extend(unit_id for unit_id in unit_ids if unit_id not in known)
    return [Target(portal, tuple(unit_ids)) for portal, unit_ids in chosen.values()]


def require_url(url: str) -> str:
    """`url` if it is an absolute http(s) URL with a host. Raises `UserError` otherwise."""
    if not is_http(url):
        raise UserError("bad-port" if has_bad_port(url) else "bad-url", url=url)
    return url


def portal_of_url(url: str, name: str | None = None) -> Portal:
    """The portal that a bare URL stands for, with one unit; both are called `name`, or after the host."""
    name = name or urlsplit(url).hostname or ""
    unit = Unit.model_validate({"id": name, "name": name, "class": UnitClass.PORTAL, "entry_urls": (url,)})
    return Portal(id=name, name=name, start_urls=(url,), units=(unit,), politeness=Politeness())


def _resolve(word: str, registry: Registry | None, taken: Mapping[str, Portal]) -> tuple[Portal, list[str]]:
    if "://" in word:
        portal = _of_address(word, registry, taken)
        return portal, [unit.id for unit in portal.units]
    if registry is None:
        raise UserError("unit-without-registry", word=word)
    portal, units = find(registry, word)
    return portal, [unit.id for unit in units]


def _of_address(url: str, registry: Registry | None, taken: Mapping[str, Portal]) -> Portal:
    netloc = urlsplit(require_url(url)).netloc.lower()
    for portal in registry.portals if registry else ():
        if netloc in portal.all_hosts:
            return portal
    for name in _names(url):
        known = taken.get(name)
        if known is None:
            return portal_of_url(url, name)
        if canonical(known.start_urls[0]) == canonical(url):
            return known
    raise AssertionError("there is always another number")


def _names(url: str) -> Iterator[str]:
    """What the portal of a bare URL may be called: its host, with the port, and so on."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    longer = f"{host}-{parts.port or parts.scheme}"
    return chain([host, longer], (f"{longer}-{number}" for number in count(2)))
