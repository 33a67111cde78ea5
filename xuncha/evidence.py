"""Keeps the evidence of a run once it is judged: the needed records, the pictures, and which finding rests on what."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from config.messages import text
from config.settings import Evidence
from crawler.evidence.archive import Archive, is_shared
from crawler.evidence.cdxj import NO_ANSWER, Entry
from crawler.evidence.keep import keep
from crawler.evidence.place import BASIS, EVIDENCE, INDEX, RECORDS, SPOOL_INDEX, shot_name
from crawler.evidence.shots import Album, Shot, shoot
from reports import jsonwrite
from reports.evidence.model import Basis, Pointer, Scene
from reports.moments import beijing
from reports.result import AuditResult
from xuncha.rundir import is_unfinished

SHOWN = 10
"""Records that a line of findings.jsonl names; all of them stand in evidence/basis.jsonl."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The result with what was kept for its findings, the files to be written for it, and those written already."""

    result: AuditResult
    contents: dict[Path, bytes]
    written: tuple[Path, ...] = ()


def has_evidence(folder: Path) -> bool:
    """Whether anything was taken down of the run in `folder`."""
    return any((folder / EVIDENCE / name).is_file() for name in (SPOOL_INDEX, INDEX))


def gather(folder: Path, result: AuditResult) -> Gathered:
    """Keep what the findings and columns of `result` rest on. Where nothing was taken down, nothing changes.

    Records are written at once, because they may be large; everything else is written together with the reports.
    """
    if not has_evidence(folder):
        return Gathered(result, {})
    home = folder / EVIDENCE
    spooled = (home / SPOOL_INDEX).is_file()
    basis = result.basis
    archive = keep(
        folder,
        _Wanted(basis.urls, everything=basis.kept is Evidence.ALL),
        _told(result),
        result.run.finished,
        final=not is_unfinished(folder),
    )
    tried = _tried(home / BASIS)
    album, shots = _pictures(folder, result, archive, tried)
    pointers = {
        fingerprint: _pointer(folder, basis, archive, fingerprint, album) for fingerprint in sorted(basis.findings)
    }
    contents = {folder / shot_name(fingerprint): picture for fingerprint, picture in album.pictures.items()}
    tried |= album.tried
    contents[home / BASIS] = _lines(basis, archive, pointers, tried)
    notes = tuple(_notes(result, pointers, album, shots))
    written = (home / RECORDS, home / INDEX) if spooled else ()
    done = replace(result, evidence=pointers, evidence_notes=notes, shots=album.pictures)
    return Gathered(done, contents, written)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Whether an exchange is kept."""

    urls: frozenset[str]
    everything: bool

    def __call__(self, entry: Entry) -> bool:
        return self.everything or entry.url in self.urls or entry.part_of in self.urls or is_shared(entry)


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
    return [url for url in urls if url in basis.asked and not archive.of(url)]


def _pointer(folder: Path, basis: Basis, archive: Archive, fingerprint: str, album: Album) -> Pointer:
    urls = basis.findings[fingerprint]
    places = {url: place for place, url in enumerate(urls)}
    answered = {(entry.url, entry.digest) for entry in _records(archive, urls) if entry.mime != NO_ANSWER}
    records = sorted(answered, key=lambda each: (places.get(each[0], len(places)), each))
    picture = shot_name(fingerprint)
    return Pointer(
        records=tuple(records[:SHOWN]),
        count=len(records),
        missing=len(_missing(basis, archive, urls)),
        screenshot=picture if fingerprint in album.pictures or (folder / picture).is_file() else None,
    )


def _lines(basis: Basis, archive: Archive, pointers: Mapping[str, Pointer], tried: Collection[str]) -> bytes:
    """evidence/basis.jsonl: a line for each finding, then for each column, with the ids of all its records."""
    lines = [
        {
            "finding": fingerprint,
            "records": [entry.id for entry in _records(archive, urls)],
            "missing": _missing(basis, archive, urls),
            "screenshot": pointers[fingerprint].screenshot,
            "tried": fingerprint in tried,
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


def _tried(path: Path) -> set[str]:
    """Findings of which a picture was tried when the run was judged before; what cannot be read was not."""
    try:
        told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return {each["finding"] for each in told if each.get("tried")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return set()


def _pictures(folder: Path, result: AuditResult, archive: Archive, tried: set[str]) -> tuple[Album, list[Shot]]:
    """Pictures of the findings that have none yet: the confirmed first, as many as wanted."""
    pictures = result.basis.pictures
    if not pictures.most:
        return Album({}), []
    there = sum(1 for each in result.basis.findings if (folder / shot_name(each)).is_file())
    shots = []
    for fingerprint in _in_turn(result):
        scene = result.basis.scenes.get(fingerprint)
        if scene is None or fingerprint in tried or (folder / shot_name(fingerprint)).is_file():
            continue
        page = _page(archive, scene)
        if page is not None:
            scripts = page.url in scene.scripts
            shots.append(Shot(fingerprint, page, scene.place, _caption(page, result.lang), scripts))
    shots = shots[: max(0, pictures.most - there)]
    return shoot(archive, shots, browser=pictures.browser, seconds=pictures.seconds), shots


def _in_turn(result: AuditResult) -> list[str]:
    """The findings, the confirmed first; among them one of every kind before a second of any."""
    found = {each.fingerprint: each for judgement in result.judgements for each in judgement.findings()}
    count: Counter[tuple[str, ...]] = Counter()
    turns = {}
    for each in found.values():
        kind = (each.state.value, each.check, each.code)
        turns[each.fingerprint] = (each.state.value, count[kind])
        count[kind] += 1
    return sorted(turns, key=lambda fingerprint: turns[fingerprint])


def _page(archive: Archive, scene: Scene) -> Entry | None:
    """The recorded page on which a finding is shown: of the first address that was recorded, the last time it came."""
    for url in scene.pages:
        pages = [each for each in archive.of(url) if each.shows_itself and not each.part_of and "html" in each.mime]
        if pages:
            return pages[-1]
    return None


def _caption(page: Entry, lang: str) -> str:
    return text("evidence.caption", lang, url=page.url, at=beijing(page.at), digest=page.digest[:23])


def _notes(result: AuditResult, pointers: Mapping[str, Pointer], album: Album, shots: Sequence[Shot]) -> list[str]:
    notes = []
    left_out, trouble = result.basis.spooled.get("left_out", 0), result.basis.spooled.get("trouble")
    if trouble:
        notes.append(text("evidence.trouble", result.lang, why=trouble))
    elif left_out:
        notes.append(text("evidence.full", result.lang, count=left_out))
    missing = sum(1 for pointer in pointers.values() if pointer.missing)
    if missing:
        notes.append(text("evidence.missing", result.lang, count=missing, all=len(pointers)))
    left = len(shots) - len(album.tried)
    if left and album.reason:
        why = text(f"evidence.why.{album.reason}", result.lang)
        notes.append(text("evidence.no-pictures", result.lang, count=left, why=why))
    elif left:
        notes.append(text("evidence.pictures-left", result.lang, count=left))
    return notes
