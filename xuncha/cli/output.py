"""What the commands print: results on standard output, messages on standard error."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:  # most commands draw no table
    from rich.console import Console


def say(message: str) -> None:
    """A message for the person in front of the screen (standard error)."""
    click.echo(message, err=True)


def print_json(value: Any) -> None:
    """A result for a machine (standard output)."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def console() -> Console:
    """Standard output for tables and headings; plain text when it is not a terminal."""
    from rich.console import Console  # noqa: PLC0415

    return Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 120)


def size_text(size: int) -> str:
    """A size in bytes as people read it, never as nothing: `812 B`, `45 KB`, `1.2 MB` (1,024 to each)."""
    if size < 1 << 10:
        return f"{size} B"
    return f"{size / (1 << 10):.0f} KB" if size < 1000 << 10 else f"{size / (1 << 20):.1f} MB"
