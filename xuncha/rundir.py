"""The run directory: one folder per run, never shared by two runs."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from config.errors import Place, UserError
from config.faults import Fault
from config.registry import Portal
from crawler.store.crawl import Crawl
from crawler.store.crawl_file import UNFINISHED, is_sealed
from crawler.store.previous import PreviousCrawl
from crawler.trials.series import observations, read_series
from reports.manifest import told_hash
from reports.ondisk import MANIFEST

CRAWL_FILE = "crawl.sqlite"
RUN_FILE = "run.json"
WATCH_FILE = "watch.jsonl"
"""The series of `xuncha watch` that a run is judged with, copied into its directory."""
OURS = (RUN_FILE, CRAWL_FILE, "findings.jsonl", "scorecard.json", "report.html", "problems.xlsx")
"""Files whose presence shows that a folder already holds a run."""

_TOLD = ("run_id", "tool_version", "started", "settings", "units", "rubrics", "as_of", "profile", "configuration_hash")
"""What the crawl file of an audit says of its run, whichever version of the program made it."""


def default_folder(portal_id: str, base: Path, started: datetime) -> Path:
    """Where a run goes when the user names no folder: `<base>/<portal>-<time>`."""
    safe = "".join(char if char.isalnum() or char in "._-" else "-" for char in portal_id)
    return base / f"{safe}-{started:%Y%m%d-%H%M%S}"


def require_free(folder: Path) -> None:
    """Raises `UserError` when a new run cannot go there: it holds another one, or is no folder."""
    held = [name for name in OURS if (folder / name).exists()]
    if held:
        raise UserError("folder-holds-run", place=Place(folder), file=held[0])
    above = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if not above.is_dir():
        raise UserError("folder-unusable", place=Place(folder), reason=Fault("system.ENOTDIR"))


def prepare(folder: Path) -> Path:
    """Create the folder of a new run. Raises `UserError` when it holds another run or cannot be written."""
    require_free(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("folder-unusable", place=Place(folder), reason=error) from error
    if not os.access(folder, os.W_OK):
        raise UserError(
            "folder-unusable", place=Place(folder), reason=PermissionError(errno.EACCES, "no write permission")
        )
    return folder


def previous_runs(folder: Path, portals: Sequence[Portal], outs: Sequence[Path]) -> list[Path]:
    """The run directory of an earlier audit for each portal: `folder` itself for one, folders below it for several.

    That is how `--out` lays them out, too. `outs` are the folders of the new runs. Raises `UserError` when an earlier
    run is missing, is the new one, cannot be read, is not as its manifest says, or is of another portal.
    """
    runs = [folder] if len(portals) == 1 else [folder / portal.id for portal in portals]
    for run, portal, out in zip(runs, portals, outs, strict=True):
        if run.resolve() == out.resolve():
            raise UserError("previous-is-out", place=Place(run))
        if not (run / CRAWL_FILE).is_file():
            raise UserError("previous-no-run", place=Place(run), file=CRAWL_FILE)
        PreviousCrawl.open(run / CRAWL_FILE, portal, told_hash(run, CRAWL_FILE)).close()
    return runs


def existing(folder: Path) -> Path:
    """The folder of a finished run. Raises `UserError` when it holds none."""
    if not (folder / CRAWL_FILE).is_file():
        raise UserError("no-run-here", place=Place(folder), file=CRAWL_FILE)
    return folder


def is_unfinished(folder: Path) -> bool:
    """Whether the crawl in a run directory was cut off before it was sealed, or was interrupted: it can go on."""
    return (folder / UNFINISHED).is_file() or not is_sealed(folder / CRAWL_FILE)


def holding_run(folder: Path) -> Path:
    """The folder of a run or of what was unpacked of one. Raises `UserError` when there is nothing of a run in it."""
    if not any((folder / name).is_file() for name in (*OURS, MANIFEST)):
        raise UserError("no-run-here", place=Place(folder), file=MANIFEST)
    return folder


def newest(base: Path) -> Path:
    """The run below `base` that was judged last. Raises `UserError` when there is none."""
    runs = [path for path in base.glob(f"*/{RUN_FILE}") if (path.parent / CRAWL_FILE).is_file()]
    if not runs:
        raise UserError("no-run-below", place=Place(base))
    return max(runs, key=lambda path: (path.stat().st_mtime, path)).parent


def adopt_series(folder: Path, series: Path | None) -> None:
    """Keep a series of `xuncha watch` beside a run, in the place of an older one, so that judging again finds it.

    Raises `UserError` when `series` is none.
    """
    if series is None:
        return
    read_series(series)
    if series.resolve() != (folder / WATCH_FILE).resolve():
        shutil.copyfile(series, folder / WATCH_FILE)


def open_run(folder: Path) -> Crawl:
    """The crawl of a run with the series that was kept beside it.

    Raises `UserError` when either cannot be read, and for a crawl that no audit made.
    """
    crawl = Crawl.open(folder / CRAWL_FILE)
    path = folder / WATCH_FILE
    try:
        lacking = [f"meta.{key}" for key in _TOLD if key not in crawl.meta]
        if lacking:
            detail = Fault("lacks", {"name": ", ".join(lacking)})
            raise UserError("crawl-unreadable", place=Place(folder / CRAWL_FILE), detail=detail)
        _require_sound(crawl, folder / CRAWL_FILE)
        if not path.is_file():
            return crawl
        beside = observations(read_series(path), crawl.portal.all_hosts)
    except BaseException:
        crawl.close()
        raise
    crawl.close()
    return Crawl.open(folder / CRAWL_FILE, beside, checked=True)


def _require_sound(crawl: Crawl, path: Path) -> None:
    """Raises `UserError` when what an audit wrote of itself is not what any audit writes."""
    try:
        date.fromisoformat(crawl.meta["as_of"])
        datetime.fromisoformat(crawl.meta["started"])
        named = [*map(crawl.portal.unit, crawl.meta["units"]), *map(str.strip, crawl.meta["rubrics"])]
        _ = named, crawl.meta["settings"]["user_agent"]
    except (ValueError, TypeError, LookupError) as fault:
        raise UserError("crawl-unreadable", place=Place(path), detail=Fault("shape")) from fault


def last_judged(folder: Path) -> tuple[str, list[str]] | None:
    """As of which day (ISO) and under which rubrics (ids) the reports in `folder` were judged; None without a run card
    that can be read."""
    try:
        card = json.loads((folder / RUN_FILE).read_bytes())
        return date.fromisoformat(card["as_of"]).isoformat(), [str(rubric["id"]) for rubric in card["rubrics"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
