"""Sentences by which a page says that something is not there. The sentences are data: lexicons/*.yaml."""

from __future__ import annotations

import re
from typing import NamedTuple

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern, plain


class Phrase(StrictModel):
    """A sentence, as a regular expression over `plain` text (no blanks, no punctuation, lower case)."""

    pattern: Pattern
    source: str
    status: Status
    note: str | None = None


class EmptyWordings(StrictModel):
    """What stands in an empty column.

    Each method is given the visible text of ONE element of the main area (never of a script, a template or a hidden
    node, and never a cell of a table, where "暂无" is a value). The whole text must be the phrase; only `leading`
    and `trailing` courtesies may surround it. So neither a headline about 栏目建设 nor a data table's hidden message
    counts.
    """

    leading: Pattern
    trailing: Pattern
    empty: tuple[Phrase, ...]
    construction: tuple[Phrase, ...]
    declared: tuple[Phrase, ...] = Field(description="statements that the unit has no such information: legally empty")
    loading: tuple[Phrase, ...] = Field(description="what stands there until a script has fetched the list")
    asked: tuple[Phrase, ...] = Field(description="of `empty`, those that answer a query rather than speak of a column")
    beside: tuple[Phrase, ...] = Field(description="found in sentences that tell where, or why not, something is there")

    def empty_in(self, text: str) -> Phrase | None:
        """The phrase by which `text` says that the column holds nothing."""
        return self._whole(self.empty, text)

    def construction_in(self, text: str) -> Phrase | None:
        """The phrase by which `text` says that the column is still being built."""
        return self._whole(self.construction, text)

    def declared_in(self, text: str) -> Phrase | None:
        """The phrase by which the unit states that it has no such information: such a column is not blank (空白)."""
        return self._whole(self.declared, text)

    def loading_in(self, text: str) -> Phrase | None:
        """The phrase by which `text` says that a script is still fetching the list."""
        return self._whole(self.loading, text)

    def answers_query(self, text: str) -> bool:
        """Whether `text` says that a query found nothing, not that a column holds nothing."""
        return self._whole(self.asked, text) is not None

    def beside_in(self, text: str) -> Phrase | None:
        """The phrase by which `text` tells that what the column is about stands elsewhere, or why there is none."""
        words = plain(text)
        return next((phrase for phrase in self.beside if re.search(phrase.pattern, words)), None)

    def _whole(self, phrases: tuple[Phrase, ...], text: str) -> Phrase | None:
        words = plain(text)
        return next(
            (
                phrase
                for phrase in phrases
                if re.fullmatch(f"(?:{self.leading})*(?:{phrase.pattern})(?:{self.trailing})*", words)
            ),
            None,
        )


class Opening(Phrase):
    """A sentence in the text of an error page. `longest`: letters of text on a page above which it says nothing, where
    it is also used of other things (default: those of any short page)."""

    longest: int | None = Field(default=None, ge=1)


class Giveaway(NamedTuple):
    """What a page says that gives it away. `sure`: that it cannot be said of anything but the page itself."""

    pattern: str
    sure: bool


class Soft404Wordings(StrictModel):
    """What an error page says that was sent with status 200.

    `titles` must match the whole title or main heading, where a site's own name may follow. `openings` are searched
    for in the first `opening_length` letters of the page's text, and only on a page of at most `short_page` letters:
    the same words deep in a long article are news about dead links. A page of more than `sure_page` letters has more to
    tell (help, a form for a query), so that its opening proves nothing; what is only `supposed` there is not said.
    """

    opening_length: int = Field(ge=1)
    short_page: int = Field(ge=1)
    sure_page: int = Field(ge=1)
    site_name: Pattern
    supposed: Pattern = Field(description="what stands right before a sentence that tells of a possible case")
    titles: tuple[Phrase, ...]
    openings: tuple[Opening, ...]
    source: str
    status: Status

    def spoken_by(self, title: str, heading: str, text: str) -> Giveaway | None:
        """What gives a page away. `text` is its visible text without navigation, header and footer."""
        for headline in (plain(title), plain(heading)):
            for phrase in self.titles:
                if re.fullmatch(f"(?:{phrase.pattern})(?:{self.site_name})?", headline):
                    return Giveaway(phrase.pattern, sure=True)
        words = plain(text)
        for opening in self.openings:
            if len(words) <= (opening.longest or self.short_page) and self._is_said(opening, words):
                return Giveaway(opening.pattern, sure=len(words) <= self.sure_page)
        return None

    def _is_said(self, opening: Opening, words: str) -> bool:
        said = re.finditer(opening.pattern, words[: self.opening_length])
        return any(not re.search(f"(?:{self.supposed})$", words[: found.start()]) for found in said)
