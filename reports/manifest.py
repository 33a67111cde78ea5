"""manifest.json: size and SHA-256 of every file of a run directory, so that a changed byte can be told.

An entry changes only when the program itself writes that file: what somebody else changed, took away or added stays
visible however often the run is judged again. Runs that lie below a run have a manifest of their own; theirs above
knows that they are there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from config.errors import Place, UserError
from config.faults import Fault
from reports import jsonwrite
from reports.files import is_left_over, write_all
from reports.moments import BEIJING
from reports.ondisk import LETTERS, MANIFEST, Listed, Odd, files_of, of_bytes, of_file, runs_below
from reports.result import AuditResult

NAME = MANIFEST
VERSION = 1


@dataclass(frozen=True, slots=True)
class Differences:
    """What is not as the manifest says: paths below the run directory, each sorted.

    `unreadable` are files and folders that could not be read, `left_over` what a killed xuncha left half-written.
    """

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.stray or self.unreadable or self.left_over)


def with_manifest(
    folder: Path,
    contents: Mapping[Path, bytes],
    result: AuditResult,
    written: Iterable[Path] = (),
    removed: Iterable[Path] = (),
) -> dict[Path, bytes]:
    """`contents` and, as the last file, the manifest that will be true when all of them are written.

    `written` are files that the program wrote just before, `removed` those that it took away, if they were there. Where
    there was no manifest, all plain files that are there now are listed as they are. One that is damaged stays: it can
    no longer be told what was changed, and reports are not held up by it.
    """
    try:
        before = read_manifest(folder)
    except UserError:
        return dict(contents)
    if before is None:
        known, runs = _plain(files_of(folder)), {_below(folder, run) for run in runs_below(folder)}
    else:
        known, runs = _listed(before), set(before["runs"])
    gone = {_below(folder, path) for path in removed}
    known = {name: listed for name, listed in known.items() if name not in gone}
    known |= _of_written(folder, written)
    files = known | {name: of_bytes(content) for name, content in _named(folder, contents)}
    return {**contents, **_told_above(folder), folder / NAME: _document(_about(result), runs, files)}


def add_written(folder: Path, paths: Iterable[Path]) -> None:
    """Tell the manifest of the run in `folder`, if there is a sound one, of files that the program has just written."""
    home = folder.resolve()
    inside = [path.resolve() for path in paths if path.resolve().is_relative_to(home)]
    try:
        before = read_manifest(folder)
    except UserError:
        return
    new = _of_written(home, inside)
    if before is None or not new:
        return
    write_all({folder / NAME: _document(_head(before), before["runs"], _listed(before) | new)})


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of the run in `folder`; None without one.

    Raises `UserError` (`manifest-damaged`) for one that is not byte for byte what the program wrote.
    """
    path = folder / NAME
    try:
        content = path.read_bytes()
        told: dict[str, Any] = json.loads(content)
        if content != _document(_head(told), told["runs"], _listed(told)):
            raise UserError("manifest-damaged", place=Place(path), detail=Fault("manifest-rewritten"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise UserError("manifest-damaged", place=Place(path), detail=fault) from fault
    return told


def differences(folder: Path, left_out: frozenset[str] = frozenset()) -> Differences:
    """What is not as the manifest of the run in `folder` says. Files in `left_out` do not matter.

    Raises `UserError` where there is no manifest (`manifest-missing`) or none that can be read.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise UserError("manifest-missing", place=Place(folder))
    listed, there = _listed(manifest), files_of(folder)
    runs = {_below(folder, run) for run in runs_below(folder)}
    told: dict[str, list[str]] = {kind.name: [] for kind in fields(Differences)}
    for name, found in there.items():
        if found is Odd.UNREADABLE:
            told["unreadable"].append(name)
        elif name in listed:
            told["changed"] += [name] if found != listed[name] else []
        elif name not in left_out:
            told["left_over" if is_left_over(name) else "stray"].append(name)
    told["missing"] += [name for name in listed if name not in there and name not in left_out]
    told["missing"] += [f"{run}/{NAME}" for run in manifest["runs"] if run not in runs]
    told["stray"] += [f"{run}/{NAME}" for run in runs if run not in manifest["runs"]]
    return Differences(**{kind: tuple(sorted(names)) for kind, names in told.items()})


def is_listed(folder: Path, path: Path) -> bool:
    """Whether `path` is the manifest of the run in `folder`, or a file that it knows. Raises `UserError` as
    `read_manifest`."""
    if not path.resolve().is_relative_to(folder.resolve()):
        return False
    name = _below(folder.resolve(), path.resolve())
    return name == NAME or told_hash(folder, name) is not None


def told_hash(folder: Path, name: str) -> str | None:
    """The SHA-256 (hex) of a file as it was when the program wrote it, by the manifest of the run in `folder`; None for
    a file that it does not know. Raises `UserError` as `read_manifest`."""
    told = _listed(read_manifest(folder) or {"files": []}).get(name)
    return told.sha256 if told else None


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


def _document(about: Mapping[str, Any], runs: Iterable[str], files: Mapping[str, Listed]) -> bytes:
    """The file. `digest` is that of the file without it: damage shows, wherever it is."""
    told = {
        **about,
        "runs": sorted(runs),
        "files": [{"path": name, "bytes": files[name].size, "sha256": files[name].sha256} for name in sorted(files)],
    }
    digest = hashlib.sha256(jsonwrite.document(told)).hexdigest()
    return jsonwrite.document(told | {"digest": f"sha256:{digest}"})


def _head(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in manifest.items() if name not in ("runs", "files", "digest")}


def _listed(manifest: Mapping[str, Any]) -> dict[str, Listed]:
    return {each["path"]: Listed(int(each["bytes"]), str(each["sha256"])) for each in manifest["files"]}


def _named(folder: Path, contents: Mapping[Path, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((_below(folder, path), content) for path, content in contents.items())


def _below(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _plain(found: Mapping[str, Listed | Odd]) -> dict[str, Listed]:
    return {name: seen for name, seen in found.items() if isinstance(seen, Listed) and not is_left_over(name)}


def _of_written(folder: Path, paths: Iterable[Path]) -> dict[str, Listed]:
    named = {_below(folder, path): path for path in paths}
    try:
        return {name: of_file(path) for name, path in named.items() if PurePosixPath(name).parts[0] != LETTERS}
    except OSError as fault:
        raise UserError("file-unreadable", place=Place(str(fault.filename)), detail=fault) from fault


def _told_above(folder: Path) -> dict[Path, bytes]:
    """The manifest of the nearest run above, if there is one and it does not know the run in `folder` yet."""
    home = folder.resolve()
    above = next((each for each in home.parents if (each / NAME).is_file()), None)
    try:
        told = read_manifest(above) if above is not None else None
    except UserError:
        return {}
    if above is None or told is None or (name := _below(above, home)) in told["runs"]:
        return {}
    return {above / NAME: _document(_head(told), [*told["runs"], name], _listed(told))}
