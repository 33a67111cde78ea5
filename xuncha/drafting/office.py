"""The optional readers of office files, and the one error that names the extra when they are missing."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

from config.errors import Place, UserError


def office_module(name: str, file: Path) -> ModuleType:
    """The module `name` that reads `file`. Raises `UserError` (`office-extra`) when the extra is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise UserError("office-extra", place=Place(file), module=name.partition(".")[0]) from error
