"""Packs the evidence of a run: as a web archive that shows the recorded pages again, or as zip files for e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from config.errors import Place, UserError
from crawler.evidence.archive import Archive
from crawler.evidence.cdxj import Entry
from crawler.store.crawl import Crawl
from reports import manifest
from reports.evidence.checking import check
from reports.evidence.parcels import write_parcels
from reports.evidence.wacz import ENDING, About, Start, write_wacz
from xuncha.rundir import CRAWL_FILE, existing, open_run


def pack_wacz(folder: Path, out: Path | None) -> list[Path]:
    """The records of the run in `folder` as a WACZ file, by default beside the folder.

    Raises `UserError` for a run without records, and for one that is not as its manifest says.
    """
    existing(folder)
    _untouched(folder)
    archive = Archive.open(folder)
    if not archive.entries:
        raise UserError("evidence-none-kept", place=Place(folder))
    with open_run(folder) as crawl:
        about = About(crawl.portal.name, f"xuncha/{crawl.meta['tool_version']}", crawl.meta["finished"])
        starts = list(_starts(crawl, archive))
    return [write_wacz(out or _beside(folder, ENDING), folder, archive, starts, about)]


def pack_zip(folder: Path, out: Path | None, most_mb: float | None, *, with_crawl: bool, lang: str) -> list[Path]:
    """All files that the manifest of the run in `folder` knows, it, and those of runs below, as a zip or, when it would
    be larger than `most_mb` MiB, as several; within they lie in a folder named like the run's. Crawl files are left out
    unless they are asked for: they are large, and the records say more.

    Raises `UserError` for a run that is not as its manifest says, and for a limit below which nothing fits.
    """
    existing(folder)
    _untouched(folder)
    names = [name for name in _known(folder) if with_crawl or name.rpartition("/")[2] != CRAWL_FILE]
    limit = None if most_mb is None else int(most_mb * (1 << 20))
    return write_parcels(out or _beside(folder, ".zip"), folder, names, limit, lang, inside=folder.resolve().name)


def _known(folder: Path) -> list[str]:
    """The manifest of a run and all files that it knows, reports first, then those of the runs below."""
    told = manifest.read_manifest(folder) or {"files": [], "runs": []}
    names = sorted((each["path"] for each in told["files"]), key=lambda name: ("/" in name, name))
    below = [f"{run}/{name}" for run in told["runs"] for name in _known(folder / run)]
    return [manifest.NAME, *names, *below]


def _untouched(folder: Path) -> None:
    troubles = check(folder).troubles
    if troubles:
        raise UserError("evidence-altered", place=Place(folder), name=troubles[0].name, count=len(troubles))


def _beside(folder: Path, ending: str) -> Path:
    whole = folder.resolve()
    return whole.with_name(whole.name + ending)


def _starts(crawl: Crawl, archive: Archive) -> Iterator[Start]:
    """The portal's home, then every recorded page of a column, in URL order."""
    columns = {column.url: column.path for column in crawl.columns()}
    for url in dict.fromkeys([*crawl.portal.start_urls, *sorted(columns)]):
        entry = _shown(archive, url)
        if entry is not None:
            page = crawl.page(url)
            yield Start(entry.url, entry.at, columns.get(url) or (page.title if page is not None else url))


def _shown(archive: Archive, url: str) -> Entry | None:
    pages = [entry for entry in archive.of(url) if entry.shows_itself and "html" in entry.mime]
    return pages[-1] if pages else None
