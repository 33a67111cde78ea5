"""The check `place-name`: texts that were copied from another place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache

from pydantic import Field

from checks.content.announced import places
from checks.content.hints import hints_in
from checks.content.passages import Spot, Text, TextCheck, around, is_quoted
from checks.contract import CheckParams, Said
from checks.scanning import SeenPage
from config.place_words import place_words
from config.registry import Unit
from crawler.facts import Found
from crawler.store.crawl import Crawl

FOREIGN = "foreign-place"
CLAIMED = "claimed"
"""A note, and no finding: the name is claimed in a text."""
_REACH = 20
"""Characters before a hint in which its claim begins."""


class PlaceNameParams(CheckParams):
    """How much it takes."""

    least: int = Field(default=2, ge=1, description="claims of one text that name the same place (own rule)")
    local_from: int = Field(
        default=3, ge=2, description="texts of the unit that claim one name, from which it is a local one (own rule)"
    )


class PlaceName(TextCheck):
    """Texts of an office that claim to be from another place (套用其他地方的文本).

    ## What it finds

    `foreign-place`: a name in claims such as 打造长滩品牌, or before 各部门、各村, that belongs to no unit of the
    portal. `facts` give the name, how often it is claimed, and the first such passage.

    ## Why it matters

    国办秘函〔2019〕19号 counts wrong statements (表述错误); a text copied from another town promises what nobody there
    decided.

    ## How it decides

    By the claims in `config/lexicons/place-names.yaml`. A name counts when one text claims it at least `least` times,
    once at least for a government (政务公开品牌, 各部门) because products have brands, too; when no unit of the portal
    and not the portal itself is called so; when neither the title nor the source, the publisher, the document number
    or the column names it; and when fewer than `local_from` texts of the unit claim it, be it once and for a product:
    what many texts name is a village or a brand of the place itself. The first of three characters may be a word
    before the name (请长滩镇各部门), so names, pages and claims that have the other two count as having it, and where
    these are a common word (请联系镇党政办) there is no name at all.

    ## When it does not apply

    Names in quotation marks are names of brands. A unit without articles is not judged.

    ## Known errors

    A village, a river or a product that few texts claim looks like a foreign place; a place that `local_from` copied
    texts claim looks like a local one. A copied text that names its place once is not found; nor are names of more than
    three characters.
    """

    id = "place-name"
    title = "疑似套用其他地方的文本"
    codes = (FOREIGN,)
    clause = "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》：信息内容表述错误；国办发〔2017〕47号：内容准确"
    Params = PlaceNameParams

    def read(self, text: Text, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """Names that a text claims often enough."""
        assert isinstance(params, PlaceNameParams)
        whole = text.text
        claims = _claims(whole)
        counts = Counter(found["place"] for found in claims)
        for place, count in sorted(counts.items()):
            same = [found for found in claims if found["place"] == place]
            if count >= params.least and not _is_named(place, _said_about(text)) and any(map(_of_government, same)):
                first = same[0]
                shown = around(whole, first.start(), first.end())
                yield text.spot(FOREIGN, place, place=place, count=count, excerpt=shown)

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """These, and a note of every name that an article claims at all: what many claim is local."""
        yield from super().look(seen, params, as_of)
        if seen.page.article is not None:
            names = {found["place"] for found in _claims(seen.page.article.text)}
            yield from (Spot(CLAIMED, seen.page.url, None, "", name) for name in sorted(names))

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Spot]
    ) -> Iterator[Said]:
        """Names that no unit bears and few texts claim."""
        assert isinstance(params, PlaceNameParams)
        portal = crawl.portal
        names = " ".join([portal.name, *(each.name for each in portal.units)])
        claimed: dict[str, set[str]] = defaultdict(set)
        for spot in notes:
            if spot.code == CLAIMED:
                for name in _readings(spot.key):
                    claimed[name].add(spot.url)
        few = (
            spot
            for spot in notes
            if spot.code == FOREIGN and all(len(claimed[name]) < params.local_from for name in _readings(spot.key))
        )
        foreign = [spot for spot in few if not _is_named(spot.key, names)]
        yield from super().weigh(crawl, unit, params, as_of, foreign)


def _claims(whole: str) -> list[re.Match[str]]:
    """The claims around each hint."""
    claims: dict[int, re.Match[str]] = {}
    hints = hints_in(whole)
    for hint in filter(hints.__contains__, place_words().hints):
        for at in places(whole, hint):
            behind = at + len(hint)
            for pattern, ends in _patterns():
                if not (whole.endswith(ends, 0, at) or whole.endswith(ends, 0, behind)):
                    continue
                for found in pattern.finditer(whole, max(0, at - _REACH), behind):
                    if found.end() in (at, behind) and _is_claim(whole, found):
                        claims.setdefault(found.start("place"), found)
    return [claims[start] for start in sorted(claims)]


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Patterns of claims, each with what its matches end with."""
    words = place_words()
    return (re.compile(words.claim), words.claim_ends), (re.compile(words.designation), words.designation_ends)


@cache
def _no_place() -> re.Pattern[str]:
    return re.compile(place_words().not_in_place)


def _is_claim(whole: str, found: re.Match[str]) -> bool:
    place = found["place"]
    common = not place_words().common_words.isdisjoint(_readings(place)) or _no_place().search(place) is not None
    return not common and not is_quoted(whole, found.start("place"))


def _is_named(place: str, names: str) -> bool:
    """Whether `names` have the place."""
    return any(reading in names for reading in _readings(place))


def _readings(place: str) -> tuple[str, ...]:
    """The place, and what it is without its first character: that may be a word before it (请长滩镇)."""
    return (place, place[1:]) if len(place) > place_words().shortest else (place,)


def _of_government(found: re.Match[str]) -> bool:
    """Whether a claim is one of a government, not of a product."""
    return re.search(place_words().of_government, found.group().replace(found["place"], "", 1)) is not None


def _said_about(text: Text) -> str:
    """What the page says of itself: names in it are no foreign ones."""
    article = text.article
    facts = (article.source, article.publisher, article.document_number) if article else ()
    return " ".join([text.title, text.column or "", *(fact.value for fact in facts if isinstance(fact, Found))])
