"""The known labels of an article's fields in a line, and where they stand (`config/cms/articles.yaml`)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from config.article_words import article_fields

LONGEST_BARE = 60
"""Characters of a text that may be a label with blanks and signs: no label has half as many (tested)."""
_SIGNS = re.compile(r"[\s【】\[\]［］:：]")

_DIVIDING = re.compile(r"[】\]］:：丨]")
"""What stands behind every label that is not the whole line."""


class Label(NamedTuple):
    """A known label in a line, and where it stands; a label that is the whole line (`bare`) has no colon."""

    label: str
    start: int
    end: int
    bare: bool = False


def labels_in(text: str) -> tuple[Label, ...]:
    """The known labels of a line. Short lines stand on many pages, long ones are the text of one."""
    return _of_short_line(text) if len(text) <= LONGEST_BARE else _read(text)


def _read(text: str) -> tuple[Label, ...]:
    hits = labelled().finditer(text) if _DIVIDING.search(text) else ()
    found = tuple(Label(re.sub(r"\s", "", hit["label"]), hit.start(), hit.end()) for hit in hits)
    if found:
        return found
    alone = bare_label(text)
    return (Label(alone, 0, len(text), bare=True),) if alone is not None else ()


_of_short_line = lru_cache(maxsize=8192)(_read)


def bare_label(text: str) -> str | None:
    """The known label that `text` consists of, without its blanks, brackets and colon."""
    if len(text) > LONGEST_BARE:
        return None
    bare = _SIGNS.sub("", text)
    return bare if bare in article_fields().labels.any else None


@cache
def labelled() -> re.Pattern[str]:
    """A known label that is not the end of a longer word, with the colon or bracket that divides it from its value."""
    labels = article_fields().labels.all
    spaced = "|".join(r"\s?".join(map(re.escape, label)) for label in labels)
    firsts = "".join(sorted({re.escape(label[0]) for label in labels}))  # a quick look, before all labels are tried
    return re.compile(
        rf"(?<![一-鿿])(?=[【\[［{firsts}])(?:[【\[［]\s?)?(?P<label>{spaced})\s?(?:[】\]］]\s?[:：]?|[:：丨])"
    )
