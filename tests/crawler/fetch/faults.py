"""Reads the table of behaviours (`faults.yaml`, which explains itself) and gives the answers that it tells."""

from __future__ import annotations

import gzip
import re
import time
import zlib
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any, Literal

import brotli
from pydantic import BaseModel, ConfigDict, Field, field_validator

from config.lexicon import bot_walls
from config.yaml_file import load_yaml
from crawler.kinds import AnswerKind
from tests.crawler.fetch.fault_server import HTML, NOT_FOUND, Asked, Says, file

PATH = Path(__file__).with_name("faults.yaml")
LETTERS = "".join(map(chr, range(0x4E00, 0x4E00 + 1000)))
TEXT = f"<p>{LETTERS}</p>"
GOOD_TITLE = "关于公开目录的通知"
SHOWN = {
    "good": f"<!doctype html><html><head><title>{GOOD_TITLE}</title></head><body><h1>{GOOD_TITLE}</h1>{TEXT}"
    "</body></html>".encode(),
    "pdf": b"%PDF-1.7\n" + b"x" * 40_000,
    "zip": b"PK\x03\x04" + b"x" * 4_000,
    "ole": bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 4_000,
    "png": b"\x89PNG\r\n\x1a\n" + b"x" * 400,
    "nothing": b"",
}
CHUNKED_HEAD = f"HTTP/1.1 200 OK\r\nContent-Type: {HTML}\r\nTransfer-Encoding: chunked\r\n\r\n"
ROLES = ("page", "link", "file", "image", "style")


class Part(BaseModel):
    """A part of the table; blanks and line ends stay as they are written."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class When(Part):
    """Which requests an answer is for. All that is given must hold."""

    method: str | None = None
    path: str | None = None
    nth: int | None = None
    cookie: str | None = None
    header: str | None = None

    def fits(self, asked: Asked, path: str) -> bool:
        """Whether a request is one of these; `path` is that of the row."""
        return (
            (self.method or asked.method) == asked.method
            and (self.path or path) in (asked.path, "*")
            and (self.nth or asked.nth) == asked.nth
            and (self.cookie is None or self.cookie in asked.headers.get("cookie", ""))
            and (self.header is None or self.header.lower() in asked.headers)
        )


class Answer(Part):
    """One answer of a row."""

    when: When = When()
    status: int = 200
    headers: dict[str, str] = Field(default_factory=dict)
    shows: Literal["good", "pdf", "zip", "ole", "png", "nothing"] | None = None
    title: str | None = None
    meta: str = ""
    body: str = ""
    text: str | None = None
    charset: str = "utf-8"
    encoding: str = ""
    cut: float = 1.0
    length: int | None = None
    chunked: Literal["whole", "unended", "wrong-size", "wrong-end"] | None = None
    head: str | None = None
    drip: float = 0.0
    then: Literal["hang", "reset", "endless"] | None = None

    def says(self, asked: Asked) -> Says:
        """What is sent for a request."""
        whole = _packed(self._content(asked), self.encoding)
        sent = whole[: round(len(whole) * self.cut)] if self.cut < 1 else whole
        ending = {"hang": self.then == "hang", "reset": self.then == "reset"}
        endless = sent if self.then == "endless" else b""
        if self.head is not None or self.chunked:
            head = CHUNKED_HEAD if self.head is None else self.head
            raw = head.replace("{length}", str(len(whole))).encode() + _chunked(sent, self.chunked)
            return Says(raw=raw, drip=self.drip, endless=endless, **ending)
        if self.then in ("hang", "reset") and not sent:
            return Says(**ending)
        declared = None if self.length is None else len(whole) + self.length
        headers = tuple((name, _filled(value, asked)) for name, value in self._headers().items())
        return Says(self.status, sent, headers, drip=self.drip, declared=declared, endless=endless, **ending)

    def _content(self, asked: Asked) -> bytes:
        if self.shows is not None:
            return SHOWN[self.shows]
        if self.text is not None:
            return _filled(self.text, asked).encode()
        if self.title is None:
            return b""
        page = (
            f"<!doctype html><html><head>{self.meta}<title>{self.title}</title></head><body>{self.body}</body></html>"
        )
        return _filled(page, asked).encode(self.charset)

    def _headers(self) -> dict[str, str]:
        kind = {} if "Content-Type" in self.headers else {"Content-Type": HTML}
        packing = {"Content-Encoding": self.encoding.removeprefix("raw-")} if self.encoding else {}
        return {**kind, **packing, **self.headers}


class Row(Part):
    """One behaviour, as the head of the table explains it."""

    id: str = Field(pattern=r"^[a-z0-9.-]+$")
    does: tuple[Answer, ...]
    path: str | None = None
    to: Literal["port", "name", "private", "metadata"] | None = None
    tls: str | None = None
    scheme: Literal["http", "https"] | None = None
    robots: str | None = None
    page: str | None = None
    link: str | None = None
    file: str | None = None
    image: str | None = None
    style: str | None = None
    asks: dict[str, str] = Field(default_factory=dict)
    reads: str | None = None
    detail: str | None = None
    why: str
    source: str

    @field_validator("page", "link", "file", "image", "style")
    @classmethod
    def _is_an_expectation(cls, value: str | None) -> str | None:
        if value is not None:
            _expected(value)
        return value


class Table(Part):
    """The whole file."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Case:
    """A row in one of its roles."""

    row: Row
    role: str
    kind: AnswerKind
    confirmed: bool

    @property
    def name(self) -> str:
        return f"{self.row.id}-{self.role}"

    @property
    def path(self) -> str:
        return self.row.path or "/case.html"

    @property
    def https(self) -> bool:
        return (self.row.scheme or ("https" if self.row.tls else "http")) == "https"

    @property
    def all_paths(self) -> bool:
        """Whether the host answers for every address, its home page included."""
        return any(answer.when.path in ("*", "/") for answer in self.row.does)

    def answer(self, asked: Asked) -> Says:
        """What the host of the case answers."""
        if asked.path == "/robots.txt":
            return file(self.row.robots.encode(), "text/plain") if self.row.robots else NOT_FOUND
        fitting = (each for each in self.row.does if each.when.fits(asked, self.path))
        found = next(fitting, None)
        return found.says(asked) if found else NOT_FOUND


