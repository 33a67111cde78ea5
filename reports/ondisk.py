"""What lies in a run directory: plain files with size and digest, what is none, what cannot be read, and runs below it.

Nothing is followed out of the folder, and nothing is opened that could wait for ever: links, pipes and sockets are
named and no more.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

MANIFEST = "manifest.json"
"""The manifest of a run directory; a folder that has one is a run of its own."""
LETTERS = "documents"
"""Folder of a run directory for official letters. Offices edit them, so they are no part of what is proved."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A plain file: its size in bytes and SHA-256 in hex."""

    size: int
    sha256: str


class Odd(Enum):
    """What is there and has no digest."""

    NO_FILE = "no-file"
    """A link, a pipe, a socket: nothing that a run directory holds."""
    UNREADABLE = "unreadable"


def files_of(folder: Path) -> dict[str, Listed | Odd]:
    """What lies in the run directory `folder` by path (with `/`), without its manifest, letters, and the runs below it.

    A folder that cannot be read stands there by its own name.
    """
    found: dict[str, Listed | Odd] = {}
    unreadable: list[str] = []
    for home, _, names in _walked(folder, unreadable):
        for name in names:
            path = Path(home, name)
            if path != folder / MANIFEST:
                found[path.relative_to(folder).as_posix()] = _seen(path)
    found |= {Path(home).relative_to(folder).as_posix(): Odd.UNREADABLE for home in unreadable}
    return dict(sorted(found.items()))


def runs_below(folder: Path) -> list[Path]:
    """The nearest runs below the run in `folder`, each with a manifest of its own; those below them are theirs."""
    runs: list[Path] = []
    for _ in _walked(folder, [], runs):
        pass
    return sorted(runs)


def of_file(path: Path) -> Listed:
    """Size and digest of a file. Raises `OSError`."""
    with path.open("rb") as file:
        return Listed(os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest())


def of_bytes(content: bytes) -> Listed:
    """Size and digest of what a file holds."""
    return Listed(len(content), hashlib.sha256(content).hexdigest())


def _walked(
    folder: Path, unreadable: list[str], runs: list[Path] | None = None
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Every folder with the names in it; links to folders count as names. Notes `unreadable` folders and `runs`."""

    def note(fault: OSError) -> None:
        unreadable.append(str(fault.filename))

    for home, folders, names in os.walk(folder, onerror=note):
        here = Path(home)
        if here != folder and _is_plain(here / MANIFEST):
            folders.clear()
            if runs is not None:
                runs.append(here)
            continue
        links = [name for name in folders if (here / name).is_symlink()]
        apart = [LETTERS] if here == folder and LETTERS not in links else []
        folders[:] = sorted(name for name in folders if name not in links and name not in apart)
        yield home, folders, [*names, *links]


def _seen(path: Path) -> Listed | Odd:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return Odd.NO_FILE
        return of_file(path)
    except OSError:
        return Odd.UNREADABLE


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
