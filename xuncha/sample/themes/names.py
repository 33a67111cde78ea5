"""The hosts of a theme: which name shows which path, and what an audit must be told to find them on loopback."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from xuncha.sample.loopback import HOST
from xuncha.sample.themes.plan import ThemePlan, ThemeUnit

_ADDRESS = re.compile(r'(?P<before>\b(?:href|src|action)=")(?P<path>/(?!/)[^"]*)')
_IPV6 = "::1"


class ThemeHosts:
    """The names of a theme that has any. `portal` is the host (with its port, where it has no name) of all paths but
    those of units with names of their own."""

    def __init__(self, plan: ThemePlan, portal: str) -> None:
        self._plan = plan
        self._portal = plan.portal_name or portal

    @property
    def portal(self) -> str:
        """The host of the portal."""
        return self._portal

    @property
    def own(self) -> tuple[str, ...]:
        """The hosts of the portal and its units."""
        return tuple(dict.fromkeys([self._portal, *(unit.host for unit in self._plan.units if unit.host)]))

    def of(self, path: str) -> str:
        """The host on which a path of the theme is shown."""
        owner = max(self._owners(path), key=lambda unit: len(unit.path), default=None)
        return (owner.host if owner and owner.host else None) or self._portal

    def led(self, html: str, path: str) -> str:
        """The page at `path` with its links to the paths of other hosts written in full."""
        here = self.of(path)

        def full(found: re.Match[str]) -> str:
            there = self.of(found["path"].partition("?")[0])
            return found["before"] + ("" if there == here else f"http://{there}") + found["path"]

        return html if len(self.own) == 1 else _ADDRESS.sub(full, html)

    def told(self, ports: Mapping[str, int]) -> tuple[str, ...]:
        """What an audit must be told of all names; `ports` by scheme, `closed` is one where nobody listens."""
        return tuple(self._told(ports))

    def _told(self, ports: Mapping[str, int]) -> Iterator[str]:
        for host in self._plan.hosts:
            yield f"{host.name}:80={HOST}:{ports['http']}"
            yield f"{host.name}:443={HOST}:{ports['https' if host.https else 'closed']}"
            if host.ipv6:
                yield f"{host.name}={_IPV6}"

    def _owners(self, path: str) -> Iterator[ThemeUnit]:
        return (unit for unit in self._plan.units if path.startswith(unit.path))
