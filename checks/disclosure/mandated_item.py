"""The check `mandated-item`: what a unit must have published by law or rubric."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.disclosure.holdings import Holdings
from checks.disclosure.inside import Texts
from checks.disclosure.item_judge import ItemJudge
from checks.disclosure.item_words import CHECK, EMPTY, INCOMPLETE, LATE, MISSING, STALE, TOO_FEW, YEAR_GAP
from checks.disclosure.named import NAMED_PAGES, NamedPage
from checks.finding import NotApplicable
from checks.notes import Notes
from checks.scanning import ScanCheck, SeenPage, Sees
from config.mandated import ItemForm
from config.mandated import MandatedItem as Item
from config.registry import Unit
from config.rubric import Status
from crawler.store.crawl import Crawl


class MandatedItemParams(CheckParams):
    """The items of the rubric."""

    items: tuple[Item, ...] = Field(
        default=(), description="what units of which classes must publish, under which names"
    )
    similar: float = Field(
        default=0.8,
        ge=0,
        le=1,
        description="likeness (0 to 1) from which on a name that no other item has makes a missing item only "
        "suspected, because it may stand there under that name (own rule)",
    )
    same: float = Field(
        default=0.9,
        ge=0,
        le=1,
        description="likeness from which on a column or page of a name that no item has is taken for the item; its "
        "name and likeness are told (own rule; 1: never)",
    )


class MandatedItem(ScanCheck[NamedPage]):
    """Information that a unit must publish: is it there, filled, up to date, in time, enough, complete?

    ## What it finds

    * `missing`: nothing in the unit's columns, page titles and link texts goes by one of the item's names; or, for
      an item with one entry per year, there is no entry for the year that was last due.
    * `empty`: the column of that name is proven to be empty.
    * `stale`: the newest date in it is older than the item allows.
    * `late`: the entry of the year last due was published after its deadline.
    * `too-few`: it holds fewer entries than required.
    * `incomplete`: a required part matches no row, no column below it and no link in the body of its pages, and, where
      the item asks for that, stands in no text of its pages and files.
    * `year-gap`: there is no entry for some years after the first one and before the year last due; the item's `series`
      says how many years back are asked about.

    `facts.item` is the stable id of the item; `expected` and `observed` say what was asked and what was seen;
    `searched`, `nearest` and `nearest_at` (name, likeness, address) let a person overrule the finding in seconds. Where
    an item was found is told too.

    ## Why it matters

    《政府信息公开条例》（国令第711号） articles 12, 20, 21, 49 and 50 say what must be published by whom and by when;
    local rubrics add to it. Each item quotes its own clause in the rubric.

    ## How it decides

    Names are compared after dropping blanks, punctuation and differences of width; a bracket at the end may be left
    out. A text matches when it equals or ends with one of the item's names, or fits one of its patterns, and has none
    of the words that the item excludes. A unit's own places are those that no other unit claims: items of the county
    may lie anywhere on its portal except inside the subtrees of departments and townships, and a township is not
    credited with what the county's navigation offers. A link of the right name to an outside platform counts as found,
    and so does a file of that name. A name that differs by a letter or two (likeness `same`) and that no other item has
    is taken for the item's.

    `missing` needs a crawl that finished and in which every page of the unit that may hold a column was observed;
    otherwise the item is not judged. An item that stands nowhere is only `suspected` where a very similar name exists
    that no other item has, where the links of the right name lead only to pages that do not open, and where it is
    information on a subject (`by_name: false`), because that may stand under any heading. The other codes need the same
    proof, and that the item's lists were read as far as it takes. `missing` and `year-gap` are `suspected` for yearly
    entries that may also stand in the text of a row, `stale` where a date is only that of a file or another one
    contradicts it. `incomplete` is `suspected` where the item is a text, because a part may be written in it without
    being a link, and for every part that is looked for in texts. Texts of files count; a file that was not read, and
    rows beyond those that are opened for it (`item_texts.rows` in config/policy.yaml), leave the part open, and so they
    do with a yearly entry that may stand in a text. Parts that a statement of the unit (`waiver`, 未涉及领域事项说明)
    names are not asked for; one that was not read, or not to its end, leaves the rest open.

    Some names of yearly entries (年度报告, 年报) mean other things too. In the item's own columns they count whatever
    stands before them; elsewhere an entry must name its subject (公开). What elsewhere names only a body and a year may
    be an entry: it is never `late`, and makes `missing`, `year-gap` and the `late` of another entry only `suspected`.
    A file of an entry's page is part of it, but an entry, without a date, for a year that no other entry tells.

    ## When it does not apply

    Items of other classes of units; a unit for whose class there are none. A column that the registry exempts is
    neither `empty` nor `stale` here. Columns that the registry lists for a
    unit (`mandated_columns`) are looked for as well.

    ## Known errors

    An item under a name that nobody thought of is reported as missing: add the name to the rubric. A yearly entry whose
    title names no year is taken to be for the year of its date less the item's `lag`. What stands only inside a picture
    is not seen.
    """

    id = CHECK
    title = "应公开事项"
    needs = ("pages",)
    codes = (MISSING, EMPTY, STALE, LATE, TOO_FEW, INCOMPLETE, YEAR_GAP)
    clause = (
        "《中华人民共和国政府信息公开条例》（国令第711号）第十二条、第二十条、第二十一条、第四十九条、第五十条；"
        "各事项的具体依据见指标体系"
    )
    Params = MandatedItemParams
    sees = Sees.OWN
    notebook = NAMED_PAGES
    timeless = True

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[NamedPage]:
        """What the page calls itself."""
        return (NamedPage.of(seen.page, seen.unit),)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[NamedPage]
    ) -> Iterator[Said]:
        """Findings for each item that `unit` must publish."""
        assert isinstance(params, MandatedItemParams) and isinstance(notes, Notes)
        items = [item for item in params.items if unit.unit_class.among(item.applies_to)]
        items += [_registry_item(name, unit) for name in unit.mandated_columns]
        if not items:
            yield NotApplicable("no-items-for-class")
            return
        sought = [wording for item in items for wording in item.wordings]
        holdings = notes.kept("holdings", lambda: Holdings(crawl, unit, sought, notes))  # on all days the same
        texts = Texts(crawl)
        for item in items:
            others = [other for other in items if other is not item]
            yield from ItemJudge(crawl, unit, holdings, item, as_of, texts=texts).judge(
                others, params.similar, params.same
            )


def _registry_item(name: str, unit: Unit) -> Item:
    """A column that the registry wants; its id follows from its name, so it stays the same in every run."""
    return Item(
        id=f"column-{hashlib.blake2b(name.encode(), digest_size=4).hexdigest()}",
        title=name,
        names=(name,),
        form=ItemForm.COLUMN,
        applies_to=(unit.unit_class,),
        clause=name,
        source="registry: mandated_columns",
        status=Status.CONFIRMED,
    )
