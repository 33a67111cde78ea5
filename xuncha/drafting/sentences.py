"""Sentences of a clause with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SENTENCE = re.compile(r"[^。！？；\n]+(?:[。！？；][”』」）)]*)?")


class Sentence(NamedTuple):
    """A sentence, verbatim, and where it begins in the text it was taken from."""

    text: str
    start: int


def sentences_of(text: str) -> Iterator[Sentence]:
    """The sentences of `text`, ended by 。！？； or a line break."""
    for match in _SENTENCE.finditer(text):
        words = match.group()
        if words.strip():
            lead = len(words) - len(words.lstrip())
            yield Sentence(words.strip(), match.start() + lead)
