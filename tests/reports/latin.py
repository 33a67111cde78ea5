"""A result whose own data are Latin letters, so that whatever Chinese is left in a report comes from the program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from pydantic import BaseModel

CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Chinese characters, and the punctuation and forms that only go with them."""

METHODS = re.compile(r'<section id="methods">.*?</section>', re.DOTALL)
"""Of a report: the pages of checks quote laws, and the words that they look for."""


def latin(value: Any) -> Any:
    """The same value with every Chinese character in it written as its number, through records and collections."""
    match value:
        case Enum():
            return value
        case str():
            return CHINESE.sub(lambda found: f"u{ord(found.group()):x}", value)
        case Mapping():
            return {latin(key): latin(part) for key, part in value.items()}
        case tuple() | list() | set() | frozenset():
            return type(value)(latin(part) for part in value)
        case BaseModel():
            return value.model_copy(update={name: latin(getattr(value, name)) for name in type(value).model_fields})
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(
                value, **{each.name: latin(getattr(value, each.name)) for each in fields(value) if each.init}
            )
    return value


def chinese(text: str, around: int = 30) -> list[str]:
    """The Chinese in a text, each run of it with what stands around it."""
    runs = re.finditer(rf"{CHINESE.pattern}+", text)
    return [text[max(0, each.start() - around) : each.end() + around] for each in runs]
