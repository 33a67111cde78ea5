"""The note on a page that may be a policy document, its interpretation, or its draft."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import NamedTuple

from checks.places import POLICY_FILES
from checks.policy.statements import Repeal, is_marked
from checks.policy.titles import Number
from config.policy_words import found_in, policy_words


class Role(Enum):
    """What a page is in the policy chain."""

    DOCUMENT = "document"
    INTERPRETATION = "interpretation"
    DRAFT = "draft"
    OTHER_DOCUMENT = "other-document"
    """Bears a document number or stands among the documents, but is nothing that must be interpreted."""


class Dated(NamedTuple):
    """A date of a page and where it was read; `sure` tells whether no other source disagrees."""

    day: dt.date
    source: str
    sure: bool = True


class Paper(NamedTuple):
    """A page of the policy chain.

    * `names` are those of the document or of what the page explains; `mentions` and `numbers` are further documents
      named in its text. `columns` are (path, kind) of those that list it.
    * `fields` are (id of the lexicon, whether it has a value); `validity` is the shown 有效性, None without a place.
    * `expires` and `until` are the ends of validity that a document's fields and its text state, `extended` whether the
      fields say that it was prolonged, `ended` whether the text says that it holds no longer.
    * `repeals` are the documents that it repeals, and `repeals_from` is the day from which on, where that is told.
    * `signed` is the day under an office's name below the text; `hidden`: the text stands in a file or a picture, or
      was not read to its end; `explained`: the text has a heading 政策解读.
    """

    url: str
    key: str
    title: str
    unit: str
    role: Role
    names: tuple[str, ...]
    published: Dated | None
    written: Dated | None
    number: Number | None
    numbers: tuple[Number, ...]
    mentions: tuple[str, ...]
    publisher: str
    source: str
    validity: str | None
    expires: dt.date | None
    fields: tuple[tuple[str, bool], ...]
    columns: tuple[tuple[str, str], ...]
    media: tuple[tuple[str, int], ...]
    length: int
    normative: bool
    until: dt.date | None = None
    ended: bool = False
    repeals: tuple[Repeal, ...] = ()
    repeals_from: dt.date | None = None
    extended: bool = False
    signed: dt.date | None = None
    hidden: bool = False
    explained: bool = False

    @property
    def column(self) -> str | None:
        """The path of the first column that lists it."""
        return self.columns[0][0] if self.columns else None

    @property
    def marked(self) -> bool:
        """Whether its title calls it repealed."""
        return is_marked(self.title)

    @property
    def archived(self) -> bool:
        """Whether a column of repealed documents lists it."""
        return any(found_in(policy_words().validity.columns, path) for path, _ in self.columns)

    @property
    def in_library(self) -> bool:
        """Whether a column of the kind 政策文件 lists it."""
        return any(kind == POLICY_FILES for _, kind in self.columns)
