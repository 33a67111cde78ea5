"""ZIP archives of files: each is read by the same readers, in natural order, within limits on number and depth.

The time for tables is one for all files inside, and scans inside are not recognised: time is for one file as a whole.
"""

from __future__ import annotations

import posixpath
import time
from collections.abc import Callable
from dataclasses import replace

from crawler.documents.extract import Extract, Limits, Reason, Unreadable
from crawler.documents.package import Package, natural

TYPE = "zip"
_LONGEST_NAME = 200
Read = Callable[[bytes, Limits, int], Extract]


def read_archive(package: Package, limits: Limits, depth: int, read: Read) -> Extract:
    """What the files of an archive say (`inner`). `depth` counts the archives around it. Raises `Unreadable`."""
    if depth >= limits.depth:
        raise Unreadable(Reason.NESTED)
    names = sorted((name for name in package.names if not _is_litter(name)), key=natural)
    if names and all(map(package.is_encrypted, names)):
        raise Unreadable(Reason.ENCRYPTED)
    inner: list[tuple[str, Extract]] = []
    reason, left, began = None, limits.characters, time.process_time()
    for name in names[: limits.inner_files]:
        try:
            table_s = max(0.0, limits.table_seconds - (time.process_time() - began))  # one budget for all files
            own = replace(limits, characters=max(1, left), table_seconds=table_s, ocr_pages=0)
            found = read(package.read(name), own, depth + 1)
        except Unreadable as trouble:
            found = Extract("unknown", reason=trouble.reason)
        left -= len(found.text) + sum(len(each.text) for _, each in found.inner)
        inner.append((name[-_LONGEST_NAME:], found))
        if found.reason == Reason.EXPANDS:
            reason = Reason.EXPANDS
            break
    if len(names) > limits.inner_files:
        reason = reason or Reason.TOO_MANY_ENTRIES
    if not names:
        reason = Reason.NO_TEXT
    return Extract(TYPE, reason=reason, inner=tuple(inner))


def _is_litter(name: str) -> bool:
    """What operating systems leave in archives."""
    return name.startswith("__MACOSX/") or posixpath.basename(name) in (".DS_Store", "Thumbs.db", "desktop.ini")
