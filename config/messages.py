"""The one catalogue of texts that people read: `config/messages/<lang>/`, looked up by key.

Checks, verdicts and errors carry a key and facts; only here do they become sentences. Chinese is the
language of offices, the default, and the source (`zh/*.yaml`). Every other language is a set of gettext
catalogues (`en/*.po`), one for each file of the source; `python -m scripts.messages` keeps them (CONTRIBUTING.md).
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from config.parsing import own_data

SOURCE = "zh"
"""The language in which texts are written; the others translate it."""

LANGUAGES = (SOURCE, "en")

WRITTEN_IN = "en"
"""The language of what stands in the code: help of the command line, pages of the checks."""

HELP = "help.po"
"""The help of the command line, which is written in English with the commands and translated from there."""

CHECK_PAGES = "check-pages.po"
"""The pages of the checks, which are written in English with the checks and translated from there."""


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All texts of a language by dotted keys such as `finding.broken-link.http-404.message`.

    Raises `ValueError` for a language that the house does not speak.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"no message catalogue for language {lang!r}; known: {', '.join(LANGUAGES)}")
    read, suffix = (source_texts, ".yaml") if lang == SOURCE else (_translated_texts, ".po")
    texts: dict[str, str] = {}
    folder = resources.files("config") / "messages" / lang
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(suffix):
            own = read(entry.read_text(encoding="utf-8"))
            if twice := texts.keys() & own.keys():
                raise ValueError(f"message {min(twice)} is written twice, again in {entry.name}")
            texts |= own
    return texts


def text(key: str, lang: str = SOURCE, /, **facts: Any) -> str:
    """The sentence for `key` with `{names}` filled from `facts`. Raises `KeyError` when a key or fact is missing."""
    return catalogue(lang)[key].format(**facts)


def has_text(key: str, lang: str = SOURCE) -> bool:
    """Whether the catalogue of `lang` knows `key`."""
    return key in catalogue(lang)


@cache
def translations(lang: str, name: str) -> dict[str, str]:
    """What `HELP` or `CHECK_PAGES` says in `lang`, by the English that stands in the code; nothing for English."""
    file = resources.files("config") / "messages" / lang / name
    if not file.is_file():
        return {}
    import polib  # noqa: PLC0415 - only who asks for help needs it

    return {entry.msgid: entry.msgstr for entry in polib.pofile(file.read_text(encoding="utf-8")) if entry.translated()}


def source_texts(source: str) -> dict[str, str]:
    """The texts of one YAML file of nested keys, by dotted keys, in the order of the file."""
    texts: dict[str, str] = {}
    _flatten(own_data(source) or {}, "", texts)
    return texts


def _translated_texts(source: str) -> dict[str, str]:
    """The texts of one gettext catalogue: the key is its `msgctxt`.

    Catalogues are read as they are: what is compiled from them could be stale. What nobody has translated yet, or
    not since the Chinese changed (`fuzzy`), is said in Chinese: right before readable. The tests let neither pass.
    """
    import polib  # noqa: PLC0415 - Chinese does without

    return {
        entry.msgctxt: entry.msgstr if entry.translated() else entry.msgid
        for entry in polib.pofile(source)
        if not entry.obsolete
    }


def _flatten(node: dict[str, Any], prefix: str, into: dict[str, str]) -> None:
    for name, value in node.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            _flatten(value, f"{key}.", into)
        else:
            into[key] = str(value)
