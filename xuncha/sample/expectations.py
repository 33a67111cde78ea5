"""The answer sheet of one run: each planted thing with its real addresses, once for each unit that must report it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from crawler.urls import page_key
from xuncha.sample.families.hall import Exhibit
from xuncha.sample.links import page_of
from xuncha.sample.site import Site
from xuncha.sample.truth import Defect, Innocent

BY_ADDRESS = frozenset({"broken-link", "mislink"})
BY_HREF = frozenset({"bad-href"})
BY_COLUMN = frozenset({"empty-column", "stale-column"})
BY_UNIT = frozenset({"stale-home"})
BY_ITEM = frozenset({"mandated-item"})

REPORTED_FOR_PORTAL_TOO = BY_ADDRESS | BY_HREF | BY_COLUMN
"""Checks that look at pages: what stands on a department's page stands on the portal. A home page or a mandated item
is each unit's own."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """A finding that must be there. `place` is an address, an href, a unit or an item, as the check names places."""

    id: str
    check: str
    code: str
    unit: str
    place: str
    column: str | None = None
    state: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guarded:
    """Places that must not be reported by these checks, under the name of the innocent that stands there."""

    id: str
    checks: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What an audit of the sample must find and what it must leave alone."""

    as_of: dt.date
    expected: tuple[Expectation, ...]
    innocents: tuple[Guarded, ...]

    @property
    def checks(self) -> frozenset[str]:
        """The checks about which the sheet knows the whole truth."""
        return frozenset(
            {each.check for each in self.expected} | {check for each in self.innocents for check in each.checks}
        )


def answer_sheet(site: Site) -> AnswerSheet:
    """The truth of `site` with the addresses under which it is served."""
    return AnswerSheet(
        as_of=site.truth.as_of,
        expected=tuple(each for defect in site.truth.defects for each in _expectations(defect, site)),
        innocents=tuple(_guarded(innocent, site) for innocent in site.truth.innocents),
    )


def exhibits_sheet(site: Site) -> AnswerSheet:
    """The truth about the second portal: what its columns must be reported for; nothing else is wrong there."""
    exhibits = site.exhibition.exhibits
    home = site.hosts.address("sites:/")
    return AnswerSheet(
        as_of=site.truth.as_of,
        expected=tuple(
            _exhibit_expectation(exhibit, check, code, site)
            for exhibit in exhibits
            for check, code in exhibit.plan.finds.items()
        ),
        innocents=(
            Guarded("sound-portal", tuple(sorted(BY_ADDRESS | BY_HREF | BY_UNIT | BY_ITEM)), (home,)),
            *(_guarded_exhibit(exhibit, site) for exhibit in exhibits),
        ),
    )


def _exhibit_expectation(exhibit: Exhibit, check: str, code: str, site: Site) -> Expectation:
    newest = max((row.date for row in exhibit.rows if row.date), default=None)
    facts = {"last_update": newest.isoformat()} if code == "stale" and newest else {}
    place = column_place(site.hosts.address(f"sites:{exhibit.path}"))
    name = f"{exhibit.unit.id}-{exhibit.plan.key}"
    column = None if exhibit.plan.crumbless else exhibit.breadcrumb
    return Expectation(name, check, code, exhibit.unit.id, place, column, facts=facts)


def _guarded_exhibit(exhibit: Exhibit, site: Site) -> Guarded:
    place = column_place(site.hosts.address(f"sites:{exhibit.path}"))
    checks = tuple(sorted(BY_COLUMN - exhibit.plan.finds.keys()))
    return Guarded(f"{exhibit.unit.id}-{exhibit.plan.key}", checks, (place,))


def normal_place(place: str) -> str:
    """One spelling for addresses: index.html left out, percent-encoding the same, no fragment. Others unchanged."""
    if not place.startswith(("http://", "https://")):
        return place
    bare = quote(unquote(place.partition("#")[0].strip()), safe=":/?&=%~+,;@!$'()*[]")
    return bare.removesuffix("index.html") if bare.endswith("/index.html") else bare


def column_place(url: str) -> str:
    """One spelling for all addresses that show the same column, whichever of them an audit met first."""
    return f"http://{page_key(url)}"


def _expectations(defect: Defect, site: Site) -> Iterator[Expectation]:
    portal = site.plan.portal.id
    copies = {portal} if defect.check in REPORTED_FOR_PORTAL_TOO else set()
    column = site.columns[defect.where] if defect.check in BY_COLUMN else None
    for unit in sorted({*defect.units, *copies}):
        yield Expectation(
            id=defect.id,
            check=defect.check,
            code=defect.code,
            unit=unit,
            place=_place(defect.check, defect.where, site),
            column=column.breadcrumb if column else None,
            state=defect.state,
            facts=defect.facts,
        )


def _guarded(innocent: Innocent, site: Site) -> Guarded:
    return Guarded(innocent.id, innocent.guards, tuple(_any_place(place, site) for place in innocent.at))


def _place(check: str, where: str, site: Site) -> str:
    if check in BY_COLUMN:
        return column_place(site.hosts.address(f"portal:{page_of(where, site.columns)}"))
    if check in BY_ADDRESS:
        return normal_place(site.hosts.address(where))
    return where


def _any_place(reference: str, site: Site) -> str:
    """An innocent's reference: the page of `unit/column`, an address on one of our hosts, or an href as written."""
    if reference.partition("/")[0] in {unit.id for unit in site.plan.units}:
        return normal_place(site.hosts.address(f"portal:{page_of(reference, site.columns)}"))
    address = site.hosts.address(reference)
    return normal_place(address) if address != reference else reference
