"""The language of work plans (工作要点): quantities, deadlines, units, evidence, structure. Data: plan-language.yaml.

Patterns are regular expressions over a sentence without blanks (see `xuncha.drafting.squeezed`). `@name` in a pattern
stands for an entry of `vocabulary`; named groups carry the values (`n`, `m`, `measure`, `period`, `span`, `year` …).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field, model_validator

from config.faults import fault_of
from config.model import StrictModel, broken
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml

_PLACEHOLDER = re.compile(r"@([a-z]+)")


class Confidence(StrEnum):
    """How far a reading of a sentence can be relied on."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class PhraseKind(StrEnum):
    """What a phrase says: first the quantities, then what concerns time."""

    COUNT = "count"
    SHARE = "share"
    ZERO = "zero"
    ELEMENTS = "elements"
    REGULAR = "regular"
    WITHIN = "within"
    AHEAD = "ahead"
    BY = "by"
    IN = "in"
    MOMENT = "moment"
    ONGOING = "ongoing"
    SIMULTANEOUS = "simultaneous"
    PROMPT = "prompt"

    @property
    def is_quantity(self) -> bool:
        """Whether it is a quantity; all others concern time."""
        return self in _QUANTITIES


_QUANTITIES = {PhraseKind.COUNT, PhraseKind.SHARE, PhraseKind.ZERO, PhraseKind.ELEMENTS, PhraseKind.REGULAR}


class Comparison(StrEnum):
    """How the number of a quantity is meant."""

    MIN = "min"
    MAX = "max"
    EXACT = "exact"
    ALL = "all"
    ZERO = "zero"


class PhraseRule(StrictModel):
    """A way in which plans speak of a quantity or a time. Of two that fit one place, the first in the file counts."""

    id: str
    kind: PhraseKind
    comparison: Comparison | None = None
    patterns: tuple[str, ...] = Field(min_length=1)
    values: dict[str, int] = Field(default_factory=dict, description="values that the words imply (一月一期: n = 1)")
    skip_n: tuple[str, ...] = Field(default=(), description="numerals after which this is no quantity (一)")
    confidence: Confidence
    source: str
    status: Status
    examples: tuple[str, ...] = Field(min_length=1, description="sentences in which a test must find it")


class PerCue(StrictModel):
    """Words that say to which period the next number belongs."""

    pattern: str
    period: str | None = Field(default=None, description="None: the pattern's own group `period`")
    confidence: Confidence


class Enumeration(StrictModel):
    """When a list of things (A、B、C等要素) is a list of required elements."""

    least: int = Field(ge=2)
    longest: int = Field(ge=4, description="letters of an item; longer parts are clauses, not things")
    manner: tuple[str, ...] = Field(description="words that say how, not what: a list of them names no elements")
    before: tuple[str, ...] = Field(description="patterns of words in front of a list")
    after: tuple[str, ...]
    source: str
    status: Status


class UnitWords(StrictModel):
    """How a sentence names the units that are responsible."""

    markers: tuple[str, ...] = Field(description="patterns with a group `units`")
    names: tuple[str, ...] = Field(description="ends of the names of units")
    heads: tuple[str, ...] = Field(description="persons who stand for a unit")
    verbs: tuple[str, ...] = Field(description="words with which no name begins")
    modals: tuple[str, ...] = Field(description="words that follow a subject")
    source: str
    status: Status


class EvidenceWords(StrictModel):
    """Words that tell by what a requirement is proved."""

    kind: str
    words: tuple[str, ...] = Field(min_length=1)


class Structure(StrictModel):
    """How the text of a plan is laid out: title, annex, header of the annex table, and what is no text at all."""

    titles: tuple[str, ...]
    issuer: Pattern
    place: Pattern
    annex: str
    annex_list: str
    noise: tuple[str, ...]
    headers: dict[str, tuple[str, ...]]
    header_fragments: tuple[str, ...]
    source: str
    status: Status


class PlanLanguage(StrictModel):
    """All of it. Patterns are checked and compiled when the file is read."""

    source: str
    status: Status
    vocabulary: dict[str, str]
    periods: dict[str, str]
    per_cues: tuple[PerCue, ...]
    fixed: tuple[str, ...] = Field(description="set expressions that hold numbers and are no quantities")
    phrases: tuple[PhraseRule, ...]
    enumeration: Enumeration
    units: UnitWords
    evidence: tuple[EvidenceWords, ...]
    structure: Structure

    @model_validator(mode="after")
    def _patterns_compile(self) -> PlanLanguage:
        for number, rule in enumerate(self.phrases):
            for position, pattern in enumerate(rule.patterns):
                self._try(pattern, ("phrases", number, "patterns", position))
        for number, cue in enumerate(self.per_cues):
            self._try(cue.pattern, ("per_cues", number, "pattern"))
        for number, pattern in enumerate(self.fixed):
            self._try(pattern, ("fixed", number))
        return self

    def _try(self, pattern: str, at: tuple[str | int, ...]) -> None:
        try:
            self.compiled(pattern)
        except (re.error, KeyError) as fault:
            raise broken("bad-pattern", at=at, pattern=pattern, fault=fault_of(fault)) from fault

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """`pattern` with its placeholders filled in. Raises `re.error`, or `KeyError` for an unknown placeholder."""
        filled = pattern
        while _PLACEHOLDER.search(filled):
            filled = _PLACEHOLDER.sub(lambda found: self.vocabulary[found.group(1)], filled)
        return re.compile(filled)

    @cached_property
    def rules(self) -> tuple[tuple[PhraseRule, tuple[re.Pattern[str], ...]], ...]:
        """Every phrase rule with its compiled patterns, in order of precedence."""
        return tuple((rule, tuple(self.compiled(pattern) for pattern in rule.patterns)) for rule in self.phrases)

    @cached_property
    def cues(self) -> tuple[tuple[PerCue, re.Pattern[str]], ...]:
        """Every cue for a period with its compiled pattern."""
        return tuple((cue, self.compiled(cue.pattern)) for cue in self.per_cues)

    @cached_property
    def fixed_patterns(self) -> tuple[re.Pattern[str], ...]:
        """The set expressions, compiled."""
        return tuple(self.compiled(pattern) for pattern in self.fixed)

    @cached_property
    def noise(self) -> re.Pattern[str]:
        """Matches the whole of a line that is no text of the document: page number, stray address."""
        return re.compile("|".join(f"(?:{pattern})" for pattern in self.structure.noise))


@cache
def plan_language() -> PlanLanguage:
    """The shipped lexicon. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(__file__).parent / "lexicons" / "plan-language.yaml", PlanLanguage)
