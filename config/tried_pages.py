"""Which pages trials look at beside home pages, and what they look for there: qr-codes.yaml and mobile-pages.yaml."""

from __future__ import annotations

import re
from functools import cache

from pydantic import Field

from config.item_words import item_words
from config.lexicon import LEXICONS
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern, Wording
from config.yaml_file import load_yaml


class QrCodes(StrictModel):
    """All of qr-codes.yaml."""

    source: str
    status: Status
    pages: str = Field(description="the entry of item-words.yaml that names the pages with the code")
    pictures: tuple[str, ...] = Field(min_length=1, description="words in the text or name of a picture, lower case")
    accounts: tuple[str, ...] = Field(description="beginnings of scanned addresses that lead to an account")

    @property
    def page_names(self) -> Wording:
        """The names of the pages."""
        return item_words().entries[self.pages]

    def is_named(self, words: str) -> bool:
        """Whether the text or address of a picture says that it is a code."""
        return any(word in words.lower() for word in self.pictures)

    def is_account(self, url: str) -> bool:
        """Whether a scanned address leads to an account of a platform and to no form."""
        return url.partition("://")[2].lower().startswith(self.accounts)


class MobilePages(StrictModel):
    """All of mobile-pages.yaml."""

    source: str
    status: Status
    items: dict[str, Wording] = Field(description="further pages that are looked at, by the item that they are")
    versions: tuple[str, ...] = Field(description="texts of links to a version for phones")
    phones: Pattern = Field(description="what a script asks for that tells phones from other machines")

    def after_phones(self, script: str) -> str:
        """What follows in a script where it tells phones from other machines; empty when it does not."""
        told = re.search(self.phones, script)
        return script[told.end() :] if told else ""


@cache
def qr_codes() -> QrCodes:
    """Where codes are looked for. Raises `ConfigError` when the data file is broken."""
    return load_yaml(LEXICONS / "qr-codes.yaml", QrCodes)


@cache
def mobile_pages() -> MobilePages:
    """Which pages are looked at as a phone shows them. Raises `ConfigError` when the data file is broken."""
    return load_yaml(LEXICONS / "mobile-pages.yaml", MobilePages)
