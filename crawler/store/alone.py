"""One program at a time works at a crawl: the lock on its folder, held until the crawl file is sealed or left."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.errors import Place, UserError
from crawler.store.connection import clear_errors

_CANNOT = frozenset({errno.EBADF, errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS})
"""What file systems say that lock no folders; some network file systems lock only what is open for writing."""


@contextmanager
def alone_at(path: Path) -> Iterator[None]:
    """Keep other programs from working at the crawl file at `path`, and at what lies beside it of the same crawl.

    The folder is locked and not the file, because another file takes its place when a crawl goes on. A kill ends the
    lock. A file system that cannot lock folders leaves all to the lock of SQLite on the file itself. Raises
    `UserError` when another program has the lock.
    """
    with clear_errors(path):
        folder = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        _lock(folder, path)
        yield
    finally:
        os.close(folder)


def _lock(folder: int, path: Path) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise UserError("crawl-in-use", place=Place(path)) from fault
    except OSError as fault:
        if fault.errno not in _CANNOT:
            raise UserError("crawl-not-openable", place=Place(path), detail=fault) from fault
