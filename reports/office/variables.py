"""All variables that a template may name, as a list made from the vocabulary: `python -m reports.office.variables`."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from config.messages import LANGUAGES, text
from reports.office import vocabulary
from reports.office.vocabulary import Assessment, Bulletin, Notice, SelfCheck

FILE = Path(__file__).parent.parent.parent / "docs" / "office-variables.md"
ROOTS: tuple[type, ...] = (Bulletin, Assessment, Notice, SelfCheck)
"""The records whose fields a template names directly."""

_NOTE = "<!-- Made by `python -m reports.office.variables` from reports/office/vocabulary.py and the catalogue. -->"


def records() -> tuple[type, ...]:
    """Every record of the vocabulary: those that templates begin with, then what they are made of."""
    every = [each for each in vars(vocabulary).values() if dataclasses.is_dataclass(each) and isinstance(each, type)]
    return (*ROOTS, *(each for each in every if each not in ROOTS))


def page(*langs: str) -> str:
    """The list as Markdown, with the descriptions of each of these languages."""
    parts = [f"# {' · '.join(text('office.variables.title', lang) for lang in langs)}"]
    parts += [text("office.variables.lead", lang) for lang in langs]
    for record in records():
        heading = " · ".join(text(f"office.variable.{record.__name__}.about", lang) for lang in langs)
        parts += [f"## {record.__name__}: {heading}", "\n".join(_table(record, langs))]
    return "\n\n".join(parts) + "\n"


def _table(record: type, langs: tuple[str, ...]) -> Iterator[str]:
    heads = [text("office.variables.meaning", lang) for lang in langs]
    name, kind = (text(f"office.variables.{each}", langs[0]) for each in ("name", "kind"))
    yield f"| {' | '.join([name, kind, *heads])} |"
    yield f"|{' --- |' * (len(langs) + 2)}"
    hints = get_type_hints(record)
    for field in dataclasses.fields(record):
        about = [text(f"office.variable.{record.__name__}.{field.name}", lang) for lang in langs]
        yield f"| {' | '.join([f'`{field.name}`', _kind(hints[field.name], langs[0]), *about])} |"


def _kind(hint: Any, lang: str) -> str:
    if get_origin(hint) is tuple:
        return text("office.variables.list", lang, of=_kind(get_args(hint)[0], lang))
    name: str = hint.__name__
    return f"`{name}`" if dataclasses.is_dataclass(hint) else text(f"office.variables.{name}", lang)


def file_page() -> str:
    """The page in docs/, in all languages."""
    heading, _, rest = page(*LANGUAGES).partition("\n")
    return f"{heading}\n\n{_NOTE}\n{rest}"


if __name__ == "__main__":
    FILE.write_text(file_page(), encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")
