"""Signs that a website is in other hands than those it was linked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from checks.links.likeness import Subjects
from checks.links.mislink_params import MislinkParams
from checks.links.shown import Shown, page_elsewhere
from config.lexicon import hijack_words, link_promises
from config.wording import plain
from crawler.facts import Glimpse
from crawler.sites import site_of
from crawler.urls import netloc

PARKED, LANGUAGE, MOVED = "parked", "language", "moved"
"""Signs besides those of the word groups, whose ids are data."""
_PLACES = ("title", "description", "opening")


@dataclass(frozen=True, slots=True)
class Sign:
    """What speaks for it: the kind of sign, and the words found, by where they stand."""

    kind: str
    words: dict[str, list[str]] = field(default_factory=dict)

    @property
    def flat(self) -> list[str]:
        """Every word once, those of the title first."""
        return list(dict.fromkeys(word for place in self.words.values() for word in place))

    def evidence(self) -> dict[str, Any]:
        """The words by place."""
        return {"words": self.words} if self.words else {}


def hijack_sign(
    url: str, ends_at: str, glimpse: Glimpse, texts: Collection[str], params: MislinkParams, *, at_home: bool
) -> Sign | None:
    """The strongest sign that the page which `url` opens (at `ends_at`) is in other hands, or None.

    `texts` are those of the links. `at_home`: a redirect to the other site's home page, which is a fault of its own
    (`redirect-to-home`), so that only what the page itself shows counts.
    """
    shown = page_elsewhere(ends_at, glimpse)
    sign = _trade(glimpse, params) or _parked(ends_at, glimpse, params)
    spared = link_promises().is_governmental(netloc(ends_at)) or link_promises().is_neutral(shown.title)
    if sign is not None or at_home or spared:
        return sign
    return _foreign(glimpse, shown, texts, params) or _moved(url, shown, texts, params)


def _trade(glimpse: Glimpse, params: MislinkParams) -> Sign | None:
    """Words of gambling or pornography: in the title, or several beside it; not where news and law speak."""
    words = hijack_words()
    if words.acquitting_in(f"{glimpse.title} {glimpse.heading}"):
        return None
    if len(words.acquitting_in(f"{glimpse.description} {glimpse.text}")) >= params.acquitting_words:
        return None
    said = {
        place: words.trades_in(text)
        for place, text in zip(
            _PLACES, (glimpse.title, f"{glimpse.description} {glimpse.heading}", glimpse.text), strict=True
        )
    }
    for group in words.groups:
        found = {place: list(trades[group.id]) for place, trades in said.items() if group.id in trades}
        beside = {word for place in _PLACES[1:] for word in found.get(place, ())}
        if len(found.get("title", ())) >= params.title_words or len(beside) >= params.body_words:
            return Sign(group.id, found)
    return None


def _parked(ends_at: str, glimpse: Glimpse, params: MislinkParams) -> Sign | None:
    """The words of a domain for sale or expired, or a short page of a trader in domains."""
    words = hijack_words()
    title = words.parked_title(f"{glimpse.title} {glimpse.heading}")
    is_short = len(plain(glimpse.text)) <= params.short_page and glimpse.complete
    text = words.parked_text(f"{glimpse.text} {glimpse.description}") if is_short else ()
    traders = words.traders({netloc(ends_at), *(glimpse.hosts if is_short else ())})
    found = {"title": title, "opening": text, "traders": traders}
    return Sign(PARKED, {place: list(seen) for place, seen in found.items() if seen}) if any(found.values()) else None


def _foreign(glimpse: Glimpse, shown: Shown, texts: Collection[str], params: MislinkParams) -> Sign | None:
    """A page that is not Chinese under the name of a Chinese body."""
    promises = link_promises()
    official = [text for text in texts if promises.body_in(text) and not promises.speaks_of_abroad(text)]
    if not official or shown.letters < params.least_letters or glimpse.lang.startswith("zh"):
        return None
    if chinese_share(shown.everything) >= params.chinese_share:
        return None
    return Sign(LANGUAGE)


def _moved(url: str, shown: Shown, texts: Collection[str], params: MislinkParams) -> Sign | None:
    """A redirect to somebody else's domain, whose page bears nothing of what the links say."""
    promises = link_promises()
    if site_of(url) == site_of(shown.url) or promises.is_shortener(netloc(url)):
        return None
    telling = [
        text for text in texts if not promises.says_nothing(text) and chinese_share(text) >= params.chinese_share
    ]
    if not telling or shown.letters < params.least_letters or not shown.title:
        return None
    subjects = Subjects()
    if any(
        subjects.letters(text) < params.told_letters or subjects.share_in(text, shown.everything) > 0
        for text in telling
    ):
        return None
    return Sign(MOVED)


def chinese_share(text: str) -> float:
    """The share of Chinese among the letters of a text; kana, which no Chinese text has, speak against it."""
    letters = [char for char in text if char.isalpha()]
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in letters)
    kana = sum("\u3041" <= char <= "\u30ff" for char in letters)
    return max(0, chinese - 2 * kana) / len(letters) if letters else 0.0
