"""Pictures of a run's findings: which are to be made, which must not be, and what a user should hear about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.errors import UserError
from config.messages import text
from crawler.evidence.archive import Archive
from crawler.evidence.cdxj import Entry
from crawler.evidence.place import shot_name
from crawler.evidence.shots import Album, Shot, shoot
from reports.evidence.model import Scene
from reports.moments import beijing
from reports.result import AuditResult


@dataclass(frozen=True, slots=True)
class Taken:
    """The pictures that were made (PNG, by fingerprint), the findings whose turn came, and the older pictures that were
    taken away because they show what must not be shown."""

    made: Mapping[str, bytes] = field(default_factory=dict)
    tried: frozenset[str] = frozenset()
    removed: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def take(folder: Path, result: AuditResult, archive: Archive, tried: Collection[str]) -> Taken:
    """Make the pictures that are wanted and are not there yet; those of `tried` findings were looked for before."""
    hidden = _hidden(archive, result.basis.unshown)
    shown = archive.without(lambda entry: entry.id in hidden)
    withheld = _withheld(result, archive, shown)
    removed = _removed(folder, withheld)
    notes = [text("evidence.withheld", result.lang, count=len(withheld))] if withheld else []
    wanted = result.basis.pictures
    if not wanted.most:
        return Taken(removed=removed)
    shots, damaged = _shots(folder, result, shown, tried)
    album = shoot(shown, shots, browser=wanted.browser, seconds=wanted.seconds)
    notes += [text("evidence.pages-damaged", result.lang, count=damaged)] if damaged else []
    return Taken(album.pictures, album.tried, removed, (*notes, *_notes(album, shots, result.lang)))


def _hidden(archive: Archive, unshown: Collection[str]) -> frozenset[str]:
    """The ids of what must not be shown: answers of these pages, what was asked for them, and the same under another
    address."""
    bodies = {entry.digest for url in unshown for entry in archive.of(url) if entry.shows_itself}
    return frozenset(
        entry.id
        for entry in archive.entries
        if entry.url in unshown or entry.part_of in unshown or entry.digest in bodies
    )


def _withheld(result: AuditResult, archive: Archive, shown: Archive) -> list[str]:
    """The findings that are not pictured, because of what else their page shows."""
    scenes = result.basis.scenes
    return [
        fingerprint
        for fingerprint in result.basis.findings
        if fingerprint in result.basis.sensitive
        or (fingerprint in scenes and _page(archive, scenes[fingerprint]) != _page(shown, scenes[fingerprint]))
    ]


def _removed(folder: Path, withheld: Collection[str]) -> tuple[Path, ...]:
    """Take away what an earlier judgement, which knew less, made of such pages. Raises `OSError`."""
    paths = tuple(folder / shot_name(fingerprint) for fingerprint in withheld)
    for path in paths:
        path.unlink(missing_ok=True)
    return paths


def _shots(folder: Path, result: AuditResult, archive: Archive, tried: Collection[str]) -> tuple[list[Shot], int]:
    """What is to be made: of findings that have no picture yet, the confirmed first, as many as wanted; and how many
    cannot, because the record of their page is damaged."""
    there = sum(1 for each in result.basis.findings if (folder / shot_name(each)).is_file())
    room = max(0, result.basis.pictures.most - there)
    shots: list[Shot] = []
    damaged = 0
    for fingerprint in _in_turn(result):
        scene = result.basis.scenes.get(fingerprint)
        if scene is None or fingerprint in tried or (folder / shot_name(fingerprint)).is_file():
            continue
        page = _page(archive, scene)
        if page is None or len(shots) >= room:
            continue
        if _is_damaged(archive, page):
            damaged += 1
            continue
        caption = text("evidence.caption", result.lang, url=page.url, at=beijing(page.at), digest=page.digest[:23])
        shots.append(Shot(fingerprint, page, scene.place, caption, page.url in scene.scripts))
    return shots, damaged


def _is_damaged(archive: Archive, page: Entry) -> bool:
    try:
        archive.answer(page)
    except UserError:
        return True
    return False


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
        pages = [
            each
            for each in archive.of(url)
            if each.shows_itself and each.method == "GET" and not each.part_of and "html" in each.mime
        ]
        if pages:
            return pages[-1]
    return None


def _notes(album: Album, shots: Collection[Shot], lang: str) -> list[str]:
    left = len(shots) - len(album.tried)
    if left and album.reason:
        return [text("evidence.no-pictures", lang, count=left, why=text(f"evidence.why.{album.reason}", lang))]
    return [text("evidence.pictures-left", lang, count=left)] if left else []
