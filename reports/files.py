"""Writes report files so that a reader, a crash or a full disk never meets half of one."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from config.errors import UserError

_LEFT_OVER = re.compile(r"\..+\.(\d+)\.part")
"""Names of half-written files, here and in `crawler.evidence`: hidden, with the process that writes them."""


def is_left_over(name: str) -> bool:
    """Whether a path is named like a file that the program was writing when it was killed."""
    return _LEFT_OVER.fullmatch(name.rpartition("/")[2]) is not None


def clear_left_overs(folders: Iterable[Path]) -> None:
    """Remove what killed processes of the program left half-written in these folders; that of a running one stays."""
    for folder in folders:
        with suppress(OSError):
            for path in list(folder.iterdir()):
                named = _LEFT_OVER.fullmatch(path.name)
                if named and path.is_file() and not _runs(named[1]):
                    path.unlink()


def _runs(process: str) -> bool:
    """Whether a process is there: asking with signal 0 does nothing to it."""
    try:
        os.kill(int(process), 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def write_all(contents: Mapping[Path, bytes]) -> list[Path]:
    """Write all files or, when the disk is full, none: everything is staged first and then renamed into place.

    Staging writes a temporary file into the same folder and syncs it to the disk, so each path leads either to the
    old content or to the new. Folders are created. Raises `UserError` (`report-not-written`) after removing what was
    staged.
    """
    staged = {path: _temporary(path) for path in contents}
    path = Path()
    try:
        for path, temporary in staged.items():
            _make_folder(path.parent)
            _write_through(temporary, contents[path])
        for path, temporary in staged.items():
            temporary.replace(path)
    except OSError as error:
        raise UserError("report-not-written", path=path, detail=error) from error
    finally:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink()
    for folder in {path.parent for path in contents}:
        _sync(folder)
    return list(contents)


@contextmanager
def staged_file(path: Path) -> Iterator[BinaryIO]:
    """A file that is too large for memory: what is written goes into a temporary file and takes its place in the end.

    Folders are created. Raises `UserError` (`report-not-written`); what was there before then stands unchanged.
    """
    temporary = _temporary(path)
    try:
        _make_folder(path.parent)
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise UserError("report-not-written", path=path, detail=error) from error
    finally:
        with suppress(OSError):
            temporary.unlink()
    _sync(path.parent)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # it is a file
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from error


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make the renames themselves durable. The files are in place by now, so a system that cannot do it is no error."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
