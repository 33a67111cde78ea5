"""The index of recorded exchanges: a line of CDXJ for each, which other programs read too.

A line is a key by which addresses of a site sort together (SURT), a time stamp, and a JSON object: `url`, `mime`,
`status`, `digest` (of the body), `length`, `offset`, `filename` as usual, and of our own `method`, `at`, `id`,
`block` (digest of the record's block), `request` (offset, length and id of the request), `part_of`, `truncated`,
`error`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

_DIGITS = 14
_LARGEST = 1 << 62
"""Bytes: no file is as large, and what a damaged index says must not be more than a file can be asked for."""
_written = json.JSONEncoder(separators=(",", ":")).encode
_TEXTS = ("url", "at", "method", "digest", "block", "mime")
_MORE_TEXTS = ("part_of", "truncated", "error")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a record lies in its file (bytes, compressed), and its id."""

    offset: int
    length: int
    id: str

    def __post_init__(self) -> None:
        """Raises `ValueError` for what cannot be a place in a file."""
        if type(self.offset) is not int or type(self.length) is not int or not 0 <= self.offset < _LARGEST:
            raise ValueError(f"no place in a file: {self.offset!r}")
        if not 0 <= self.length < _LARGEST or not isinstance(self.id, str):
            raise ValueError(f"no record in a file: {self.length!r}, {self.id!r}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One exchange: what was asked, what came, and where both lie. As the fields of `crawler.evidence.exchange`."""

    url: str
    at: str
    method: str
    answer: Span
    request: Span
    digest: str
    block: str
    mime: str
    status: int | None = None
    part_of: str | None = None
    truncated: str | None = None
    error: str = ""

    @property
    def id(self) -> str:
        """That of the answer's record."""
        return self.answer.id

    def moved(self, offset: int) -> Self:
        """The exchange where its answer lies at `offset`, and the request right behind it."""
        return replace(
            self,
            answer=replace(self.answer, offset=offset),
            request=replace(self.request, offset=offset + self.answer.length),
        )

    @property
    def shows_itself(self) -> bool:
        """Whether the answer is the whole thing that was asked for, so that it can be shown. Judges nobody."""
        return self.status == 200 and self.method != "HEAD" and self.truncated is None

    @property
    def has_no_body(self) -> bool:
        """Whether the answer only says that nothing changed: the thing itself was sent at another time."""
        return self.status == 304

    def line(self, filename: str) -> str:
        """The entry as a line of an index whose records lie in `filename`; ends with a line break."""
        told: dict[str, Any] = {
            "url": self.url,
            "mime": self.mime,
            "status": str(self.status or 0),
            "digest": self.digest,
            "length": str(self.answer.length),
            "offset": str(self.answer.offset),
            "filename": filename,
            "method": self.method,
            "at": self.at,
            "id": self.id,
            "block": self.block,
            "request": {"offset": self.request.offset, "length": self.request.length, "id": self.request.id},
            "part_of": self.part_of,
            "truncated": self.truncated,
            "error": self.error or None,
        }
        shown = {name: value for name, value in told.items() if value is not None}
        return f"{surt(self.url)} {stamp(self.at)} {_written(shown)}\n"

    @classmethod
    def of_line(cls, line: str) -> Self:
        """The entry in a line. Raises `ValueError` for a line that is torn or none of ours."""
        try:
            told = json.loads(line.split(" ", 2)[2])
            texts = [*(told[name] for name in _TEXTS), *(told[name] for name in _MORE_TEXTS if name in told)]
            if not all(isinstance(each, str) for each in texts):
                raise TypeError("not a text")
            return cls(
                url=told["url"],
                at=told["at"],
                method=told["method"],
                answer=Span(int(told["offset"]), int(told["length"]), told["id"]),
                request=Span(**told["request"]),
                digest=told["digest"],
                block=told["block"],
                mime=told["mime"],
                status=int(told["status"]) or None,
                part_of=told.get("part_of"),
                truncated=told.get("truncated"),
                error=told.get("error", ""),
            )
        except (KeyError, TypeError, IndexError) as fault:
            raise ValueError(f"no line of an evidence index: {line[:80]!r}") from fault


def stamp(at: str) -> str:
    """A moment in ISO 8601 as the fourteen digits of an index."""
    return "".join(filter(str.isdigit, at))[:_DIGITS]


def surt(url: str) -> str:
    """The key of an address: host backwards, path, parameters in order (as wabac.js and pywb make it)."""
    try:
        parts = urlsplit(url.lower())
        site = _site(parts.scheme, parts.netloc)
    except ValueError:
        return url
    if not site:
        return url
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{site}){parts.path or '/'}{f'?{query}' if query else ''}".replace(" ", "%20")


@lru_cache(maxsize=4096)
def _site(scheme: str, netloc: str) -> str:
    """The key of all addresses of a site up to their path; empty without a host. Raises `ValueError`."""
    parts = SplitResult(scheme, netloc, "", "", "")
    host, port = parts.hostname or "", parts.port
    if not host:
        return ""
    if host.startswith("www") and host.partition(".")[0].removeprefix("www").strip("0123456789") == "":
        host = host.partition(".")[2] or host
    name = host if ":" in host or host.replace(".", "").isdigit() else ",".join(reversed(host.split(".")))
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{name}:{port}" if port and port != usual else name
