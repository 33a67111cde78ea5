"""What every tool under measurement has to say: how it is started, and what it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urldefrag

from benchmarks.speed.portal.truth import Truth


@dataclass(frozen=True)
class Task:
    """One run of one tool: the portal, what is wrong on it, a folder of its own, and the manner that all keep.

    `addresses`: a file with the addresses of all pages and files; `rubric`: the rubric with every check; `peers`: the
    virtual environment with other people's tools; `cache`: where npm packages are kept.
    """

    base: str
    truth: Truth
    work: Path
    addresses: Path
    rubric: Path
    peers: Path
    cache: Path
    timeout_s: float
    concurrency: int


@dataclass(frozen=True)
class Command:
    """How a tool is started: arguments, variables of the environment."""

    arguments: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """What a tool found of what was planted.

    `broken`, `soft_404`, `columns`: how many it found (None: it says nothing about such); `missed`: what it should have
    found; `false`: what it reports and is not so; `beyond`: what it tells and nobody scores. `pages`: how many it
    opened (files included where it does not tell them apart); `store_bytes`: size of the crawl file, if it keeps one.
    """

    broken: int | None = None
    soft_404: int | None = None
    columns: int | None = None
    missed: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    beyond: int = 0
    pages: int | None = None
    store_bytes: int | None = None


class Subject(Protocol):
    """A tool. `slow`: it is given a small portal, once, and an end."""

    name: str
    title: str
    slow: bool

    def command(self, task: Task) -> Command:
        """How it is started. Raises `MissingPeer` when it cannot be had here."""
        ...

    def score(self, task: Task) -> Score:
        """What it found, read from what it left in `task.work`."""
        ...


def by_addresses(task: Task, reported: Iterable[str], pages: int | None = None) -> Score:
    """The score of a tool that lists broken addresses. What it says of soft-404 pages is right as well."""
    said = {unquote(urldefrag(url).url) for url in reported}
    broken = {fault.url(task.base): fault for fault in task.truth.broken}
    soft = {fault.url(task.base) for fault in task.truth.soft_404}
    missed = tuple(f"{fault.kind} {url}" for url, fault in broken.items() if url not in said)
    return Score(
        broken=len(broken) - len(missed),
        soft_404=len(soft & said),
        missed=missed,
        false=tuple(sorted(said - broken.keys() - soft)),
        pages=pages,
    )
