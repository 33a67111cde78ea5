"""Judges one mandated item of one unit: seven questions, each answered by a finding, an open item or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.columns.empty_column import why_unread
from checks.columns.freshness import ages, freshness, newest_item
from checks.contract import Said
from checks.disclosure.item_parts import ItemParts
from checks.disclosure.item_words import EMPTY, INCOMPLETE, MISSING, STALE, TOO_FEW, YEAR_GAP
from checks.disclosure.item_years import NO_DATE, ItemYears
from checks.disclosure.likeness import Near
from checks.disclosure.named import ONLY_A_FILE, NamedLink
from checks.finding import Examined, Finding, State, Unjudged
from checks.links.broken_link import NOT_REQUESTED
from config.mandated import MandatedItem
from crawler.kinds import PageKind


class ItemJudge(ItemYears, ItemParts):
    """Asks for one item."""

    def judge(self, others: Sequence[MandatedItem], similar: float, same: float = 1) -> Iterator[Said]:
        """All that there is to say. `others` are the unit's other items; `similar`, `same` as in the parameters."""
        yield from self._say.recognised(self._near)
        if not self._hits.on_portal:
            if twin := self._under_another_name(others, same):
                yield from twin.judge(others, similar)
            else:
                yield from self._elsewhere(others, similar)
            return
        yield Examined(1)
        nothing = self._empty()
        if nothing:
            yield nothing
            return
        answers = (self._yearly(), self._gap(), self._stale(), self._too_few(), self._incomplete())
        yield from (said for said in answers if said)

    def _under_another_name(self, others: Sequence[MandatedItem], same: float) -> ItemJudge | None:
        """The judge of the same item when one name on the portal is so like its own that it must be meant by it."""
        if self._hits.links or self._near or same >= 1:
            return None
        for near in self._holdings.nearest(self._item):
            if near.likeness < same or self._item.rules_out(near.title):
                continue
            if not any(other.matches(near.title) for other in others):
                twin = self._again(near)
                return twin if twin._hits.on_portal else None
        return None

    def _again(self, near: Near) -> ItemJudge:
        return ItemJudge(self._crawl, self._unit, self._holdings, self._item, self._as_of, texts=self._texts, near=near)

    def _elsewhere(self, others: Sequence[MandatedItem], similar: float) -> Iterator[Said]:
        """The item is on no page that we have read: behind a link, out of sight, or missing."""
        links = self._hits.links
        opening = [link for link in links if link.opens]
        if opening:
            yield Examined(1)
            yield from self._behind(opening)
        elif self._hits.broken and not self._holdings.why_incomplete:
            answer = links[0].answer
            yield Examined(1)
            observed = answer.value if answer else None
            yield self._say.finding(MISSING, self._item.title, observed, State.SUSPECTED, url=links[0].url)
        elif links:
            yield self._say.open(MISSING, self._hidden() or NOT_REQUESTED, links[0].url)
        elif reason := self._holdings.why_incomplete:
            yield self._say.open(MISSING, reason)
        else:
            near = [one.title for one in self._holdings.nearest(self._item) if one.likeness >= similar]
            doubtful = any(not any(other.matches(name) for other in others) for name in near)
            yield Examined(1)
            state = State.SUSPECTED if doubtful or not self._item.by_name else State.CONFIRMED
            yield self._say.finding(MISSING, self._item.title, None, state)

    def _behind(self, opening: Sequence[NamedLink]) -> Iterator[Said]:
        """What is open about an item that is only a link elsewhere, or a file; what a file says can be judged."""
        unread = next((link.why_unread for link in opening if not link.is_file), None)
        for code in self._asked():
            if not unread and code == INCOMPLETE and all(part.inside for part in self._item.elements):
                if said := self._incomplete():
                    yield said
            else:
                yield self._say.open(code, unread or ONLY_A_FILE)

    def _asked(self) -> list[str]:
        """The codes that the item asks about beyond its existence."""
        item = self._item
        asked = {STALE: item.max_age, TOO_FEW: item.min_items, INCOMPLETE: item.elements, MISSING: item.yearly}
        asked[YEAR_GAP] = item.yearly and item.yearly.series
        return [code for code, wanted in asked.items() if wanted]

    def _empty(self) -> Finding | Unjudged | None:
        """Every place of that name is a column without rows."""
        columns = self._hits.columns
        if self._exempt or self._hits.items() or any(column.shape is not PageKind.COLUMN for column in columns):
            return None
        unread = [reason for column in columns if not column.construction and (reason := why_unread(column))]
        doubt = unread[0] if unread else self._hidden()
        return self._say.open(EMPTY, doubt, columns[0].url) if doubt else self._say.finding(EMPTY, 1, 0)

    def _stale(self) -> Finding | Unjudged | None:
        """The newest date is older than allowed."""
        window = self._item.max_age
        if window is None or self._exempt:
            return None
        newest = newest_item(self._hits.items(), self._as_of)
        last = newest.date if newest else None
        if last and last >= window.since(self._as_of):
            return None
        doubt = self._doubt() or (None if last else NO_DATE)
        if doubt:
            return self._say.open(STALE, doubt)
        facts = ages(last, window, self._as_of)
        seen = (freshness(self._crawl, column, self._as_of, window.since(self._as_of)) for column in self._hits.columns)
        state = State.SUSPECTED if any(fresh.suspicion for fresh in seen) else State.CONFIRMED
        return self._say.finding(STALE, facts.pop("since"), facts["last_update"], state, **facts)

    def _too_few(self) -> Finding | Unjudged | None:
        """Fewer entries than required, in the window that the item names."""
        least, window = self._item.min_items, self._item.min_items_within
        if least is None:
            return None
        rows = self._hits.items()
        if window:
            rows = [row for row in rows if row.date and window.since(self._as_of) <= row.date]
        elif max((column.total or 0 for column in self._hits.columns), default=0) >= least:
            return None
        if len(rows) >= least:
            return None
        doubt = self._doubt(all_pages=True)
        return self._say.open(TOO_FEW, doubt) if doubt else self._say.finding(TOO_FEW, least, len(rows))
