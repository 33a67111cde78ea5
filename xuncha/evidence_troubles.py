"""What is known to be wrong with the evidence of a run before anything of it is touched."""

from __future__ import annotations

from pathlib import Path

from config.errors import UserError
from config.messages import text
from reports.manifest import read_manifest
from reports.result import AuditResult


def known_troubles(folder: Path, result: AuditResult) -> list[str]:
    """A sentence for each: a manifest that cannot be believed, altered files, requests that were not taken down."""
    return [*_of_manifest(folder, result.lang), *_altered_before(result), *_of_spool(result)]


def _of_manifest(folder: Path, lang: str) -> list[str]:
    try:
        read_manifest(folder)
    except UserError as fault:
        return [text("evidence.manifest-stays", lang, why=fault.text(lang))]
    return []


def _altered_before(result: AuditResult) -> list[str]:
    """The crawl went on in a folder where files were not as the manifest said."""
    altered = [each for cut in result.run.interruptions for each in cut.get("altered", ())]
    if not altered:
        return []
    return [text("evidence.altered-before", result.lang, count=len(altered), name=altered[0]["name"])]


def _of_spool(result: AuditResult) -> list[str]:
    """What the crawl says about taking down: trouble with the disk, or no room."""
    left_out, trouble = result.basis.spooled.get("left_out", 0), result.basis.spooled.get("trouble")
    if trouble:
        return [text("evidence.trouble", result.lang, why=trouble)]
    return [text("evidence.full", result.lang, count=left_out)] if left_out else []
