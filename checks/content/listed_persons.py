"""Whom a text lists: persons who receive aid or a post, others, or posts with public numbers."""

from __future__ import annotations

from enum import Enum, auto

from checks.content.passages import Text
from checks.content.patterns import compiled
from config.personal_words import personal_words

HEAD = 400
"""Characters at the beginning of a text that tell what it lists (own rule)."""


class Lists(Enum):
    """What a text lists: persons who receive aid or a post, other persons, or none with numbers of their own."""

    RECIPIENTS = auto()
    PERSONS = auto()
    NONE = auto()


def listed_in(text: Text) -> Lists:
    """What the title, or the first line of a file, and the beginning of a text say that it lists."""
    words, head = personal_words(), text.text[:HEAD]
    titles = [text.title] if text.article else [text.title, head.strip().partition("\n")[0]]
    if any(map(_names_recipients, titles)) and not compiled(words.body_heads).search(head):
        return Lists.RECIPIENTS
    others = (compiled(words.bodies), compiled(words.posts))
    if any(each.search(text.title) for each in others) or others[0].search(head):
        return Lists.NONE
    persons = compiled(words.persons)
    return Lists.PERSONS if persons.search(text.title) or persons.search(head) else Lists.NONE


def _names_recipients(title: str) -> bool:
    """Whether a title is that of a list of persons who receive aid (what a list is of comes last) or were examined."""
    words = personal_words()
    if not compiled(words.list_words).search(title):
        return False
    ends = [
        max((found.end() for found in compiled(pattern).finditer(title)), default=-1)
        for pattern in (words.recipients, words.bodies, words.posts)
    ]
    return compiled(words.candidates).search(title) is not None or ends[0] > max(ends[1:])
