"""Who is audited: portals, and the units that live on them as subtrees.

Townships and most departments have no site of their own (国办发〔2017〕47号), so a unit is a set of entry
addresses and URL prefixes on a portal, never a host name by itself.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from config.address import begins_with, is_host, is_http, spelt
from config.model import StrictModel, broken

Slug = Annotated[str, Field(pattern=r"^[a-z0-9\[][a-z0-9_.:\[\]-]*$")]


class UnitClass(StrEnum):
    """The classes that rubrics distinguish.

    A plain `department` is one whose service function (对外服务职能) is not known. What a rubric says of departments
    holds for all three kinds.
    """

    PORTAL = "portal"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    INSTITUTION = "institution"
    SERVICE_DEPARTMENT = "department-with-service"
    INTERNAL_DEPARTMENT = "department-without-service"

    @property
    def base(self) -> UnitClass:
        """The class without the distinction of departments by their service function."""
        return UnitClass.DEPARTMENT if self in _DEPARTMENTS else self

    def among(self, classes: Container[UnitClass]) -> bool | None:
        """Whether `classes` name this class; None when that depends on a service function that is not known."""
        if self in classes or self.base in classes:
            return True
        if self is not UnitClass.DEPARTMENT:
            return False
        named = [kind in classes for kind in _DEPARTMENTS]
        return True if all(named) else None if any(named) else False


_DEPARTMENTS = (UnitClass.SERVICE_DEPARTMENT, UnitClass.INTERNAL_DEPARTMENT)


class Politeness(StrictModel):
    """How gently a portal is visited."""

    rate: float = Field(default=1.0, ge=0, description="requests per second and host; 0 = no delay (test servers)")
    concurrency: int = Field(default=4, ge=1, le=64, description="requests under way at once per host")
    ignore_robots: bool = False
    robots_authorisation: str | None = Field(
        default=None, description="who authorised ignoring robots.txt, when, by which document; required to ignore it"
    )

    @model_validator(mode="after")
    def _authorised(self) -> Politeness:
        if self.ignore_robots and not self.robots_authorisation:
            raise broken("robots-authorisation", at=("ignore_robots",))
        return self


class ColumnOverride(StrictModel):
    """What a person decided about one column; wins over what the survey concludes."""

    url: str
    kind: str | None = None
    level: int | None = Field(default=None, ge=1)
    unit: str | None = None
    exempt_from_update: bool = False
    note: str | None = None


class Unit(StrictModel):
    """A body that is audited: entry addresses plus the URL prefixes that belong to it.

    The unit of class `portal` owns the whole portal, including what other units own.
    """

    id: Slug
    name: str = Field(min_length=1)
    unit_class: UnitClass = Field(alias="class")
    entry_urls: tuple[str, ...] = ()
    scope: tuple[str, ...] = Field(
        default=(), description="URL prefixes, with or without scheme; empty = the whole portal"
    )
    mandated_columns: tuple[str, ...] = ()
    tags: tuple[str, ...] = Field(default=(), description="labels that a rubric's conditions may ask for")
    attributes: dict[str, str | int | bool] = Field(
        default_factory=dict, description="facts about the unit that a rubric's conditions may ask for"
    )

    @field_validator("entry_urls")
    @classmethod
    def _http_only(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        return _require_http(urls)

    @field_validator("scope")
    @classmethod
    def _one_spelling(cls, prefixes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(spelt(prefix) for prefix in prefixes)

    def owns(self, url: str) -> bool:
        """Whether `url` lies in this unit's subtree.

        The scheme is ignored. A prefix ends where a name ends: `…/site_a` owns `…/site_a/x` and `…/site_a.html`,
        but not `…/site_ab/`.
        """
        if not self.scope:
            return True
        bare = spelt(url)
        return any(begins_with(bare, prefix) for prefix in self.scope)


class Portal(StrictModel):
    """One government's hosts, with the units on them and the overrides that people have settled."""

    id: Slug
    name: str = Field(min_length=1)
    start_urls: tuple[str, ...] = Field(min_length=1)
    hosts: tuple[str, ...] = Field(default=(), description="further hosts of the portal, as host or host:port")
    site_code: str | None = None
    units: tuple[Unit, ...] = Field(min_length=1)
    politeness: Politeness = Politeness()
    columns: tuple[ColumnOverride, ...] = ()
    exclude: tuple[str, ...] = Field(default=(), description="URL prefixes never visited")

    @field_validator("start_urls")
    @classmethod
    def _http_only(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        return _require_http(urls)

    @field_validator("hosts")
    @classmethod
    def _bare_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for position, host in enumerate(hosts):
            if not is_host(host):
                raise broken("host-form", at=(position,), host=host)
        return hosts

    @model_validator(mode="after")
    def _units_fit(self) -> Portal:
        require_unique((unit.id for unit in self.units), "units", "id")
        require_unique((column.url for column in self.columns), "columns", "url")
        whole = [number for number, unit in enumerate(self.units) if unit.unit_class is UnitClass.PORTAL]
        if len(whole) > 1:
            raise broken("two-portal-units", at=("units", whole[1], "class"), first=self.units[whole[0]].id)
        for number, unit in enumerate(self.units):
            if not unit.scope and unit.unit_class is not UnitClass.PORTAL and len(self.units) > 1:
                raise broken("scope-missing", at=("units", number), unit=unit.id)
        return self

    @model_validator(mode="after")
    def _scopes_differ(self) -> Portal:
        owners: dict[str, str] = {}
        for number, unit in enumerate(self.units):
            for position, prefix in enumerate(unit.scope):
                first = owners.setdefault(prefix, unit.id)
                if first != unit.id:
                    raise broken("scope-shared", at=("units", number, "scope", position), prefix=prefix, first=first)
        return self

    @model_validator(mode="after")
    def _addresses_are_ours(self) -> Portal:
        for loc, url in self._own_addresses():
            host = spelt(url).split("/", 1)[0]
            if host not in self.all_hosts:
                raise broken("foreign-host", at=loc, host=host, hosts=", ".join(sorted(self.all_hosts)))
        return self

    @model_validator(mode="after")
    def _owners_exist(self) -> Portal:
        units = [unit.id for unit in self.units]
        for number, column in enumerate(self.columns):
            if column.unit is not None and column.unit not in units:
                raise broken("unknown-unit", at=("columns", number, "unit"), unit=column.unit, known=", ".join(units))
        return self

    def _own_addresses(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for number, unit in enumerate(self.units):
            for field in ("entry_urls", "scope"):
                for position, url in enumerate(getattr(unit, field)):
                    yield ("units", number, field, position), url
        for number, column in enumerate(self.columns):
            yield ("columns", number, "url"), column.url
        for number, prefix in enumerate(self.exclude):
            yield ("exclude", number), prefix

    @property
    def all_hosts(self) -> frozenset[str]:
        """Hosts with their ports (`netloc`, lower case) that belong to the portal."""
        own = {urlsplit(url).netloc.lower() for url in self.start_urls}
        return frozenset(own | {host.lower() for host in self.hosts})

    @property
    def by_address(self) -> bool:
        """Whether it stands for an address that somebody typed, and is called after it, instead of registered."""
        whole = self.units[0]
        host = urlsplit(self.start_urls[0]).hostname or ""
        named = self.id == self.name == whole.id == whole.name and self.id.startswith(host)
        return named and len(self.units) == 1 and not whole.scope

    def unit(self, unit_id: str) -> Unit:
        """The unit with this id. Raises `KeyError`."""
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise KeyError(unit_id)


def same_portal(one: Portal, other: Portal) -> bool:
    """Whether runs of both are runs of one portal: the rule of `--previous` and of `xuncha compare` (own rule).

    Registered ids decide: a portal keeps its own when its hosts change, and when its own was changed, units that are
    still called as they were tell it. What was audited by its address alone has no id of anybody's; it is the portal
    with which it shares a host (with its port).
    """
    share_a_host = not one.all_hosts.isdisjoint(other.all_hosts)
    if one.by_address or other.by_address or one.id == other.id:
        return share_a_host or (one.id == other.id and not (one.by_address or other.by_address))
    return share_a_host and not {unit.id for unit in one.units}.isdisjoint(unit.id for unit in other.units)


class Registry(StrictModel):
    """All portals of one assessment. A unit may bear the id of its own portal, and of no other."""

    portals: tuple[Portal, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_differ(self) -> Registry:
        require_unique((portal.id for portal in self.portals), "portals", "id")
        homes = {portal.id: portal.id for portal in self.portals}
        for number, portal in enumerate(self.portals):
            for position, unit in enumerate(portal.units):
                if homes.setdefault(unit.id, portal.id) != portal.id:
                    at = ("portals", number, "units", position, "id")
                    raise broken("duplicate", at=at, value=unit.id, first=f"portals.{homes[unit.id]}")
        return self


def require_unique(values: Iterable[str], *path: str) -> None:
    """Raise for the first value that occurs twice; `path` is the list's field and the field that is compared."""
    seen: dict[str, int] = {}
    for position, value in enumerate(values):
        if value in seen:
            at: tuple[str | int, ...] = (path[0], position, *path[1:])
            raise broken("duplicate", at=at, value=value, first=f"{path[0]}.{seen[value]}")
        seen[value] = position


def _require_http(urls: tuple[str, ...]) -> tuple[str, ...]:
    for position, url in enumerate(urls):
        if not is_http(url):
            raise broken("bad-url", at=(position,), url=url)
    return urls
