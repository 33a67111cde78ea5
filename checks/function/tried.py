"""What was tried on a unit's own site, and whether there is one."""

from __future__ import annotations

from collections.abc import Iterator

from checks.finding import NotApplicable, Unjudged
from config.registry import Unit, UnitClass
from crawler.facts import Observation
from crawler.kinds import TrialKind
from crawler.store.crawl import Crawl
from crawler.urls import is_address, netloc

NOT_MADE = "trial-not-made"


def has_own_site(crawl: Crawl, unit: Unit) -> bool:
    """Whether the unit has a host of its own; a folder on the county's is tried with the county's."""
    if unit.unit_class is UnitClass.PORTAL:
        return True
    shared = {netloc(url) for url in crawl.portal.start_urls}
    return bool(unit.entry_urls) and netloc(unit.entry_urls[0]) not in shared


def observed(crawl: Crawl, kind: TrialKind, unit: Unit) -> list[Observation]:
    """What trials of this kind showed of the unit, and why any of them showed nothing."""
    return [seen for seen in crawl.observations(kind) if _is_of(crawl, seen, unit)]


def tried(crawl: Crawl, kind: TrialKind, unit: Unit, code: str) -> tuple[list[Observation], list[Unjudged]]:
    """The observations that tell something, and what is open because of the others, or because there are none.

    `code` is the fault that might stand there.
    """
    seen = observed(crawl, kind, unit)
    if not seen:
        return [], [Unjudged(kind.value, NOT_MADE, code)]
    telling = [each for each in seen if each.reason is None]
    why = [Unjudged(each.subject or kind.value, each.reason, code, each.subject) for each in seen if each.reason]
    return telling, why


def no_own_site(crawl: Crawl, unit: Unit) -> Iterator[NotApplicable]:
    """What a check of whole sites says of a unit without one."""
    if not has_own_site(crawl, unit):
        yield NotApplicable("no-own-site")


def is_bare_address(url: str) -> bool:
    """Whether the host of a URL is an address instead of a name."""
    host = netloc(url)
    bare = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return is_address(bare)


def _is_of(crawl: Crawl, seen: Observation, unit: Unit) -> bool:
    owner = seen.values.get("unit")
    if owner is not None:
        return bool(owner == unit.id)
    return not seen.subject or (crawl.belongs(seen.subject, unit) and has_own_site(crawl, unit))
