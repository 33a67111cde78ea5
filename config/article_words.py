"""How portals label the fields of an article and link its files, as data: `config/cms/articles.yaml`."""

from __future__ import annotations

import re
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from pydantic import Field, field_validator

from config.cms import Sourced
from config.model import StrictModel
from config.wording import check_patterns, plain
from config.yaml_file import load_yaml

_PAGE = re.compile(r"(?:/|\.s?html?)$", re.IGNORECASE)
Labels = tuple[str, ...]


class FieldLabels(StrictModel):
    """The labels of each field, the most telling first."""

    index_number: Labels
    document_number: Labels
    document_date: Labels
    validity: Labels
    publisher: Labels
    source: Labels
    reviewers: Labels
    late_date: Labels = Field(description="dates that are asked last for the publication")
    other: Labels = Field(description="labels of further fields, which end the value before them")
    beside: Labels = Field(description="labels of what is no field of a document: counters, buttons, who wrote")

    @cached_property
    def of_document(self) -> frozenset[str]:
        """The labels that only documents have, which count at the beginning of a text, too."""
        groups = (self.index_number, self.document_number, self.document_date, self.validity, self.publisher)
        return frozenset(label for group in groups for label in group)

    @cached_property
    def of_no_document(self) -> frozenset[str]:
        """The labels of what is no field of a document, and of those who answer for a text."""
        return frozenset((*self.beside, *self.reviewers))

    @cached_property
    def all(self) -> Labels:
        """Every label once, longer ones before those that they contain."""
        known = {label for group in type(self).model_fields for label in getattr(self, group)}
        return tuple(sorted(known, key=lambda label: (-len(label), label)))

    @cached_property
    def any(self) -> frozenset[str]:
        """Every label, to ask whether a text is one."""
        return frozenset(self.all)


class AttachmentWords(StrictModel):
    """How files are linked: `urls` are patterns on path?query, `words` link texts without a name of the file."""

    urls: tuple[str, ...]
    hints: tuple[str, ...] = Field(description="patterns as `urls`, which count only among the links of an article")
    words: tuple[str, ...]
    names: tuple[str, ...] = Field(description="parameters that hold the file's name, lower case")

    @field_validator("urls", "hints")
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return check_patterns(patterns)

    def hands_out(self, target: str) -> bool:
        """Whether an address (path?query) hands out a file. Folders and pages by their name never do."""
        return self._fits(self.urls, target)

    def may_hand_out(self, target: str) -> bool:
        """Whether an address (path?query) that an article links hands out a file."""
        return self._fits((*self.urls, *self.hints), target)

    @staticmethod
    def _fits(patterns: tuple[str, ...], target: str) -> bool:
        is_page = _PAGE.search(target.partition("?")[0]) is not None
        return not is_page and any(re.search(pattern, target) for pattern in patterns)

    def names_nothing(self, text: str) -> bool:
        """Whether a link's text leaves the name of the file open."""
        return plain(text) in self._plain_words

    @cached_property
    def _plain_words(self) -> frozenset[str]:
        return frozenset({"", *map(plain, self.words)})


class MediaWords(StrictModel):
    """How pictures that illustrate nothing, players, and files of sound and film are known: patterns on addresses."""

    icons: tuple[str, ...]
    least_side: int = Field(ge=1, description="pixels; a picture that declares a shorter side is an icon (own rule)")
    players: tuple[str, ...] = Field(description="patterns on the address or class of an embedded page or object")
    video: str
    audio: str

    @field_validator("icons", "players")
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return check_patterns(patterns)

    @field_validator("video", "audio")
    @classmethod
    def _is_pattern(cls, pattern: str) -> str:
        return check_patterns((pattern,))[0]


class ArticleFields(Sourced):
    """What `config/cms/articles.yaml` holds."""

    labels: FieldLabels
    nothing: tuple[str, ...] = Field(description="patterns of whole values that say nothing")
    attachments: AttachmentWords
    media: MediaWords

    @field_validator("nothing")
    @classmethod
    def _are_patterns(cls, nothing: tuple[str, ...]) -> tuple[str, ...]:
        return check_patterns(nothing)

    def says_nothing(self, value: str) -> bool:
        """Whether a value only marks that there is none."""
        return not value or any(re.fullmatch(pattern, value) for pattern in self.nothing)


@cache
def article_fields() -> ArticleFields:
    """The labels of articles' fields. Raises `ConfigError` for a broken data file."""
    return load_yaml(Path(str(resources.files("config") / "cms" / "articles.yaml")), ArticleFields)
