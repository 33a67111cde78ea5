"""The pages of the checks in other languages than English, in which docstrings and parameters are written.

The translations are `config/messages/<lang>/check-pages.po`, kept by `python -m scripts.messages`; msgid is the
English of one paragraph, of one item of a list, or of one cell. Checks of third parties stay as they are written.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel

from checks.contract import Check
from config.messages import CHECK_PAGES, translations

NOTE = "Made by `python -m checks.docs` from the check itself. Edit the check, not this page."
WORDS = (
    "Checks",
    "check",
    "title",
    "codes",
    "Codes",
    "Parameters",
    "None.",
    "name",
    "type",
    "default",
    "meaning",
    "required",
    "list of",
    "or",
    "Needs",
    "nothing",
    NOTE,
)
"""What stands on the pages and comes from no check."""

_BLOCK = re.compile(r"(?P<mark>#+ |\* |)(?P<words>\S.*?)(?=\n\n|\n\* |\Z)", re.DOTALL)
"""A heading, an item of a list, or a paragraph of a cleaned docstring, without the line breaks around it."""


def texts(checks: Iterable[Check]) -> Iterator[str]:
    """Every English text that the pages of these checks are made of."""
    yield from WORDS
    for check in checks:
        yield from (_plain(block["words"]) for block in _BLOCK.finditer(written(check)))
        for model in (check.Params, *records(check.Params)):
            if model is not check.Params:
                yield about(model)
            yield from (field.description for field in model.model_fields.values() if field.description)


def said(words: str, lang: str | None) -> str:
    """Some English words in a language; where nobody translated them, and for None, as they are."""
    return translations(lang, CHECK_PAGES).get(words, words) if lang else words


def explained(check: Check, lang: str | None) -> str:
    """What the docstring of a check says, in a language (None: as it is written), as Markdown."""
    if not lang or not translations(lang, CHECK_PAGES):
        return written(check)
    return _BLOCK.sub(lambda block: block["mark"] + said(_plain(block["words"]), lang), written(check))


def blocks(check: Check, lang: str | None) -> Iterator[tuple[str, str]]:
    """The headings (`##` …), items of lists (`*`) and paragraphs (no mark) of that, in order: mark and words."""
    for block in _BLOCK.finditer(written(check)):
        yield block["mark"].strip(), said(_plain(block["words"]), lang)


def written(check: Check) -> str:
    """The docstring of a check, without its indentation."""
    return inspect.cleandoc(check.__doc__ or "")


def about(model: type[BaseModel]) -> str:
    """What a record of parameters is, in one paragraph."""
    return _plain((inspect.getdoc(model) or "").partition("\n\n")[0])


def records(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The models used inside `model`, each once, in the order of their first use."""
    yield from _records(model, {model})


def _records(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            if inner not in seen:
                seen.add(inner)
                yield inner
                yield from _records(inner, seen)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _plain(words: str) -> str:
    return " ".join(words.split())
