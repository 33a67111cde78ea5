"""Pictures of a run's findings: which are to be made, which must not be, and what a user should hear about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
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
    """`made` are the new pictures (PNG, by fingerprint), `removed` older ones that show what must not be shown. `tried`
    are the findings whose turn came, now or before, `pages` the ids of the records that their pictures show."""

    made: Mapping[str, bytes]
    tried: frozenset[str]
    pages: Mapping[str, str]
    removed: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def take(folder: Path, result: AuditResult, archive: Archive, before: Taken) -> Taken:
    """Make the pictures that are wanted and are not there yet; `before` is what the run had when it was judged last."""
    hidden = _hidden(archive, result.basis.unshown)
    shown = archive.without(lambda entry: entry.id in hidden)
    gone = _no_longer_shown(result, archive, hidden, before.pages)
    removed = _removed(folder, gone)
    tried, pages = (
        before.tried.difference(gone),
        {name: page for name, page in before.pages.items() if name not in gone},
    )
    wanted = result.basis.pictures
    if not wanted.most:
        return Taken({}, tried, pages, removed)
    shots, damaged = _shots(folder, result, shown, tried)
    album = shoot(shown, shots, browser=wanted.browser, seconds=wanted.seconds)
    pages |= {shot.fingerprint: shot.page.id for shot in shots if shot.fingerprint in album.pictures}
    withheld = _withheld(result, archive, shown)
    notes = [text("evidence.withheld", result.lang, count=withheld)] if withheld else []
    notes += [text("evidence.pages-damaged", result.lang, count=damaged)] if damaged else []
    return Taken(album.pictures, tried | album.tried, pages, removed, (*notes, *_notes(album, shots, result.lang)))


def _hidden(archive: Archive, unshown: Collection[str]) -> frozenset[str]:
    """The ids of what must not be shown: answers of these pages, what was asked for them, and the same under another
    address."""
    bodies = {entry.digest for url in unshown for entry in archive.of(url) if entry.shows_itself}
    return frozenset(
        entry.id
        for entry in archive.entries
        if entry.url in unshown or entry.part_of in unshown or entry.digest in bodies
    )


def _no_longer_shown(
    result: AuditResult, archive: Archive, hidden: Collection[str], pages: Mapping[str, str]
) -> frozenset[str]:
    """The findings whose pictures, if there are any, show what is hidden now: an earlier judgement knew less."""
    gone = set(result.basis.sensitive)
    for fingerprint, scene in result.basis.scenes.items():
        page = _page(archive, scene)
        if pages.get(fingerprint, page.id if page else "") in hidden:
            gone.add(fingerprint)
    return frozenset(gone)


def _withheld(result: AuditResult, archive: Archive, shown: Archive) -> int:
    """How many findings have no picture because of what else their pages show."""
    scenes = result.basis.scenes.values()
    return len(result.basis.sensitive) + sum(1 for each in scenes if _page(archive, each) and not _page(shown, each))


def _removed(folder: Path, gone: Collection[str]) -> tuple[Path, ...]:
    """Take pictures away. Raises `OSError`."""
    paths = tuple(folder / shot_name(fingerprint) for fingerprint in sorted(gone))
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
