"""The words by which content risks are recognised, each list in a file of its own below `config/lexicons/`.

Patterns are regular expressions over the text as published (not made `plain`). A `hint` (of `hints`: one of them) is
a piece of text without which the pattern cannot match: it is looked for first, because that is much faster.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml

LEXICONS = Path(__file__).parent / "lexicons"


class PersonalWords(StrictModel):
    """What stands around numbers of persons, and around those that offices publish on purpose."""

    source: str
    status: Status
    provinces: tuple[str, ...]
    not_identity: Pattern
    contact: Pattern
    persons: Pattern
    bodies: Pattern
    list_words: Pattern
    recipients: Pattern
    candidates: Pattern
    office_contact: Pattern
    body_heads: Pattern
    posts: Pattern
    card: Pattern
    account_of_body: Pattern
    address_label: Pattern
    address: Pattern


class LeakMark(StrictModel):
    """A mark of secrecy or of internal use: a whole `line` without its brackets, or `anywhere`."""

    code: str
    hint: str = Field(min_length=1)
    line: Pattern | None = None
    anywhere: Pattern | None = None

    @cached_property
    def line_regex(self) -> re.Pattern[str] | None:
        """The compiled `line`."""
        return re.compile(self.line) if self.line else None

    @cached_property
    def anywhere_regex(self) -> re.Pattern[str] | None:
        """The compiled `anywhere`."""
        return re.compile(self.anywhere) if self.anywhere else None


class LeakMarks(StrictModel):
    """Marks that no published text bears. `excludes` in its title: it speaks about secrecy or about how documents are
    made; `taught` before a mark in the same sentence: the mark is explained; `after` behind it: it was lifted."""

    source: str
    status: Status
    note: str | None = None
    excludes: Pattern
    taught: Pattern
    after: Pattern
    marks: tuple[LeakMark, ...]


class WordingEntry(StrictModel):
    """Wrong forms with the right one.

    `unless` found around the place acquits; with `only_with` it must stand around, too.
    """

    kind: Literal["sovereignty", "name", "phrase", "own"] = "own"
    wrong: tuple[str, ...] = Field(min_length=1)
    right: str
    source: str
    status: Status = Status.UNCONFIRMED
    unless: Pattern | None = None
    only_with: Pattern | None = None


class CountryLists(StrictModel):
    """Lists of countries and regions that are called countries (`names` are the regions)."""

    names: Pattern
    pattern: Pattern
    right: str
    source: str
    status: Status

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions; without one of them there is no list."""
        return tuple(self.names.split("|"))


class TitledName(StrictModel):
    """An office with the name of a person who left it on `until`."""

    words: str
    until: dt.date
    right: str
    source: str
    status: Status


class WordingLexicon(StrictModel):
    """The house's list of wrong forms; `learning` are the words of those who teach or forbid them in the same sentence,
    `teaching` those in titles of texts that do nothing else."""

    learning: Pattern
    teaching: Pattern
    sources: dict[str, str] = Field(default_factory=dict)
    entries: tuple[WordingEntry, ...]
    countries: CountryLists
    titles: tuple[TitledName, ...]
    former: Pattern

    @cached_property
    def forms(self) -> frozenset[str]:
        """All wrong forms."""
        return frozenset(
            [word for entry in self.entries for word in entry.wrong] + [each.words for each in self.titles]
        )


class OwnWording(StrictModel):
    """A list of wrong forms that an office keeps itself."""

    entries: tuple[WordingEntry, ...] = Field(min_length=1)


class PlaceWords(StrictModel):
    """How a text names the place that it claims to be from. Groups `place` of `claim` and `designation` are names; with
    one of `claim_ends` and `designation_ends` every match of these patterns ends."""

    source: str
    status: Status
    hints: tuple[str, ...]
    claim: Pattern
    claim_ends: tuple[str, ...] = Field(min_length=1)
    designation: Pattern
    designation_ends: tuple[str, ...] = Field(min_length=1)
    shortest: int = Field(ge=1, description="characters of the shortest names that the patterns take")
    of_government: Pattern = Field(description="found in one claim at least: products and villages have brands, too")
    common: str
    not_in_place: Pattern

    @cached_property
    def common_words(self) -> frozenset[str]:
        """Words that are usual before 品牌 and name no place."""
        return frozenset("".join(self.common.split()).split("|"))


