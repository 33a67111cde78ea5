"""Where an assessor may look first: what the audit found that goes by the words of an item. Leads, never evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from checks.disclosure.holdings import Holdings
from checks.disclosure.item_words import CHECK as MANDATED
from checks.finding import Finding, State
from config.mandated import MandatedItem
from config.registry import Unit
from config.rubric import Indicator, Rubric
from config.wording import plain
from crawler.store.crawl import Crawl
from crawler.survey.column import Item
from reports.result import Judgement
from reports.scorecard import Scorecard
from reports.sheet.layout import LINKS
from reports.sheet.row import Lead

LEAST = 4
"""Letters that a name or a phrase must have to say what it is about (own choice: 公开 and 政策 stand everywhere)."""
EVERYWHERE = 0.1
"""A column whose name stands in more than this share of the items says nothing about one of them (own choice)."""
_BREAKS = re.compile(r"[\s，。、；：,;:.（）()《》“”‘’\"'！？!?|/]+")


class RunLeads:
    """The leads of a stored run, unit by unit."""

    def __init__(self, crawl: Crawl) -> None:
        self._crawl = crawl
        self._known: dict[tuple[str, str], _UnitLeads] = {}

    def __call__(
        self, judgement: Judgement, card: Scorecard, indicator: Indicator, found: Sequence[Finding]
    ) -> tuple[Lead, ...]:
        """At most as many as the sheet has room for: findings, then mandated items, then what has the same name."""
        rubric, unit = judgement.rubric, self._crawl.portal.unit(card.unit)
        if (rubric.id, unit.id) not in self._known:
            self._known[rubric.id, unit.id] = _UnitLeads(self._crawl, unit, rubric)
        kept: dict[str, Lead] = {}
        for lead in self._known[rubric.id, unit.id].of(indicator, found):
            kept.setdefault(lead.url, lead)
            if len(kept) == LINKS:
                break
        return tuple(kept.values())


class _UnitLeads:
    def __init__(self, crawl: Crawl, unit: Unit, rubric: Rubric) -> None:
        self._unit = unit
        self._rubric = rubric
        self._holdings = Holdings(crawl, unit, self._items)

    def of(self, indicator: Indicator, found: Sequence[Finding]) -> Iterator[Lead]:
        """All leads, the best ones first."""
        for state, kind in ((State.CONFIRMED, "finding"), (State.SUSPECTED, "suspected")):
            yield from (Lead(kind, each.text or each.url, each.url) for each in found if each.state is state)
        yield from self._mandated(indicator)
        yield from self._columns(indicator)
        yield from self._articles(indicator)

    def _mandated(self, indicator: Indicator) -> Iterator[Lead]:
        """Where the items are that the indicator's own rules ask for."""
        wanted = {
            str(item)
            for rule in indicator.rules
            for counted in rule.count
            if counted.check == MANDATED
            for item in counted.where.get("item", ())
        }
        for item in self._items:
            if item.id in wanted and self._unit.unit_class.among(item.applies_to):
                hits = self._holdings.find(item)
                yield from (Lead("column", column.name, column.url) for column in hits.columns)
                yield from (Lead("article", page.title or page.url, page.url) for page in hits.pages)

    def _columns(self, indicator: Indicator) -> Iterator[Lead]:
        """Columns whose whole name stands in the item's words; rare names first, then long ones."""
        wanted = _words(indicator)
        for column in self._named:
            if plain(column.title) in wanted:
                yield Lead("column", column.title, column.url)

    def _articles(self, indicator: Indicator) -> Iterator[Lead]:
        """Articles and rows in whose title a phrase of the item stands; the newest first."""
        phrases = _phrases(indicator)
        fitting = [item for title, item in self._titles if any(phrase in title for phrase in phrases)]
        for item in sorted(fitting, key=lambda each: each.date or date.min, reverse=True):
            yield Lead("article", item.title, item.url)

    @cached_property
    def _named(self) -> list[Item]:
        """Columns whose names tell something, as name and address: those that few items speak of come first."""
        texts = [_words(indicator) for indicator in self._rubric.indicators]
        names = {plain(column.name) for column in self._holdings.columns}
        spoken = Counter({name: sum(name in words for words in texts) for name in names if len(name) >= LEAST})
        most = max(1, int(EVERYWHERE * len(texts)))
        telling = [column for column in self._holdings.columns if 0 < spoken[plain(column.name)] <= most]
        ordered = sorted(telling, key=lambda each: (spoken[plain(each.name)], -len(each.name), each.level, each.url))
        return [Item(column.name, column.url) for column in ordered]

    @cached_property
    def _titles(self) -> list[tuple[str, Item]]:
        rows = [item for column in self._holdings.columns for item in column.items]
        items = {item.url: item for item in (*rows, *(page.as_item() for page in self._holdings.own_pages()))}
        return [(plain(item.title), items[url]) for url, item in sorted(items.items())]

    @cached_property
    def _items(self) -> tuple[MandatedItem, ...]:
        given = self._rubric.checks.get(MANDATED)
        written: Iterable[object] = given.values.get("items", ()) if given else ()
        return tuple(MandatedItem.model_validate(item) for item in written)


def _words(indicator: Indicator) -> str:
    """Everything that an item says, as names are compared."""
    rules = (rule.look_at or "" for rule in indicator.rules)
    return "|".join(map(plain, (indicator.title, indicator.look_at or "", *rules, indicator.clause)))


def _phrases(indicator: Indicator) -> tuple[str, ...]:
    """The title and what to look at, phrase by phrase."""
    said = (indicator.title, indicator.look_at or "", *(rule.look_at or "" for rule in indicator.rules))
    phrases = (plain(phrase) for words in said for phrase in _BREAKS.split(words))
    return tuple(dict.fromkeys(phrase for phrase in phrases if len(phrase) >= LEAST))
