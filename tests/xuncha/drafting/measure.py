"""Compares what is read from plans with a truth written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from config.document import FOLDER
from xuncha.drafting.phrases import Phrase

HERE = Path(__file__).parent
SEEDS = FOLDER
"""Where the four work plans lie."""

LOUD = frozenset({"count", "share", "zero", "within", "ahead", "by", "in", "moment"})
"""Kinds with a number or a day; the others (及时, 同步, lists of elements …) are suggestions of low confidence."""


@dataclass
class Score:
    """How many expected readings were found, and how many readings were right."""

    expected: int = 0
    found: int = 0
    read: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / self.read if self.read else 1.0

    def __str__(self) -> str:
        return (
            f"recall {self.found}/{self.expected} = {self.recall:.3f}, "
            f"precision {self.read - len(self.wrong)}/{self.read} = {self.precision:.3f}"
        )


def load(name: str) -> Any:
    return YAML(typ="safe", pure=True).load((HERE / name).read_text(encoding="utf-8"))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def is_read(phrases: Iterable[Phrase], quote: str, kind: str, values: dict[str, Any]) -> bool:
    """Whether one of the phrases has this kind and these values and stands at the quote."""
    return any(
        phrase.kind.value == kind
        and (bare(phrase.text) in bare(quote) or bare(quote) in bare(phrase.text))
        and all(phrase.values.get(name) == value for name, value in values.items())
        for phrase in phrases
    )


def touches(phrase: Phrase, words: Sequence[str]) -> bool:
    """Whether the phrase stands at one of the words."""
    return any(bare(word) in bare(phrase.text) or bare(phrase.text) in bare(word) for word in words)