class RemnantMark(StrictModel):
    """A trace of drafting in the text."""

    code: str
    pattern: Pattern
    hints: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern, re.IGNORECASE)


class TableHeadings(StrictModel):
    """When the heading of a table that recurs in a text has lost a word (标题行丢字)."""

    words: Pattern
    longest_part: int = Field(ge=1, description="characters of a line that still belongs to the heading above it")
    least_places: int = Field(ge=2, description="places in which a heading stands")
    source: str
    status: Status


class RemnantWords(StrictModel):
    """Traces of drafting in texts and links; `templates` in a title: blanks are meant to be there; `drafts`: only those
    blanks count that `drafts_due_before` or `drafts_due_after` mark as days on which somebody must do something."""

    source: str
    status: Status
    templates: Pattern
    drafts: Pattern
    drafts_due_before: Pattern
    drafts_due_after: Pattern
    marks: tuple[RemnantMark, ...]
    markup: dict[Literal["bookmark", "tracked-change", "comment"], tuple[str, ...]] = Field(
        description="CSS selectors of what stands in the markup of a body"
    )
    title_placeholder: Pattern
    table_headings: TableHeadings
    redirects: Pattern


class StatutoryList(StrictModel):
    """Things that a law lists; `also` are other words for one of them."""

    id: str
    items: tuple[str, ...] = Field(min_length=2)
    also: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    least: int = Field(ge=2, description="listed in a row from which the text follows the law (own rule)")
    hint: str
    followed_by: Pattern
    source: str
    status: Status
    note: str | None = None


class StatutoryLists(StrictModel):
    """All lists of law that texts repeat."""

    lists: tuple[StatutoryList, ...]


class CountWords(StrictModel):
    """How texts announce numbers of things, and deadlines."""

    source: str
    status: Status
    counted: Pattern
    flow_nouns: Pattern
    flow: Pattern
    flow_open: Pattern
    flow_changed: Pattern
    list_end: Pattern
    list_of_parts: Pattern
    heading: Pattern
    joined: Pattern
    points_hint: str
    points: Pattern
    point_marks: Pattern
    deadline_hints: tuple[str, ...]
    deadline: Pattern
    deadline_past: Pattern
    deadline_selects: Pattern
    signed_by: Pattern
    signed_end: Pattern
    plans: Pattern
    extract: Pattern
    article: Pattern
    first_article: Pattern
    amended: Pattern
    table_row: Pattern


class ExpiryWords(StrictModel):
    """How texts tell the end of their own validity, and how pages say that it is over."""

    source: str
    status: Status
    valid_until: Pattern
    valid_for: Pattern
    others: Pattern
    interpretations: Pattern
    interpretation_columns: Pattern
    renewed: Pattern
    ended: Pattern
    valid_labels: Pattern
    closing: Pattern
    prolonged: Pattern
    ongoing: Pattern


@cache
def personal_words() -> PersonalWords:
    """Words around personal numbers."""
    return load_yaml(LEXICONS / "personal-data.yaml", PersonalWords)


@cache
def leak_marks() -> LeakMarks:
    """Marks of secrecy and of internal use."""
    return load_yaml(LEXICONS / "leak-marks.yaml", LeakMarks)


@cache
def wording_lexicon() -> WordingLexicon:
    """Wrong forms of names and phrases."""
    return load_yaml(LEXICONS / "wording.yaml", WordingLexicon)


@cache
def place_words() -> PlaceWords:
    """How texts name the place that they are from."""
    return load_yaml(LEXICONS / "place-names.yaml", PlaceWords)


@cache
def remnant_words() -> RemnantWords:
    """Traces of drafting."""
    return load_yaml(LEXICONS / "drafting-remnants.yaml", RemnantWords)


@cache
def statutory_lists() -> StatutoryLists:
    """Lists of law."""
    return load_yaml(LEXICONS / "statutory-lists.yaml", StatutoryLists)


@cache
def count_words() -> CountWords:
    """Announced numbers and deadlines."""
    return load_yaml(LEXICONS / "counts.yaml", CountWords)


@cache
def expiry_words() -> ExpiryWords:
    """Ends of validity."""
    return load_yaml(LEXICONS / "expiry.yaml", ExpiryWords)
