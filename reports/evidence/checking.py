"""Whether the evidence of a run is what it was: every file by the manifest, every record by its own digests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.errors import UserError
from crawler.evidence.archive import Archive, damaged_records
from crawler.evidence.place import EVIDENCE, INDEX, RECORDS
from reports.manifest import NAME, differences, read_manifest
from reports.ondisk import runs_below

_KINDS = {
    "changed": "changed",
    "missing": "missing",
    "stray": "stray",
    "unreadable": "unreadable",
    "left_over": "left-over",
}
MANIFEST = "manifest"
"""Kind of trouble: a manifest below that cannot be believed."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not as it was. `kind` is a key below `evidence.trouble-kind.`; `name` is a path or a record."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How many files and records were checked, and what is wrong with them."""

    files: int
    records: int
    troubles: tuple[Trouble, ...]


def check(folder: Path, left_out: frozenset[str] = frozenset()) -> Checked:
    """Check the run in `folder`, and those below it. Files in `left_out` do not matter.

    Raises `UserError` where there is no manifest, or none that can be read; one below that is damaged is a trouble.
    """
    found = differences(folder, left_out)
    troubles = [Trouble(kind, name) for field, kind in _KINDS.items() for name in getattr(found, field)]
    manifest = read_manifest(folder) or {"files": []}
    files, records = len(manifest["files"]), 0
    if (folder / EVIDENCE / RECORDS).is_file():
        troubles += [Trouble("record", name) for name in damaged_records(folder / EVIDENCE / RECORDS)]
        records, astray = _against_index(folder)
        troubles += astray
    for run in runs_below(folder):
        inner = _checked_below(run, left_out)
        files, records = files + inner.files, records + inner.records
        troubles += [_below(trouble, run.relative_to(folder)) for trouble in inner.troubles]
    return Checked(files, records, tuple(troubles))


def _checked_below(run: Path, left_out: frozenset[str]) -> Checked:
    try:
        return check(run, left_out)
    except UserError:
        return Checked(0, 0, (Trouble(MANIFEST, NAME),))


def _against_index(folder: Path) -> tuple[int, list[Trouble]]:
    """How many exchanges the index knows, and those that do not lie where it says."""
    try:
        archive = Archive.open(folder)
    except UserError as fault:
        return 0, [Trouble("record", f"{EVIDENCE}/{INDEX}:{fault.place.line or 1}" if fault.place else INDEX)]
    return 2 * len(archive.entries), list(_astray(archive))


def _astray(archive: Archive) -> Iterator[Trouble]:
    for entry in archive.entries:
        try:
            archive.answer(entry)
            archive.request(entry)
        except UserError as fault:
            yield Trouble("record", str(fault.facts.get("id", fault)))


def _below(trouble: Trouble, folder: Path) -> Trouble:
    name = trouble.name if trouble.kind == "record" else (folder / trouble.name).as_posix()
    return Trouble(trouble.kind, name)
