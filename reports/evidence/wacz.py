"""A run's records as a WACZ 1.1.1 file (Web Archive Collection Zipped), which ReplayWeb.page and others open.

https://specs.webrecorder.net/wacz/1.1.1/: the WARC file as it is, a CDXJ index, a list of pages to begin with, and a
description with the digest of everything.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.evidence.archive import Archive
from crawler.evidence.cdxj import Entry, stamp
from crawler.evidence.exchange import NO_ANSWER
from crawler.evidence.place import EVIDENCE, RECORDS
from reports.files import staged_file

VERSION = "1.1.1"
ENDING = ".wacz"
_FORM = "application/x-www-form-urlencoded"
_ARCHIVE = f"archive/{RECORDS}"


@dataclass(frozen=True, slots=True)
class Start:
    """A page to begin with: its address and title, and when it was fetched (UTC ISO 8601)."""

    url: str
    at: str
    title: str


@dataclass(frozen=True, slots=True)
class About:
    """What the package says of itself. `made` is the moment that stands in it (UTC ISO 8601)."""

    title: str
    software: str
    made: str


def write_wacz(path: Path, folder: Path, archive: Archive, starts: Iterable[Start], about: About) -> Path:
    """Write the records of the run in `folder` as a WACZ file. Raises `UserError` (`report-not-written`)."""
    pages = list(starts)
    texts = {
        "indexes/index.cdxj": "".join(_index(archive)).encode(),
        "pages/pages.jsonl": "".join(_pages(pages)).encode(),
    }
    source = folder / EVIDENCE / RECORDS
    description = json.dumps(_description(source, texts, pages, about), ensure_ascii=False, indent=2).encode()
    digest = json.dumps({"path": "datapackage.json", "hash": _sha256(description)}, indent=2).encode()
    with staged_file(path) as part, zipfile.ZipFile(part, "w") as package:
        place = _named(_ARCHIVE, about.made)
        place.file_size = source.stat().st_size  # from 2 GiB on a zip needs larger fields, and has to know before
        with source.open("rb") as records, package.open(place, "w") as target:
            while piece := records.read(1 << 20):
                target.write(piece)
        for name, content in {**texts, "datapackage.json": description, "datapackage-digest.json": digest}.items():
            package.writestr(_named(name, about.made, zipfile.ZIP_DEFLATED), content)
    return path


def _index(archive: Archive) -> Iterator[str]:
    """What can be shown again: answers to GET, and to forms that scripts sent."""
    for entry in archive.entries:
        if entry.mime == NO_ANSWER or entry.has_no_body or entry.method not in ("GET", "POST"):
            continue
        line = entry.line(RECORDS)
        yield line if entry.method == "GET" else _with_body(line, archive.request(entry).body, archive, entry)


def _with_body(line: str, body: bytes, archive: Archive, entry: Entry) -> str:
    key, at, told = line.split(" ", 2)
    head = archive.request(entry).head.decode("latin-1").lower()
    said = json.loads(told)
    if _FORM in head:
        said["requestBody"] = body.decode("latin-1")
    return f"{key} {at} {json.dumps(said, ensure_ascii=True, separators=(',', ':'))}\n"


def _pages(pages: Iterable[Start]) -> Iterator[str]:
    yield '{"format":"json-pages-1.0","id":"pages","title":"All Pages"}\n'
    for page in pages:
        told = {"id": hashlib.sha256(page.url.encode()).hexdigest()[:16], "url": page.url, "title": page.title}
        yield json.dumps(told | {"ts": page.at}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _description(source: Path, texts: dict[str, bytes], pages: list[Start], about: About) -> dict[str, Any]:
    with source.open("rb") as file:
        records = {"hash": f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}", "bytes": source.stat().st_size}
    listed = {_ARCHIVE: records} | {
        name: {"hash": _sha256(content), "bytes": len(content)} for name, content in texts.items()
    }
    first = {"mainPageUrl": pages[0].url, "mainPageDate": pages[0].at} if pages else {}
    return {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": about.title,
        "software": about.software,
        "created": about.made,
        **first,
        "resources": [
            {"name": name.rpartition("/")[2].lower(), "path": name, **told} for name, told in sorted(listed.items())
        ],
    }


def _named(name: str, at: str, packing: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    """An entry dated by the run, so that the same records give the same bytes."""
    digits = stamp(at)
    parts = [int(digits[begin:end]) for begin, end in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14))]
    info = zipfile.ZipInfo(name, (parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]))
    info.compress_type = packing
    return info


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
