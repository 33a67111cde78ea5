"""Types of option values: numbers with their limits, places of files and folders.

What is no such value is refused in the user's language, with what was written and what may be written.
"""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import Any

import click

from config.errors import Place, UserError
from config.faults import Fault
from config.profiles import MOST


class _Number(click.ParamType[Any]):
    """A number of a kind that click knows, refused in our words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Raises `UserError` for anything but such a number."""
        try:
            return _not_huge(super().convert(value, param, ctx))
        except (click.BadParameter, ValueError) as fault:
            raise UserError("option-number", place=_place(param, ctx), given=value, allowed=_allowed(self)) from fault


class Whole(_Number, click.IntRange):
    """An integer within limits."""


class Real(_Number, click.FloatRange):
    """A finite number within limits."""


class Where(click.ParamType[Path]):
    """A path. `kind`: what it must be if it is there, as something is written to it; `path` is either."""

    def __init__(self, kind: str = "path") -> None:
        self.name = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Raises `UserError` for an empty path, and for one that leads to something of the other kind."""
        path = Path(value)
        if value == "":
            raise UserError("option-empty", place=_place(param, ctx))
        if self.name == "directory" and path.exists() and not path.is_dir():
            raise UserError("option-no-folder", place=_place(param, ctx), path=path)
        if self.name == "file" and path.is_dir():
            raise UserError("option-no-file", place=_place(param, ctx), path=path)
        return path


ANY = Where()
FOLDER = Where("directory")
FILE = Where("file")


def _not_huge(number: Any) -> Any:
    if not isfinite(number) or abs(number) > MOST:
        raise ValueError(number)
    return number


def _allowed(kind: Any) -> Fault:
    """The limits of a range of click in words; without an upper one that of the house is told."""
    number = "whole" if isinstance(kind, click.IntRange) else "real"
    least = -MOST if kind.min is None else kind.min
    above = "-above" if kind.min_open else ""
    return Fault(f"cli.number.{number}{above}", {"least": f"{least:,}", "most": f"{kind.max or MOST:,}"})


def _place(param: click.Parameter | None, ctx: click.Context | None) -> Place:
    """The option or argument as it is written."""
    return Place(param.get_error_hint(ctx).replace("'", "") if param is not None else "?")
