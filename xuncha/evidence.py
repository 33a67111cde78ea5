"""Keeps the evidence of a run once it is judged: the needed records, the pictures, and which finding rests on what."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from config.errors import Place, UserError
from config.messages import text
from config.settings import Evidence
from crawler.evidence.archive import Archive, is_shared
from crawler.evidence.cdxj import Entry
from crawler.evidence.exchange import NO_ANSWER
from crawler.evidence.frames import Frame
from crawler.evidence.keep import keep
from crawler.evidence.place import BASIS, EVIDENCE, INDEX, RECORDS, SHOTS, SPOOL, shot_name
from reports import jsonwrite
from reports.evidence.model import Basis, Pointer
from reports.files import clear_left_overs
from reports.result import AuditResult
from xuncha.evidence_troubles import known_troubles
from xuncha.pictures import Taken, take
from xuncha.rundir import is_unfinished

SHOWN = 10
"""Records that a line of findings.jsonl names; all of them stand in evidence/basis.jsonl."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The result with what was kept for its findings, the files to be written for it, and those written or taken away
    already."""

    result: AuditResult
    contents: dict[Path, bytes] = field(default_factory=dict)
    written: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()

    def given_up(self, fault: UserError) -> Gathered:
        """The same without what could not be written: reports do not wait for it."""
        result = _with_troubles(self.result, _given_up(fault, self.result.lang))
        bare = replace(result, evidence={}, shots={})
        return Gathered(bare, {}, self.written, self.removed)


def has_evidence(folder: Path) -> bool:
    """Whether anything was taken down of the run in `folder`."""
    return any((folder / EVIDENCE / name).is_file() for name in (SPOOL, INDEX))


def gather(folder: Path, result: AuditResult) -> Gathered:
    """Keep what the findings and columns of `result` rest on. Where nothing was taken down, nothing changes.

    Records are written at once, because they may be large; everything else is written together with the reports. Raises
    nothing: whatever is wrong with the evidence stands in `evidence_troubles`, and the reports are written without it.
    """
    home = folder / EVIDENCE
    clear_left_overs((folder, home, home / SHOTS))
    result = _with_troubles(result, *known_troubles(folder, result))
    try:
        return _gathered(folder, result) if has_evidence(folder) else Gathered(result)
    except (UserError, OSError) as fault:
        return Gathered(result).given_up(_as_user_error(fault))


def _gathered(folder: Path, result: AuditResult) -> Gathered:
    home = folder / EVIDENCE
    spooled = (home / SPOOL).is_file()
    basis = result.basis
    archive = keep(
        folder,
        _Wanted(basis.urls, everything=basis.kept is Evidence.ALL),
        _told(result),
        result.run.finished,
        final=not is_unfinished(folder),
    )
    taken = take(folder, result, archive, _before(home / BASIS))
    pointers = {
        fingerprint: _pointer(folder, basis, archive, fingerprint, taken.made) for fingerprint in sorted(basis.findings)
    }
    contents = {folder / shot_name(fingerprint): picture for fingerprint, picture in taken.made.items()}
    contents[home / BASIS] = _lines(basis, archive, pointers, taken)
    notes = (*result.evidence_notes, *_missing_note(pointers, result.lang), *taken.notes)
    done = replace(result, evidence=pointers, evidence_notes=notes, shots=taken.made)
    written = (home / RECORDS, home / INDEX) if spooled else ()
    gone = (home / SPOOL,) if spooled and not (home / SPOOL).exists() else ()
    return Gathered(done, contents, written, (*taken.removed, *gone))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Whether an exchange is kept."""

    urls: frozenset[str]
    everything: bool

    def __call__(self, seen: Frame) -> bool:
        return self.everything or seen.url in self.urls or seen.part_of in self.urls or is_shared(seen)


def _told(result: AuditResult) -> dict[str, str]:
    run = result.run
    return {
        "software": f"xuncha/{run.tool_version}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": run.run_id,
        "http-header-user-agent": run.user_agent,
        "robots": "obey" if not result.portal.politeness.ignore_robots else "ignore, authorised by the owner",
    }


def _records(archive: Archive, urls: Sequence[str]) -> list[Entry]:
    """The exchanges with some addresses, each with what was asked for that page."""
    found = [entry for url in urls for entry in (*archive.of(url), *archive.parts(url))]
    return list({entry.id: entry for entry in found}.values())


def _missing(basis: Basis, archive: Archive, urls: Sequence[str]) -> list[str]:
    """What was asked for and not kept; that a page is unchanged is no page."""
    return [url for url in urls if url in basis.asked and all(entry.has_no_body for entry in archive.of(url))]


def _pointer(folder: Path, basis: Basis, archive: Archive, fingerprint: str, made: Collection[str]) -> Pointer:
    urls = basis.findings[fingerprint]
    places = {url: place for place, url in enumerate(urls)}
    answered = {
        (entry.url, entry.digest)
        for entry in _records(archive, urls)
        if entry.mime != NO_ANSWER and not entry.has_no_body
    }
    records = sorted(answered, key=lambda each: (places.get(each[0], len(places)), each))
    picture = shot_name(fingerprint)
    return Pointer(
        records=tuple(records[:SHOWN]),
        count=len(records),
        missing=len(_missing(basis, archive, urls)),
        screenshot=picture if fingerprint in made or (folder / picture).is_file() else None,
    )


def _lines(basis: Basis, archive: Archive, pointers: Mapping[str, Pointer], taken: Taken) -> bytes:
    """evidence/basis.jsonl: a line for each finding, then for each column, with the ids of all its records."""
    lines = [
        {
            "finding": fingerprint,
            "records": [entry.id for entry in _records(archive, urls)],
            "missing": _missing(basis, archive, urls),
            "screenshot": pointers[fingerprint].screenshot,
            "shows": taken.pages.get(fingerprint),
            "tried": fingerprint in taken.tried,
        }
        for fingerprint, urls in sorted(basis.findings.items())
    ]
    lines += [
        {
            "column": column.path,
            "unit": column.unit,
            "url": column.url,
            "records": [entry.id for entry in _records(archive, column.urls)],
            "missing": _missing(basis, archive, column.urls),
        }
        for column in basis.columns
    ]
    return jsonwrite.encode("".join(map(jsonwrite.line, lines)))


def _before(path: Path) -> Taken:
    """What evidence/basis.jsonl says about pictures of the run as judged before; what cannot be read says nothing."""
    try:
        told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        tried = frozenset(each["finding"] for each in told if each.get("tried"))
        pages = {str(each["finding"]): str(each["shows"]) for each in told if each.get("shows")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Taken({}, frozenset(), {})
    return Taken({}, tried, pages)


def _missing_note(pointers: Mapping[str, Pointer], lang: str) -> list[str]:
    missing = sum(1 for pointer in pointers.values() if pointer.missing)
    return [text("evidence.missing", lang, count=missing, all=len(pointers))] if missing else []


def _with_troubles(result: AuditResult, *troubles: str) -> AuditResult:
    """The result that says what is wrong with its evidence, to the user and on top of every report."""
    return replace(
        result,
        evidence_notes=(*result.evidence_notes, *troubles),
        evidence_troubles=(*result.evidence_troubles, *troubles),
    )


def _given_up(fault: UserError, lang: str) -> str:
    return text("evidence.given-up", lang, why=fault.text(lang))


def _as_user_error(fault: UserError | OSError) -> UserError:
    if isinstance(fault, UserError):
        return fault
    return UserError("file-unreadable", place=Place(str(fault.filename or EVIDENCE)), detail=fault)