def rows() -> tuple[Row, ...]:
    """The rows of the table, and one for each wall: a good page that bears all its marks is a good page."""
    return load_yaml(PATH, Table).rows + tuple(_marked(wall.id) for wall in bot_walls().walls)


def cases() -> tuple[Case, ...]:
    """Every row in each of its roles."""
    return tuple(
        Case(row, role, *_expected(expected)) for row in rows() for role in ROLES if (expected := getattr(row, role))
    )


def _marked(wall: str) -> Row:
    signs = next(each.signs for each in bot_walls().walls if each.id == wall)
    marks = [mark for sign in signs for mark in sign.body]
    headers = {name.partition(":")[0]: "1" for sign in signs for name in sign.headers}
    cookies = [name for sign in signs for name in sign.cookies]
    if cookies:
        headers["Set-Cookie"] = f"{cookies[0]}=1; Path=/"
    script = "".join(f"<script>var a={mark!r}</script>" for mark in marks)
    body = f"<h1>{GOOD_TITLE}</h1>{script}{TEXT}<p>{''.join(marks)}</p>"
    return Row.model_validate(
        {
            "id": f"good-page-with-the-marks-of-{wall}",
            "does": [{"title": GOOD_TITLE, "body": body, "headers": headers}],
            "page": "content",
            "link": "content",
            "why": "A good page that carries a wall's script is a good page.",
            "source": "issue 4, 1",
        }
    )


def _expected(text: str) -> tuple[AnswerKind, bool]:
    kind, _, suspected = text.partition(" ")
    if suspected not in ("", "suspected"):
        raise ValueError(text)
    return AnswerKind(kind), not suspected


def _filled(text: str, asked: Asked) -> str:
    step = int(asked.path.partition("?")[2] or 0) if "{next}" in text else 0
    text = text.replace("{next}", str(step + 1)).replace("{path}", asked.path).replace("{long}", TEXT)
    text = text.replace("{soon}", formatdate(time.time() + 1, usegmt=True))
    return re.sub(r"\{(\d+) x\}", lambda found: "x" * int(found[1]), text)


def _packed(data: bytes, encoding: str) -> bytes:
    for name in filter(None, (part.strip() for part in encoding.split(","))):
        data = _PACKERS[name](data)
    return data


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


_PACKERS: dict[str, Any] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "raw-deflate": _raw_deflate,
    "br": brotli.compress,
}


def _chunked(data: bytes, how: str | None) -> bytes:
    chunk = b"%x\r\n" % len(data) + data + b"\r\n"
    return {
        None: data,
        "whole": chunk + b"0\r\n\r\n",
        "unended": chunk,
        "wrong-size": b"zz\r\n" + data,
        "wrong-end": chunk + b"zz\r\n",
    }[how]
