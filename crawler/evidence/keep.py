"""What is kept of a spool once it is known what is needed: records are copied as they are, sorted, and indexed anew.

The spool goes last. Whatever was killed on the way, judging again finishes the work: as long as there is a spool, it
holds everything that the kept file may hold.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from config.errors import UserError
from crawler.evidence.archive import Archive
from crawler.evidence.cdxj import Entry, Span
from crawler.evidence.place import EVIDENCE, INDEX, RECORDS, SPOOL, SPOOL_INDEX
from crawler.evidence.record import info_record
from crawler.evidence.spool import spool_entries


def keep(
    folder: Path, wanted: Callable[[Entry], bool], told: Mapping[str, str], at: str, *, final: bool = True
) -> Archive:
    """Keep the spooled exchanges of the run in `folder` that are `wanted`, and those kept before; drop the spool.

    Without a spool nothing changes; where the crawl may go on (not `final`) the spool stays.
    `told` and `at` (UTC ISO 8601) stand in the file's first record. Raises `UserError`
    (`report-not-written`) when the folder cannot take them, or the spool cannot be read; the spool is then still there.
    """
    home = folder / EVIDENCE
    if not (home / SPOOL_INDEX).is_file():
        return Archive.open(folder)
    before = _kept_before(folder)
    path = home / SPOOL_INDEX
    try:
        spooled = {entry.id: entry for entry in spool_entries(home) if entry.id in before or wanted(entry)}
        chosen = sorted(spooled.values(), key=lambda entry: entry.order)
        path = home / RECORDS
        staged = [_part(home / name) for name in (RECORDS, INDEX)]
        try:
            with (home / SPOOL).open("rb") as source, staged[0].open("wb") as target:
                target.write(info_record(at, told).content)
                entries = list(_copied(chosen, source, target))
                _sync(target)
            with staged[1].open("wb") as target:
                target.write("".join(entry.line(RECORDS) for entry in entries).encode())
                _sync(target)
            for part, name in zip(staged, (RECORDS, INDEX), strict=True):
                path = home / name
                part.replace(path)
        finally:
            for part in staged:
                with contextlib.suppress(OSError):  # of the fault that led here it is the lesser part
                    part.unlink(missing_ok=True)
        for name in (SPOOL_INDEX, SPOOL) if final else ():
            (home / name).unlink(missing_ok=True)
    except OSError as fault:
        raise UserError("report-not-written", path=path, detail=fault.strerror or str(fault)) from fault
    return Archive(folder, entries)


def _kept_before(folder: Path) -> set[str]:
    try:
        return {entry.id for entry in Archive.open(folder).entries}
    except UserError:  # half of it was put in place; the spool still has it all
        return set()


def _copied(chosen: Iterable[Entry], source: BinaryIO, target: BinaryIO) -> Iterator[Entry]:
    for entry in chosen:
        yield replace(
            entry,
            answer=_moved(entry.answer, source, target),
            request=_moved(entry.request, source, target),
        )


def _moved(span: Span, source: BinaryIO, target: BinaryIO) -> Span:
    at = target.tell()
    source.seek(span.offset)
    target.write(source.read(span.length))
    return replace(span, offset=at)


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
