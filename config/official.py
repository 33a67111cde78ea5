"""Public services that portals link to by duty or custom: `config/lexicons/official-services.yaml`.

What happens there is never counted against the portal that links them (cms-patterns 4.4).
"""

from __future__ import annotations

from functools import cache, cached_property

from pydantic import Field

from config.lexicon import LEXICONS
from config.model import StrictModel
from config.rubric import Status
from config.yaml_file import load_yaml


class Service(StrictModel):
    """One service; `what` is its name for people."""

    id: str
    what: str
    hosts: tuple[str, ...] = Field(min_length=1, description="bare names or addresses; hosts below a name count too")
    source: str
    status: Status


class OfficialServices(StrictModel):
    """All of official-services.yaml."""

    services: tuple[Service, ...]

    def at(self, host: str) -> Service | None:
        """The service at a bare host name or address, or at a name below it; None elsewhere."""
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
