"""The decisions that a catalogue of the year names: read from its text, its links and its files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from checks.decisions.papers import subject_of
from config.decision_words import decision_words
from config.wording import plain
from crawler.facts import DocumentFacts

LONGEST = 60
"""Letters of a line or cell that may still be the name of a decision (own choice)."""
SHORTEST = 6
MOST = 60
"""No catalogue of a county names more decisions: what has more lines is something else (own choice)."""

_NUMBERED = re.compile(
    r"^\s*(?:[(（]?\d{1,2}[)）]?\s*[.、．)）\s]|[(（]?[一二三四五六七八九十]{1,3}[)）]?\s*[、.．)）])\s*(?P<name>.+)$"
)
_CELLS = re.compile(r"\t|\s{3,}|\|")
_END = re.compile(r"[（(；;。:：，,].*$")


def names_in(texts: Iterable[str], files: Iterable[DocumentFacts]) -> tuple[str, ...]:
    """The names of decisions in a catalogue's texts and files, in order, each once.

    Those are the numbered lines and the first long cells of numbered rows of tables; without any, the documents named
    in 《》. A text with more than `MOST` names is no catalogue.
    """
    lines = [line for text in (*texts, *_texts_of(files)) for line in text.splitlines()]
    found = [name for line in lines for name in _numbered(line)]
    if not found:
        found = [name for line in lines for name in re.findall(r"《([^《》]{4,60})》", line)]
    by_subject: dict[str, str] = {}
    for name in found:
        by_subject.setdefault(subject_of(name), name)
    return tuple(by_subject.values()) if len(by_subject) <= MOST else ()


def _texts_of(files: Iterable[DocumentFacts]) -> Iterator[str]:
    for file in files:
        yield file.text
        yield from _texts_of(inner for _, inner in file.inner)


def _numbered(line: str) -> Iterator[str]:
    found = _NUMBERED.match(unicodedata.normalize("NFKC", line) if "\t" not in line else line)
    if found is None:
        return
    for cell in _CELLS.split(found["name"]):
        name = _END.sub("", cell.strip().strip("《》")).strip().strip("《》")
        if SHORTEST <= len(plain(name)) <= LONGEST and not decision_words().no_entry.search(name):
            yield name
            return
