"""责任单位: who has to repair what is charged to the whole portal.

The unit of a portal answers for everything on it, also for what lies in the subtrees of others. Its notice names them.
"""

from __future__ import annotations

from collections import defaultdict

from checks.finding import Finding
from config.messages import text
from config.registry import Unit
from crawler.store.ownership import Owners, owns_all
from crawler.urls import page_key
from reports.office.faults import Faults, Key
from reports.office.known import Known
from reports.result import AuditResult


class Duties:
    """Tells who is responsible for the faults of one unit."""

    def __init__(self, result: AuditResult, unit: Unit) -> None:
        """Look up who else the same faults are charged to."""
        self._portal, self._unit, self._lang = result.portal, unit, result.lang
        self._shared = owns_all(unit) and len(result.portal.units) > 1
        self._owners = Owners(result.portal)
        self._settled = {page_key(column.url): column.unit for column in result.portal.columns if column.unit}
        self._faults = Faults(result.portal)
        self._others: dict[Key, set[str]] = defaultdict(set)
        for judgement in result.judgements if self._shared else ():
            for found in judgement.findings():
                if not owns_all(result.unit(found.unit)):
                    self._others[self._faults.of(found)].add(found.unit)

    def names(self, known: Known) -> str:
        """Who must repair a fault; empty where it can only be the unit itself.

        These are the other units to which the same fault is charged, and the owners of the pages on which it was seen,
        in the order of the registry; for what stands in the template of pages of several, the unit itself. Where that
        is all, whom a work plan makes responsible is named in its words.
        """
        if not owns_all(self._unit):
            return ""
        names = self._owning(known.finding)
        if known.planned and names == [self._unit.name]:
            names = [*known.planned]
        return text("report.list-joint", self._lang).join(names) if self._shared or known.planned else ""

    def _owning(self, found: Finding) -> list[str]:
        charged = self._others.get(self._faults.of(found), ())
        owners = {*charged, *(self._owner(url) for url in found.found_on or (found.url,))}
        names = [unit.name for unit in self._portal.units if unit.id in owners]
        if not names or (len(names) > 1 and found.facts.get("template")):
            return [self._unit.name]
        return names

    def _owner(self, url: str) -> str:
        """The owner of a page; what people settled in the registry comes first."""
        return self._settled.get(page_key(url)) or self._owners.owner(url)
