"""What policy documents and their interpretations are known by: config/lexicons/policy.yaml."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml

POLICY_WORDS = Path(__file__).parent / "lexicons" / "policy.yaml"

MediaWord = Literal["image", "video", "audio", "table"]


def found_in(patterns: tuple[str, ...], text: str) -> bool:
    """Whether one of `patterns` is found in `text`."""
    return any(_compiled(pattern).search(text) for pattern in patterns)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class UpperWords(StrictModel):
    """How documents of higher levels are known, which nobody here has to interpret or to label."""

    central: tuple[Pattern, ...] = Field(description="beginnings of the issuer's code in a document number")
    provinces: str = Field(description="the characters that stand for provinces in document numbers")
    titles: tuple[Pattern, ...]
    columns: tuple[Pattern, ...]
    forwarded: tuple[Pattern, ...] = Field(description="titles of documents that only pass on another's")


class NormativeWords(StrictModel):
    """How 规范性文件 are known."""

    columns: tuple[Pattern, ...]
    fields: tuple[str, ...]


class Trait(StrictModel):
    """A form, an angle or a stage of interpretation. One hit is enough; `plain` is what any interpretation has."""

    id: str
    name: str
    titles: tuple[Pattern, ...] = ()
    columns: tuple[Pattern, ...] = ()
    text: tuple[Pattern, ...] = Field(default=(), description="found in the beginning of the text")
    media: MediaWord | None = Field(default=None, description="what the body shows")
    only_media: MediaWord | None = Field(default=None, description="what the body shows, and hardly any text")
    plain: bool = False


class Element(StrictModel):
    """Something that an interpretation has to say; one pattern found in its text is enough."""

    id: str
    name: str
    patterns: tuple[Pattern, ...] = Field(min_length=1)


class DocumentField(StrictModel):
    """A field of a document, and the labels under which pages show it (none for title and text)."""

    id: str
    name: str
    labels: tuple[str, ...] = ()


class ValidityWords(StrictModel):
    """Values of 有效性, and what says that a document holds no longer."""

    valid: tuple[Pattern, ...]
    invalid: tuple[Pattern, ...]
    expiry_labels: tuple[str, ...] = Field(description="fields that hold the end of validity, and no other day")
    period_labels: tuple[str, ...] = Field(description="fields that may hold a period, or its end")
    ends: tuple[Pattern, ...] = Field(description="in the value of such a field: it names an end")
    extended: tuple[Pattern, ...] = Field(description="in a field or a text: the validity was prolonged")
    marks: tuple[Pattern, ...] = Field(description="in titles without blanks")
    of_others: tuple[Pattern, ...] = Field(description="titles whose mark means the documents that they list")
    columns: tuple[Pattern, ...]
    text: tuple[Pattern, ...]
    until: tuple[Pattern, ...] = Field(description="with the group `day`")
    from_its_day: Pattern = Field(description="years from the day of the document, with the group `term`")
    repeal: tuple[Pattern, ...] = Field(description="another document that is repealed, with the group `title`")
    repealing: tuple[Pattern, ...] = Field(description="titles that repeal the documents that they name")
    starts: Pattern = Field(description="the day from which on a document holds, with the group `day`")


class UpwardWords(StrictModel):
    """Where reprinted information comes from."""

    hosts: tuple[Pattern, ...]
    sources: tuple[Pattern, ...] = Field(description="sources of a higher level, or media of the whole country")
    cities: tuple[Pattern, ...] = Field(description="sources that are a city's, unless it is the portal's own")
    libraries: tuple[Pattern, ...]


class PolicyWords(StrictModel):
    """The whole lexicon."""

    source: str
    status: Status
    number: Pattern
    registration: Pattern
    upper: UpperWords
    issuer: Pattern
    genres: tuple[Pattern, ...]
    not_policy: tuple[Pattern, ...]
    rules: tuple[Pattern, ...] = Field(description="titles of normative documents whatever else they speak of")
    normative: NormativeWords
    library: tuple[Pattern, ...]
    interpretation: tuple[Pattern, ...]
    not_interpretation: tuple[Pattern, ...]
    interpretation_column: tuple[Pattern, ...] = Field(description="links that lead to a column of interpretations")
    explaining: tuple[Pattern, ...] = Field(description="further words of links that may lead to an explanation")
    draft: tuple[Pattern, ...]
    draft_explained: tuple[Pattern, ...] = Field(description="in the text or the files of a draft's page")
    explained: tuple[Pattern, ...] = Field(description="a heading in a document's own text")
    interpretation_words: Pattern
    names: tuple[Pattern, ...]
    place: Pattern
    town: Pattern = Field(description="names that begin with a town's, with the group `town`")
    governed: Pattern = Field(
        description="names of governments, with the group `place` for the lowest level that they name"
    )
    level: Pattern = Field(description="the end of a place's name that says of which level it is")
    forms: tuple[Trait, ...]
    angles: tuple[Trait, ...]
    stages: tuple[Trait, ...]
    elements: tuple[Element, ...]
    fields: tuple[DocumentField, ...]
    validity: ValidityWords
    signatory: tuple[Pattern, ...] = Field(description="the end of a line that names who signed")
    after_signature: tuple[Pattern, ...] = Field(description="what may stand behind the day of a signature")
    upward: UpwardWords
    new_media: tuple[Pattern, ...]

    @cached_property
    def field_of_label(self) -> dict[str, str]:
        """The id of the field that a label stands for."""
        return {label: field.id for field in self.fields for label in field.labels}

    def labels_of(self, field_id: str) -> tuple[str, ...]:
        """The labels under which pages show a field."""
        return next(field.labels for field in self.fields if field.id == field_id)

    @cached_property
    def field_names(self) -> dict[str, str]:
        """What the fields are called, by id."""
        return {field.id: field.name for field in self.fields}

    @cached_property
    def trait_names(self) -> dict[str, str]:
        """What forms, angles, stages and elements are called, by id."""
        traits = {each.id: each.name for each in (*self.forms, *self.angles, *self.stages)}
        return traits | {each.id: each.name for each in self.elements}


@cache
def policy_words() -> PolicyWords:
    """The words by which policy documents and interpretations are known. Raises `ConfigError` for a broken file."""
    return load_yaml(POLICY_WORDS, PolicyWords)
