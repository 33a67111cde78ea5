"""Titles and paragraphs in the language of county offices, put together by chance and yet always the same.

Nothing in them is meant to be a fault: no numbers of things that are counted afterwards, no terms that run out, no
persons.
"""

from __future__ import annotations

import random

from benchmarks.speed.portal.plan import Article, Column
from benchmarks.speed.portal.words import words

_WORDS = words()


def title(column: Column, article: Article) -> str:
    """The title of an article; no two of a column are the same within some months."""
    chance = random.Random(article.number * 7 + 1)
    form = chance.choice(_WORDS["titles"][column.kind.slug])
    said = form.format(
        unit=column.unit.name,
        where=chance.choice(_WORDS["where"]),
        subject=_subject(article),
        did=chance.choice(_WORDS["did"]),
    )
    return f"{article.day:%Y年}{said}" if column.kind.slug in ("tjxx", "zdxm") else said


def paragraphs(article: Article) -> list[str]:
    """The body: between 24 and 80 paragraphs, made of millions of possible sentences."""
    chance = random.Random(article.number * 7 + 2)
    subject, choose = _subject(article), chance.choice
    made = []
    for _ in range(chance.randint(24, 80)):
        sentence = choose(_WORDS["begin"]).format(subject=subject)
        for _ in range(chance.randint(1, 2)):
            sentence += choose(_WORDS["middle"]).format(
                who=choose(_WORDS["who"]),
                who2=choose(_WORDS["who"]),
                where=choose(_WORDS["where"]),
                did=choose(_WORDS["did"]),
                did2=choose(_WORDS["did"]),
                so=choose(_WORDS["so_that"]),
            )
        made.append(sentence)
    return made


def _subject(article: Article) -> str:
    subjects: list[str] = _WORDS["subjects"]
    return subjects[article.number % len(subjects)]
