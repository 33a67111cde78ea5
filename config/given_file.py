"""Files that a user names: whether they are there and can be read."""

from __future__ import annotations

from pathlib import Path
from stat import S_ISDIR

from config.errors import ConfigError, Place


def require_file(path: Path) -> Path:
    """`path` if a file is there. Raises `ConfigError` for one that is missing, for a folder, and for a path that leads
    nowhere."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise ConfigError("file-missing", place=Place(path)) from error
    except OSError as error:
        raise ConfigError("file-unreadable", place=Place(path), detail=error) from error
    if S_ISDIR(mode):
        raise ConfigError("file-is-folder", place=Place(path))
    return path


def read_given(path: Path) -> bytes:
    """All bytes of a file. Raises `ConfigError` as `require_file`, and when it cannot be read."""
    require_file(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError("file-unreadable", place=Place(path), detail=error) from error
