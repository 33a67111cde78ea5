"""Public services that portals link to by duty or custom: `config/lexicons/official-services.yaml`.

What happens there is never counted against the portal that links them (cms-patterns 4.4).
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from urllib.parse import urlsplit

from pydantic import Field

from config.lexicon import LEXICONS
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml


class Service(StrictModel):
    """One service; `what` is its name for people.

    A service that is `wording_only` must open like any other link; only what the link says is not held against it.
    """

    id: str
    what: str
    hosts: tuple[str, ...] = Field(min_length=1, description="bare names or addresses; hosts below a name count too")
    addresses: tuple[Pattern, ...] = Field(default=(), description="searched in host and path, wherever the host is")
    wording_only: bool = False
    source: str
    status: Status


class OfficialServices(StrictModel):
    """All of official-services.yaml."""

    services: tuple[Service, ...]

    def at(self, host: str) -> Service | None:
        """The service at a bare host name or address, or at a name below it, that never counts; None elsewhere."""
        found = self._named(host)
        return None if found is None or found.wording_only else found

    def spared(self, url: str) -> Service | None:
        """The service that an absolute URL belongs to and whose links are not compared with what they say, or None."""
        parts = urlsplit(url)
        address = f"{parts.netloc.lower()}{parts.path}"
        by_address = (each for each in self.services if any(re.search(one, address) for one in each.addresses))
        return self._named(parts.netloc.rpartition("@")[2].partition(":")[0]) or next(by_address, None)

    def _named(self, host: str) -> Service | None:
        name = host.lower().rstrip(".")
        while name:
            if name in self._by_host:
                return self._by_host[name]
            name = name.partition(".")[2]
        return None

    @cached_property
    def _by_host(self) -> dict[str, Service]:
        return {host: service for service in self.services for host in service.hosts}


@cache
def official_services() -> OfficialServices:
    """The known services. Raises `ConfigError` when the data file is broken."""
    return load_yaml(LEXICONS / "official-services.yaml", OfficialServices)
