"""The one catalogue of texts that people read: `config/messages/<lang>/*.yaml`, looked up by key.

Checks, verdicts and errors carry a key and facts; only here do they become sentences. Chinese is the
language of offices and the default; English serves developers.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from config.parsing import own_data

LANGUAGES = ("zh", "en")


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All texts of a language, flattened to dotted keys such as `finding.broken-link.http-404.message`.

    Raises `ValueError` for a language that the house does not speak.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"no message catalogue for language {lang!r}; known: {', '.join(LANGUAGES)}")
    texts: dict[str, str] = {}
    folder = resources.files("config") / "messages" / lang
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            _flatten(own_data(entry.read_text(encoding="utf-8")) or {}, "", texts)
    return texts


def text(key: str, lang: str = "zh", /, **facts: Any) -> str:
    """The sentence for `key` with `{names}` filled from `facts`. Raises `KeyError` when a key or fact is missing."""
    return catalogue(lang)[key].format(**facts)


def has_text(key: str, lang: str = "zh") -> bool:
    """Whether the catalogue of `lang` knows `key`."""
    return key in catalogue(lang)


def _flatten(node: dict[str, Any], prefix: str, into: dict[str, str]) -> None:
    for name, value in node.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            _flatten(value, f"{key}.", into)
        elif key in into:
            raise ValueError(f"message {key} is written twice")
        else:
            into[key] = str(value)
