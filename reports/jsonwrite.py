"""JSON as the house writes it: exact decimals, one order, bytes that are the same on every machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

LINE_BREAKERS = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Legal inside JSON strings, but they end a line for many programs that read JSON Lines."""


def plain(value: Any) -> Any:
    """`value` as JSON types, mappings sorted by key. Raises `TypeError` for anything that has no JSON form.

    A decimal becomes the integer or float that prints as the same digits (true up to 15 significant ones, far more
    than any rubric has).
    """
    match value:
        case Mapping():
            return {str(key): plain(value[key]) for key in sorted(value, key=str)}
        case list() | tuple():
            return [plain(part) for part in value]
        case set() | frozenset():
            return sorted(plain(part) for part in value)
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case None | bool() | int() | float() | str():
            return value
        case _:
            raise TypeError(f"no JSON form for {type(value).__name__}")


def line(record: Mapping[str, Any]) -> str:
    """One record on one line, fields in the order given (nested mappings come sorted from `plain`)."""
    return _tame(json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)) + "\n"


def document(value: Any) -> bytes:
    """A whole file, indented for reading, fields in the order given."""
    return encode(_tame(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)) + "\n")


def encode(text: str) -> bytes:
    r"""UTF-8; half a surrogate pair from a broken page becomes its `\udXXX` escape, which JSON allows."""
    return text.encode("utf-8", "backslashreplace")


def _tame(text: str) -> str:
    for char, escape in LINE_BREAKERS.items():
        text = text.replace(char, escape)
    return text
