"""By which readers a crawl reads: what else than the bytes of a page decides what is read on it.

Facts of an earlier crawl hold only where all of it is the same: the program and the libraries below it, the lexicons,
what it knows of content management systems, its limits, and what the portal's own addresses are.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import config
import crawler
from crawler.fetch.plan import CrawlPlan
from crawler.fetch.scope import Scope

_LIBRARIES = (
    "ahocorasick-rs",
    "can-ada",
    "lxml",
    "openpyxl",
    "pdfminer.six",
    "pdfplumber",
    "pypdfium2",
    "python-calamine",
    "python-docx",
    "selectolax",
)
_KNOWLEDGE = ("cms", "lexicons")
"""Folders of `config` that readers and verdicts know things from; its single files count too."""


def readers_mark(plan: CrawlPlan) -> str:
    """What the readers of a crawl by `plan` are recognised by; equal marks read equal bytes alike."""
    limits = [plan.max_bytes, plan.max_document_bytes, plan.ocr]
    return hashlib.blake2b(f"{_program()} {json.dumps(limits)}".encode(), digest_size=16).hexdigest()


def scope_mark(scope: Scope) -> str:
    """What the portal's own addresses, as a crawl knows them now, are recognised by."""
    told = json.dumps([sorted(scope.hosts), sorted(scope.homes)])
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


@cache
def _program() -> str:
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for name in _LIBRARIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    for root, files in ((Path(crawler.__file__).parent, _code), (Path(config.__file__).parent, _rules)):
        for path in sorted(files(root)):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _code(root: Path) -> Iterable[Path]:
    return root.rglob("*.py")


def _rules(root: Path) -> Iterator[Path]:
    yield from (path for path in root.iterdir() if path.suffix in (".py", ".yaml"))
    for folder in _KNOWLEDGE:
        yield from (path for path in (root / folder).rglob("*") if path.suffix in (".py", ".yaml"))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
