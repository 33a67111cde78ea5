"""How search boxes and their results are recognised: `config/lexicons/site-search.yaml`."""

from __future__ import annotations

import re
from functools import cache, cached_property

from pydantic import Field

from config.lexicon import LEXICONS
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml


class SiteSearch(StrictModel):
    """All of site-search.yaml."""

    source: str
    status: Status
    fields: tuple[str, ...] = Field(min_length=1, description="names of the field that takes the words, lower case")
    words: tuple[str, ...] = Field(min_length=1, description="words by which a box says that it searches, lower case")
    addresses: tuple[Pattern, ...] = Field(min_length=1, description="parts of addresses that search")
    others: tuple[str, ...] = Field(description="words of boxes that look for something else, lower case")
    supposed: tuple[str, ...] = Field(description="what stands right before a hint for the case that nothing is found")
    nothing: tuple[Pattern, ...] = Field(min_length=1, description="what a result page says that found nothing")
    own_script: tuple[Pattern, ...] = Field(description="signs of a script that puts the query on the page")

    def names_field(self, name: str) -> bool:
        """Whether a field of this name takes the words of a search."""
        return name.lower() in self._fields

    def speaks(self, text: str) -> bool:
        """Whether `text` says that something is a search."""
        lower = text.lower()
        return any(word in lower for word in self.words)

    def asks_for_other(self, text: str) -> bool:
        """Whether `text` says that a box looks for something else than the site's pages."""
        lower = text.lower()
        return any(word in lower for word in self.others)

    def nothing_found_in(self, text: str, near: int = 0) -> str | None:
        """Where a page with this visible text says that nothing was found, with `near` letters on both sides; else
        None."""
        written = "".join(text.split())
        said = self._nothing.search(written)
        return written[max(0, said.start() - near) : said.end() + near] if said else None

    def fills_in(self, source: str) -> bool:
        """Whether scripts in `source` may put the query on the page, so that its absence there says nothing."""
        return self._own_script.search(source) is not None

    @cached_property
    def _fields(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.fields)

    @cached_property
    def _nothing(self) -> re.Pattern[str]:
        supposed = "".join(f"(?<!{re.escape(word)})" for word in self.supposed)
        return re.compile(f"{supposed}(?:{'|'.join(self.nothing)})")

    @cached_property
    def _own_script(self) -> re.Pattern[str]:
        return re.compile("|".join(self.own_script))

    @cached_property
    def by_script(self) -> re.Pattern[str]:
        """An address in a script that ends with the field and goes on with the words: groups address and field."""
        names = "|".join(sorted(map(re.escape, self._fields), key=len, reverse=True))
        return re.compile(rf"""["'`]([^"'`\s<>]{{1,600}}[?&])({names})=(?:["']\s*\+|\$\{{)""", re.IGNORECASE)

    @cached_property
    def address(self) -> re.Pattern[str]:
        """What an address shows that searches."""
        return re.compile("|".join(self.addresses), re.IGNORECASE)


@cache
def site_search() -> SiteSearch:
    """The signs of site searches. Raises `ConfigError` when the data file is broken."""
    return load_yaml(LEXICONS / "site-search.yaml", SiteSearch)
