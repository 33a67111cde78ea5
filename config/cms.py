"""What is known about the pages of Chinese government portals whatever made them, as data: `config/cms/*.yaml`.

Signs of lists that scripts fill, the forms of URLs, and the words by which the parts of a page are told apart. Readers
ask here; nothing of it is written in Python.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, field_validator, model_validator

from config.family import Confidence
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern, check_patterns
from config.yaml_file import load_yaml

M = TypeVar("M", bound=StrictModel)


class Sourced(StrictModel):
    """A data file with the place where its facts come from."""

    source: str
    status: Status


class Signal(StrictModel):
    """A sign that rows may exist which the markup does not show."""

    reason: str
    replaces_list: bool
    where: Literal["raw", "script", "url"]
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    confidence: Confidence

    @field_validator("patterns")
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return check_patterns(patterns)

    def speaks(self, text: str) -> bool:
        """Whether `text` (what `where` names) shows this sign."""
        found = any(mark in text for mark in self.any_of) or any(re.search(mark, text) for mark in self.patterns)
        return found and all(mark in text for mark in self.all_of)


class Signals(Sourced):
    """The signs in the order in which they are asked."""

    signals: tuple[Signal, ...]


class UrlForm(StrictModel):
    """A form of URL (a regular expression on path?query) that articles or columns have."""

    id: str
    pattern: str
    certain: bool = True
    overruled: bool = Field(default=False, description="a page of this form that plainly is a list is a column")
    confidence: Confidence

    @field_validator("pattern")
    @classmethod
    def _is_pattern(cls, pattern: str) -> str:
        return check_patterns((pattern,))[0]


class DecisiveParameters(StrictModel):
    """For URLs with this path, only these parameters decide which page it is."""

    path: str
    keep: tuple[str, ...]
    source: str


class IgnoredParameters(StrictModel):
    """Parameters that do not decide which page a URL shows: they say where the visitor came from, or are switched by a
    script inside the page."""

    names: tuple[str, ...] = Field(min_length=1, description="lower case")
    values: str = Field(default=".*", description="regular expression for the whole value; other values may matter")
    path: str = Field(default="", description="regular expression searched in the path of the URL")
    source: str
    confidence: Confidence

    @field_validator("values", "path")
    @classmethod
    def _is_pattern(cls, pattern: str) -> str:
        return check_patterns((pattern,))[0]


class UrlForms(Sourced):
    """Forms of URLs, and the parts of URLs that do not matter."""

    articles: tuple[UrlForm, ...]
    columns: tuple[UrlForm, ...]
    others: tuple[UrlForm, ...]
    files: tuple[UrlForm, ...] = ()
    homes: tuple[str, ...]
    leading_home: str
    index_names: str
    first_pages: str = Field(description="what the name of page 1 may carry on some portals; only its content tells")
    session_parameters: tuple[str, ...]
    ignored_parameters: tuple[IgnoredParameters, ...]
    decisive_parameters: tuple[DecisiveParameters, ...]


class BreadcrumbWords(StrictModel):
    """How breadcrumbs are labelled, named and divided."""

    labels: tuple[str, ...]
    label_sign: str = Field(description="what every label holds, so that other texts need not be read for one")
    classes: tuple[str, ...]
    home: tuple[str, ...]
    tail: tuple[str, ...]
    separators: str

    @model_validator(mode="after")
    def _labels_hold_sign(self) -> BreadcrumbWords:
        if not all(self.label_sign in label for label in self.labels):
            raise ValueError(f"labels without {self.label_sign}")
        return self


class ArticleWords(StrictModel):
    """Where an article's text stands and how its fields are labelled."""

    bodies: tuple[str, ...]
    titles: tuple[str, ...]
    date_labels: tuple[str, ...]
    short_date_labels: tuple[str, ...]
    other_date_labels: tuple[str, ...]
    relative_dates: tuple[str, ...]
    number_pattern: str
    least_body: int = Field(ge=1, description="characters")


class PagerWords(StrictModel):
    """Words and patterns of pagers written in the markup."""

    next: tuple[str, ...]
    last: tuple[str, ...]
    other: tuple[str, ...]
    pages: tuple[str, ...]
    total: tuple[str, ...]


class NotDates(StrictModel):
    """Surroundings in which a date is a clock or a legal notice."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    line: tuple[str, ...]


class PageTags(StrictModel):
    """The page tags that the standard names, by the kind of page at which they begin to be asked for."""

    home: tuple[str, ...]
    column: tuple[str, ...]
    article: tuple[str, ...]
    optional: tuple[str, ...]
    placeholders: frozenset[str] = Field(description="contents, lower case, that say nothing")
    template_mark: Pattern = Field(description="contents that only a template should hold, as a whole")

    @cached_property
    def all_names(self) -> frozenset[str]:
        """Every name in lower case."""
        return frozenset(each.lower() for each in (*self.home, *self.column, *self.article, *self.optional))


class PageWords(Sourced):
    """Words by which the parts of a page are told apart."""

    nav_words: frozenset[str]
    footer_words: frozenset[str]
    header_words: frozenset[str]
    hidden_words: frozenset[str]
    breadcrumb: BreadcrumbWords
    article: ArticleWords
    pager: PagerWords
    more: tuple[str, ...]
    side_headings: tuple[str, ...]
    list_words: frozenset[str]
    parts: tuple[str, ...] = Field(description="regular expressions for the whole name of a part of a column")
    not_dates: NotDates
    tags: PageTags

    @field_validator("parts")
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return check_patterns(patterns)


@cache
def signals() -> tuple[Signal, ...]:
    """Signs of lists that the markup does not show, in order."""
    return _load("signals.yaml", Signals).signals


@cache
def url_forms() -> UrlForms:
    """The forms of article and column URLs."""
    return _load("urls.yaml", UrlForms)


@cache
def page_words() -> PageWords:
    """The words by which the parts of a page are told apart."""
    return _load("page.yaml", PageWords)


def _load(name: str, model: type[M]) -> M:
    return load_yaml(Path(str(resources.files("config") / "cms" / name)), model)
