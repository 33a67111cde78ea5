"""Judges one mandated item of one unit: seven questions, each answered by a finding, an open item or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from checks.columns.empty_column import why_unread
from checks.columns.freshness import ages, freshness, newest_item
from checks.contract import Said
from checks.disclosure.holdings import Holdings, NamedLink, each_once
from checks.disclosure.inside import Texts
from checks.disclosure.item_words import EMPTY, INCOMPLETE, LATE, MISSING, STALE, TOO_FEW, YEAR_GAP, ItemWords
from checks.disclosure.likeness import Near
from checks.disclosure.years import years_of
from checks.finding import Examined, Finding, State, Unjudged
from checks.links.broken_link import NOT_REQUESTED
from config.mandated import Element, MandatedItem, Yearly
from config.registry import Unit
from config.wording import plain
from crawler.facts import Link
from crawler.kinds import BROKEN, AnswerKind, PageKind, Region, TargetKind
from crawler.store.crawl import Crawl, Item
from crawler.urls import page_key

_WITH_TEXT = frozenset({PageKind.SINGLE_ARTICLE, PageKind.LANDING})

OUTSIDE = "outside-portal"
ONLY_A_FILE = "only-a-file"
NO_DATE = "undated-entry"


class ItemJudge:
    """Asks for one item. `holdings` is what the unit shows; dates count back from `as_of`.

    `near` is a name on the portal that is so like the item's that it was added to its names.
    """

    def __init__(
        self,
        crawl: Crawl,
        unit: Unit,
        holdings: Holdings,
        item: MandatedItem,
        as_of: date,
        *,
        texts: Texts | None = None,
        near: Near | None = None,
    ) -> None:
        self._crawl = crawl
        self._unit = unit
        self._holdings = holdings
        self._item = item
        self._as_of = as_of
        self._near = near
        self._texts = texts or Texts(crawl)
        self._hits = holdings.find(item, near.title if near else "")
        self._say = ItemWords(crawl, unit, holdings, item, self._hits)

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
        if any(link.answer is AnswerKind.CONTENT for link in links):
            yield Examined(1)
            yield from self._behind(links)
        elif self._hits.broken:
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

    def _behind(self, links: Sequence[NamedLink]) -> Iterator[Said]:
        """What is open about an item that is only a link elsewhere, or a file; what a file says can be judged."""
        only_file = all(link.is_file for link in links if link.answer is AnswerKind.CONTENT)
        for code in self._asked():
            if only_file and code == INCOMPLETE and all(part.inside for part in self._item.elements):
                if said := self._incomplete():
                    yield said
            else:
                yield self._say.open(code, ONLY_A_FILE if only_file else OUTSIDE)

    @property
    def _exempt(self) -> bool:
        """Whether a person settled in the registry that a column of the item may stand empty or old."""
        return any(column.exempt for column in self._hits.columns)

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

    def _yearly(self) -> Finding | Unjudged | None:
        """The entry of the year that was last due: is it there, and was it in time?"""
        yearly = self._item.yearly
        if yearly is None:
            return None
        year = yearly.last_due_year(self._unit.unit_class, self._as_of)
        entries = [row for row in self._entries(yearly) if year in years_of(row, yearly.lag)]
        if entries:
            return self._late(entries, yearly, year)
        rows = [row for row in self._hits.items() if year in years_of(row, yearly.lag)] if yearly.inside else []
        told = self._texts.of_rows(rows)
        if any(re.search(pattern, inside.text) for inside in told for pattern in yearly.inside):
            return None
        doubt = self._doubt() or next((inside.doubt for inside in told if inside.doubt), None)
        if doubt:
            return self._say.open(MISSING, doubt)
        return self._say.finding(
            MISSING,
            f"{self._item.title}（{year}年度）",
            None,
            State.SUSPECTED if yearly.inside else State.CONFIRMED,
            year=year,
        )

    def _entries(self, yearly: Yearly) -> list[Item]:
        """Everything that is called like a yearly entry, in the item's places and elsewhere in the unit."""
        own = [row for row in self._hits.items() if yearly.is_entry(row.title)]
        return each_once(own + self._holdings.entries(yearly))

    def _gap(self) -> Finding | Unjudged | None:
        """Years without an entry between the first entry and the one last due."""
        yearly = self._item.yearly
        if yearly is None or not yearly.series:
            return None
        last = yearly.last_due_year(self._unit.unit_class, self._as_of)
        found = {year for row in self._entries(yearly) for year in years_of(row, yearly.lag) if year <= last}
        if not found:
            return None
        lost = [year for year in range(max(min(found), last - yearly.series + 1), last) if year not in found]
        if not lost:
            return None
        doubt = self._doubt(all_pages=True)
        if doubt:
            return self._say.open(YEAR_GAP, doubt)
        state = State.SUSPECTED if yearly.inside else State.CONFIRMED
        return self._say.finding(YEAR_GAP, yearly.series, sorted(found), state, absent=lost)

    def _late(self, entries: Sequence[Item], yearly: Yearly, year: int) -> Finding | Unjudged | None:
        """The earliest entry for the year stands after the deadline."""
        deadline = yearly.deadline(self._unit.unit_class, year)
        dated = {entry.date: entry for entry in reversed(entries) if entry.date}
        if deadline is None or any(day <= deadline for day in dated):
            return None
        doubt = NO_DATE if any(not entry.surely_dated for entry in entries) else self._hidden()
        if doubt:
            return self._say.open(LATE, doubt, entries[0].url)
        day, entry = min(dated.items())
        return self._say.finding(
            LATE, deadline.isoformat(), day.isoformat(), url=entry.url, text=entry.title, year=year
        )

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

    def _incomplete(self) -> Finding | Unjudged | None:
        """Required parts that no row, no column below, no link of the item's pages and no text of them names."""
        rows = self._hits.items()
        texts = {row.title for row in rows} | set(self._hits.children) | self._link_texts()
        absent = [part for part in self._item.elements if not any(part.matches(text) for text in texts)]
        told = self._texts.of_rows(self._to_read(rows)) if any(part.inside for part in absent) else []
        absent = [part for part in absent if not any(part.stands_in(inside.text) for inside in told)]
        absent = self._not_waived(absent, rows)
        if not absent:
            return None
        unread = next((inside.doubt for inside in told if inside.doubt), None)
        doubt = self._doubt(all_pages=True) or unread
        if doubt:
            return self._say.open(INCOMPLETE, doubt)
        parts = [part.title for part in self._item.elements]
        lacking = [part.title for part in absent]
        is_text = all(column.shape is PageKind.SINGLE_ARTICLE for column in self._hits.columns)
        state = State.SUSPECTED if is_text or any(part.inside for part in absent) else State.CONFIRMED
        present = [title for title in parts if title not in lacking]
        return self._say.finding(INCOMPLETE, parts, present, state, absent=lacking)

    def _to_read(self, rows: Sequence[Item]) -> list[Item]:
        """What may hold the text of the item: its own pages, then its rows, then files of its name."""
        own = [Item(column.name, column.url) for column in self._hits.columns if column.shape in _WITH_TEXT]
        files = [Item(link.text, link.url, target=TargetKind.ATTACHMENT) for link in self._hits.links if link.is_file]
        return each_once([*own, *rows, *files])

    def _not_waived(self, absent: list[Element], rows: Sequence[Item]) -> list[Element]:
        """Without the parts of which a statement of the unit says that they do not concern it."""
        waiver = self._item.waiver
        if waiver is None or not absent:
            return absent
        said = [row for row in rows if waiver.matches(row.title)]
        said += [Item(title, url) for title, url in self._holdings.called(waiver)]
        inside = self._texts.of_rows(each_once(said))
        if any(not one.text for one in inside):
            return []
        return [part for part in absent if not any(_is_named(part, one.text) for one in inside)]

    def _link_texts(self) -> set[str]:
        """Texts of links to parts of the item, on the item's own pages."""
        own = frozenset(map(page_key, self._say.addresses))
        links = (link for address in self._say.addresses for link in self._crawl.links(address))
        return {link.text for link in links if self._is_part(link, own)} | {link.text for link in self._hits.links}

    def _is_part(self, link: Link, own: frozenset[str]) -> bool:
        """Whether a link leads to a part of the item: not navigation, not the item itself, not somebody else's."""
        if link.region is not Region.BODY or link.url is None or page_key(link.url) in own:
            return False
        return self._holdings.counts(link.url)

    def _doubt(self, *, all_pages: bool = False) -> str | None:
        """Why there may be more to the item than we have read (a key below `reason.`).

        With `all_pages` even a list that falls by date must have been read to its end.
        """
        for column in self._hits.columns:
            if column.shape is PageKind.LANDING:
                continue
            if all_pages and column.missing_reasons:
                return column.missing_reasons[0]
            doubt = freshness(self._crawl, column, self._as_of).doubt
            if doubt:
                return doubt
        return self._hidden()

    def _hidden(self) -> str | None:
        """Why the item may also stand where we could not look: behind a link of its name, or on an unseen page."""
        dated = {page_key(row.url) for row in self._hits.items() if row.date}
        for link in self._hits.links:
            if page_key(link.url) in dated or (link.is_file and link.answer is AnswerKind.CONTENT):
                continue
            if link.answer is AnswerKind.CONTENT:
                return OUTSIDE
            if link.answer not in BROKEN:
                return link.answer.value if link.answer else NOT_REQUESTED
        return self._holdings.why_incomplete


def _is_named(part: Element, plain_text: str) -> bool:
    return part.stands_in(plain_text) or any(plain(name) in plain_text for name in (part.title, *part.names))
