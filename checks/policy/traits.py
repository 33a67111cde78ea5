"""Which forms, angles and stages an interpretation shows: by its title, columns, text and what its body holds."""

from __future__ import annotations

from collections.abc import Iterable

from checks.policy.paper import Paper
from config.policy_words import Trait, found_in

FEW_LETTERS = 200
"""Characters of text below which a body with pictures is an interpretation in pictures (own rule)."""
ENOUGH_LETTERS = 100
"""Characters from which on a page is an interpretation in words (own rule)."""


def traits_of(paper: Paper, text: str, traits: Iterable[Trait]) -> tuple[Trait, ...]:
    """Those of `traits` that an interpretation shows; `text` is the beginning of its text."""
    return tuple(trait for trait in traits if _shows(paper, text, trait))


def _shows(paper: Paper, text: str, trait: Trait) -> bool:
    media = dict(paper.media)
    return (
        found_in(trait.titles, paper.title)
        or any(found_in(trait.columns, path) for path, _ in paper.columns)
        or bool(trait.media and media.get(trait.media))
        or bool(trait.only_media and media.get(trait.only_media) and paper.length < FEW_LETTERS)
        or (trait.plain and paper.length >= ENOUGH_LETTERS)
        or found_in(trait.text, text)
    )
