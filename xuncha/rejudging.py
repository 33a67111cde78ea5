"""Writes the results of a run anew: what was there is kept beside them, and what changes is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from config.errors import Place, UserError
from reports.bundle import RENDERERS, rendered
from reports.comparing.results import Results, UnreadableResults, read_results
from reports.comparing.runs import RunChanges, compare
from reports.files import write_all
from reports.manifest import with_manifest
from reports.result import AuditResult
from xuncha.evidence import Gathered, gather

EARLIER = "earlier"
"""Folder of the run directory for results that later ones replaced, one folder each, named after their time."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What the new results say otherwise (None: there was nothing to compare), and where the earlier ones are kept.

    `trouble` says why the earlier ones could not be read.
    """

    changes: RunChanges | None = None
    kept: Path | None = None
    trouble: str | None = None
    notes: tuple[str, ...] = ()
    """What a user should hear about the evidence."""


def rewrite(folder: Path, result: AuditResult) -> Rewritten:
    """Write the reports of `result` into `folder`. Results that say something else are kept below `earlier/`.

    All files, kept and new, are staged before the first is put in place. Raises `UserError` when the folder cannot take
    them, or when what is there cannot be read; what was there before then stands unchanged.
    """
    kept = gather(folder, result)
    try:
        return _rewritten(folder, kept)
    except UserError as fault:
        if not kept.contents:
            raise
        return _rewritten(folder, kept.given_up(fault))


def _rewritten(folder: Path, kept: Gathered) -> Rewritten:
    result, notes = kept.result, kept.result.evidence_notes
    held = _held(folder, RENDERERS)
    reports = {folder / name: content for name, content in rendered(result).items()}
    new = reports | kept.contents

    def write(contents: dict[Path, bytes]) -> None:
        write_all(with_manifest(folder, contents, result, kept.written, kept.removed))

    if not held:
        write(new)
        return Rewritten(notes=notes)
    try:
        before = read_results(held)
    except UnreadableResults as fault:
        unread = _home(folder, None)
        write(_moved(held, unread) | new)
        return Rewritten(kept=unread, trouble=fault.text(result.lang), notes=notes)
    after = read_results({path.name: content for path, content in reports.items()})
    changes = compare(before, after)
    home = None if before.same_as(after) else _home(folder, before)
    write((_moved(held, home) if home else {}) | new)
    return Rewritten(changes, home, notes=notes)


def _held(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    held = {}
    for path in (folder / name for name in names):
        try:
            held[path.name] = path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise UserError("file-unreadable", place=Place(path), detail=error) from error
    return held


def _moved(held: Mapping[str, bytes], home: Path) -> dict[Path, bytes]:
    return {home / name: content for name, content in held.items()}


def _home(folder: Path, before: Results | None) -> Path:
    """A folder that is not there yet, named after the moment when the earlier results were judged."""
    digits = "".join(re.findall(r"\d", before.judged if before else ""))[:14]
    name = f"{digits[:8]}-{digits[8:]}" if len(digits) == 14 else "unknown"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(home for home in (folder / EARLIER / each for each in names) if not home.exists())
