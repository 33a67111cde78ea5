"""Sentences by which a page says that something is not there. The sentences are data: lexicons/*.yaml."""

from __future__ import annotations

import re

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


class Soft404Wordings(StrictModel):
    """What an error page says that was sent with status 200.

    `titles` must match the whole title or main heading, where a site's own name may follow. `openings` are searched
    for in the first `opening_length` letters of the page's text, and only on a page of at most `short_page` letters:
    the same words deep in a long article are news about dead links.
    """

    opening_length: int = Field(ge=1)
    short_page: int = Field(ge=1)
    site_name: Pattern
    titles: tuple[Phrase, ...]
    openings: tuple[Phrase, ...]
    source: str
    status: Status

    def spoken_by(self, title: str, heading: str, text: str) -> Phrase | None:
        """The phrase that gives a page away. `text` is its visible text without navigation, header and footer."""
        for headline in (plain(title), plain(heading)):
            for phrase in self.titles:
                if re.fullmatch(f"(?:{phrase.pattern})(?:{self.site_name})?", headline):
                    return phrase
        words = plain(text)
        if len(words) > self.short_page:
            return None
        return next(
            (phrase for phrase in self.openings if re.search(phrase.pattern, words[: self.opening_length])), None
        )
