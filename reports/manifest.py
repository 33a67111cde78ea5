"""manifest.json: size and SHA-256 of every file of a run directory, so that a changed byte can be told.

An entry changes only when the program itself writes that file: what somebody else changed, took away or added stays
visible however often the run is judged again. Runs that lie below a run have a manifest of their own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from config.errors import Place, UserError
from reports import jsonwrite
from reports.files import write_all
from reports.moments import BEIJING
from reports.result import AuditResult

NAME = "manifest.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the manifest knows it: its size in bytes and SHA-256 in hex."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What is not as the manifest says: paths below the run directory, each sorted."""

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.stray)


def with_manifest(
    folder: Path, contents: Mapping[Path, bytes], result: AuditResult, written: Iterable[Path] = ()
) -> dict[Path, bytes]:
    """`contents` and, as the last file, the manifest that will be true when all of them are written.

    `written` are files that the program wrote just before. Where there was no manifest, all files that are there now
    are listed as they are.
    """
    before = read_manifest(folder)
    known = _listed(before) if before is not None else dict(_on_disk(folder))
    known |= {path.relative_to(folder).as_posix(): _of_file(path) for path in written}
    files = known | {name: _of_bytes(content) for name, content in _named(folder, contents)}
    return {**contents, folder / NAME: jsonwrite.document(_about(result) | _files(files))}


def add_written(folder: Path, paths: Iterable[Path]) -> None:
    """Tell the manifest of the run in `folder`, if there is one, of files that the program has just written there."""
    before = read_manifest(folder)
    inside = [path for path in paths if path.resolve().is_relative_to(folder.resolve())]
    if before is None or not inside:
        return
    new = {path.resolve().relative_to(folder.resolve()).as_posix(): _of_file(path) for path in inside}
    head = {name: value for name, value in before.items() if name != "files"}
    write_all({folder / NAME: jsonwrite.document(head | _files(_listed(before) | new))})


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of the run in `folder`; None without one. Raises `UserError` (`manifest-damaged`)."""
    path = folder / NAME
    try:
        told: dict[str, Any] = json.loads(path.read_bytes())
        _listed(told)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise UserError("manifest-damaged", place=Place(path), detail=str(fault)) from fault
    return told


def differences(folder: Path, left_out: frozenset[str] = frozenset()) -> Differences:
    """What is not as the manifest of the run in `folder` says. Files in `left_out` do not matter.

    Raises `UserError` where there is no manifest (`manifest-missing`) or none that can be read.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise UserError("manifest-missing", place=Place(folder))
    listed, there = _listed(manifest), dict(_on_disk(folder))
    return Differences(
        changed=tuple(name for name in sorted(listed) if name in there and there[name] != listed[name]),
        missing=tuple(name for name in sorted(listed) if name not in there and name not in left_out),
        stray=tuple(name for name in sorted(there) if name not in listed and name not in left_out),
    )


def runs_below(folder: Path) -> list[Path]:
    """The runs that lie below a run, each with a manifest of its own, at any depth."""
    return sorted(path.parent for path in folder.rglob(NAME) if path.parent != folder)


def moment(at: str) -> dict[str, str]:
    """A moment (ISO 8601) in UTC and in Beijing's time; empty where there is none."""
    if not at:
        return {}
    local = datetime.fromisoformat(at).astimezone(BEIJING)
    return {"utc": at, "beijing": local.isoformat(timespec="seconds")}


def _about(result: AuditResult) -> dict[str, Any]:
    run = result.run
    return {
        "manifest": VERSION,
        "tool": "xuncha",
        "tool_version": run.tool_version,
        "run_id": run.run_id,
        "portal": result.portal.id,
        "rubrics": [{"id": each.rubric.id, "hash": each.rubric_hash} for each in result.judgements],
        "configuration_hash": run.configuration_hash,
        "crawl_hash": run.crawl_hash,
        "times": {name: moment(getattr(run, name)) for name in ("started", "finished", "judged")},
    }


def _files(files: Mapping[str, Listed]) -> dict[str, Any]:
    return {
        "files": [{"path": name, "bytes": files[name].size, "sha256": files[name].sha256} for name in sorted(files)]
    }


def _listed(manifest: Mapping[str, Any]) -> dict[str, Listed]:
    return {each["path"]: Listed(int(each["bytes"]), str(each["sha256"])) for each in manifest["files"]}


def _named(folder: Path, contents: Mapping[Path, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((path.relative_to(folder).as_posix(), content) for path, content in contents.items())


def _on_disk(folder: Path) -> Iterator[tuple[str, Listed]]:
    below = set(runs_below(folder))
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != folder / NAME and below.isdisjoint(path.parents):
            yield path.relative_to(folder).as_posix(), _of_file(path)


def _of_bytes(content: bytes) -> Listed:
    return Listed(len(content), hashlib.sha256(content).hexdigest())


def _of_file(path: Path) -> Listed:
    try:
        with path.open("rb") as file:
            return Listed(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as fault:
        raise UserError("file-unreadable", place=Place(path), detail=fault.strerror or str(fault)) from fault
