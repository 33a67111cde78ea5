"""The generated part of docs/differential.md."""

from __future__ import annotations


def write_page(compared: object) -> None:
    """Placeholder during development."""
