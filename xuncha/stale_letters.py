"""Says which official documents are from another judging than the results that lie beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from config.messages import text
from reports.office.origin import marks, stale
from reports.ondisk import LETTERS
from reports.result import AuditResult


def stale_beside(folder: Path, result: AuditResult) -> list[Path]:
    """The documents in the run directory `folder` that are from another judging than `result`; sorted."""
    return stale(folder / LETTERS, marks([result]))


def stale_notes(found: Sequence[Path], lang: str) -> Iterator[str]:
    """What a user should hear of them, all of one folder; nothing for none."""
    if found:
        names = text("report.list-joint", lang).join(path.name for path in found)
        yield text("office.said.stale", lang, count=len(found), folder=found[0].parent, names=names)
