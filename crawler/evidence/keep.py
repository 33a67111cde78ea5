"""What is kept of a spool once it is known what is needed: its records are made, sorted, and indexed.

The spool goes last. Whatever was killed on the way, judging again finishes the work: as long as there is a spool, it
holds everything that the kept file may hold.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple

from config.errors import UserError
from crawler.evidence.archive import Archive
from crawler.evidence.cdxj import Entry, surt
from crawler.evidence.frames import DamagedFrame, Frame, frames_in, records_of
from crawler.evidence.place import EVIDENCE, INDEX, RECORDS, SPOOL
from crawler.evidence.record import info_record

log = logging.getLogger(__name__)


def keep(
    folder: Path, wanted: Callable[[Frame], bool], told: Mapping[str, str], at: str, *, final: bool = True
) -> Archive:
    """Keep the spooled exchanges of the run in `folder` that are `wanted`, and those kept before; drop the spool.

    Without a spool nothing changes; where the crawl may go on (not `final`) the spool stays.
    `told` and `at` (UTC ISO 8601) stand in the file's first record. Raises `UserError`
    (`report-not-written`) when the folder cannot take them, or the spool cannot be read; the spool is then still there.
    """
    home = folder / EVIDENCE
    if not (home / SPOOL).is_file():
        return Archive.open(folder)
    before = _kept_before(folder)
    path = home / SPOOL
    try:
        with path.open("rb") as spool:
            chosen = [
                _Chosen(surt(frame.url), frame.at, frame)
                for frame in frames_in(spool)
                if wanted(frame) or _key(frame) in before
            ]
            path = home / RECORDS
            entries = _put_in_place(home, info_record(at, told).content, chosen, spool)
        if final:
            (home / SPOOL).unlink(missing_ok=True)
    except OSError as fault:
        at_fault = fault.filename2 or path  # where a file could not be put
        raise UserError("report-not-written", path=at_fault, detail=fault) from fault
    return Archive(folder, entries)


def _put_in_place(home: Path, info: bytes, chosen: Iterable[_Chosen], spool: BinaryIO) -> list[Entry]:
    """Write the kept file, which begins with `info`, and its index; both are whole or as before."""
    staged = [_part(home / name) for name in (RECORDS, INDEX)]
    try:
        with staged[0].open("wb") as target:
            target.write(info)
            entries = list(_written(chosen, spool, target))
            _sync(target)
        with staged[1].open("wb") as target:
            target.write("".join(entry.line(RECORDS) for entry in entries).encode())
            _sync(target)
        for part, name in zip(staged, (RECORDS, INDEX), strict=True):
            part.replace(home / name)
    finally:
        for part in staged:
            with contextlib.suppress(OSError):  # of the fault that led here it is the lesser part
                part.unlink(missing_ok=True)
    return entries


class _Chosen(NamedTuple):
    """A frame of the spool with what its records are sorted by."""

    site: str
    at: str
    frame: Frame


_place = itemgetter(0, 1)


def _key(seen: Entry | Frame) -> tuple[str, str, str | None]:
    return seen.url, seen.at, seen.part_of


def _kept_before(folder: Path) -> set[tuple[str, str, str | None]]:
    try:
        return set(map(_key, Archive.open(folder).entries))
    except UserError:  # half of it was put in place; the spool still has it all
        return set()


def _written(chosen: Iterable[_Chosen], spool: BinaryIO, target: BinaryIO) -> Iterator[Entry]:
    """Write the records of what was chosen; of exchanges of one moment in the order of their ids, each once."""
    for _, together in groupby(sorted(chosen, key=_place), key=_place):
        made = {entry.id: (entry, records) for each in together for entry, *records in _records(spool, each.frame)}
        for _, (entry, records) in sorted(made.items()):
            at = target.tell()
            target.write(b"".join(records))
            yield entry.moved(at)


def _records(spool: BinaryIO, frame: Frame) -> Iterator[tuple[Entry, bytes, bytes]]:
    try:
        yield records_of(spool, frame)
    except DamagedFrame as damage:  # what rests on it will say that it is missing
        log.warning("an exchange in the spool is damaged and cannot be kept: %s", damage)


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
