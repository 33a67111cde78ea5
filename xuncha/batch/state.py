"""What a batch has done so far: the file by which it goes on where it stopped."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from config.errors import Place, UserError
from config.model import StrictModel
from reports import jsonwrite
from reports.files import write_all

STATE_FILE = "batch-state.json"
REGISTRY_FILE = "registry.yaml"
"""A copy of the registry as the batch began with it, so that the batch directory says by itself who was audited."""
PORTALS = "portals"
"""Folder of the run directories, one for each portal, named by its id."""
REPLACED = "replaced"
"""Folder for run directories that were begun again (interrupted, broken down, or changed in the registry)."""
LOCK_FILE = ".batch.lock"
WORKERS_FILE = ".batch.workers"
"""Locks: one for the program that works the batch off, one that its processes share."""
READING_FILE = ".batch.reading"
"""The portal of the page that is being read, while several are crawled in one process."""
_VERSION = 1


class Step(StrEnum):
    """How far a portal is."""

    WAITING = "waiting"
    CRAWLING = "crawling"
    CRAWLED = "crawled"
    JUDGED = "judged"
    FAILED = "failed"


class PortalState(StrictModel):
    """One portal of a batch. `registered` is the hash of what the registry says of it and of the units that are meant.

    `end_reason` and `start_answer` are those of its crawl, `failed` says why it has none (a key below
    `batch.failed.`), `detail` that in one line.
    """

    name: str
    units: tuple[str, ...]
    registered: str
    step: Step = Step.WAITING
    end_reason: str = ""
    start_answer: str = ""
    failed: str = ""
    detail: str = ""


class BatchState(StrictModel):
    """The file. `options` are the command's, as it was begun; the hashes say of what the results so far are."""

    version: int = _VERSION
    options: dict[str, Any]
    as_of: str
    rubrics: dict[str, str] = Field(description="reference as given (id or path) to hash of the content")
    settings_hash: str
    portals: dict[str, PortalState]

    def portal(self, name: str, **news: Any) -> BatchState:
        """The state with news of one portal."""
        changed = self.portals[name].model_copy(update=news)
        return self.model_copy(update={"portals": {**self.portals, name: changed}})


def read_state(folder: Path) -> BatchState | None:
    """The state in `folder`; None where no batch was begun. Raises `UserError` for a file that cannot be read."""
    path = folder / STATE_FILE
    try:
        return BatchState.model_validate(json.loads(path.read_bytes()), strict=False)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError("file-unreadable", place=Place(path), detail=error) from error
    except (ValueError, ValidationError) as error:
        raise UserError("batch-state-damaged", place=Place(path), detail=error) from error


def write_state(folder: Path, state: BatchState) -> None:
    """Write the file, whole or not at all."""
    write_all({folder / STATE_FILE: jsonwrite.document(state.model_dump(mode="json"))})


@contextmanager
def only_batch(folder: Path, *, new: bool) -> Iterator[None]:
    """Keep other programs from working on this batch, whose folder is made when it may be a `new` one.

    Processes of an earlier start whose parent was killed count as well, until they have ended: they still write.
    Raises `UserError` when somebody is at work, for a folder without a batch, and for one that cannot be used. A batch
    that could not even begin leaves no folder.
    """
    if not new and not (folder / STATE_FILE).is_file():
        raise UserError("batch-none-here", place=Place(folder))
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    with ExitStack() as opened:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            opened.enter_context(_locked(folder / LOCK_FILE))
            with _locked(folder / WORKERS_FILE):
                pass
        except BlockingIOError as error:
            raise UserError("batch-in-use", place=Place(folder)) from error
        except OSError as error:  # a file system that knows no locks, among others
            raise UserError("folder-unusable", place=Place(folder), reason=error) from error
        try:
            yield
        finally:
            _forget_if_empty(folder, made)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock on this file alone. Raises `BlockingIOError` when somebody holds it, else `OSError`."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def at_work(folder: Path) -> int:
    """A handle that says, as long as it is open, that a process works for the batch in `folder`."""
    handle = os.open(folder / WORKERS_FILE, os.O_RDWR | os.O_CREAT, 0o644)
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def _forget_if_empty(folder: Path, made: Sequence[Path]) -> None:
    """Take away the locks of a batch that never began, and the folders that were `made` for it, the innermost first."""
    if {path.name for path in folder.iterdir()} <= {LOCK_FILE, WORKERS_FILE}:
        for name in (LOCK_FILE, WORKERS_FILE):
            (folder / name).unlink(missing_ok=True)
        with suppress(OSError):  # somebody else has put something there meanwhile
            for each in made:
                each.rmdir()
