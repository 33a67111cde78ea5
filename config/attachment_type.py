"""Which files are offered as attachments, and how such a file really begins. Data: lexicons/attachments.yaml."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import Field, StringConstraints, model_validator

from config.model import StrictModel, broken
from config.rubric import Status

Extension = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+$")]


class FileUse(StrEnum):
    """What a file is for."""

    DOCUMENT = "document"
    ARCHIVE = "archive"
    MEDIA = "media"
    IMAGE = "image"
    RESOURCE = "resource"


class Magic(StrictModel):
    """Bytes that a file of a type begins with: `hex` at `offset`, or anywhere in the first `within` bytes."""

    hex: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{2})+$")]
    offset: int = Field(default=0, ge=0)
    within: int | None = Field(default=None, ge=1)

    def fits(self, head: bytes) -> bool:
        """Whether `head`, the beginning of a file, bears these bytes."""
        mark = bytes.fromhex(self.hex)
        return mark in head[: self.within] if self.within else head.startswith(mark, self.offset)


class FileType(StrictModel):
    """A type of file. Without `magic` any content fits except HTML (txt, csv)."""

    id: str
    use: FileUse
    extensions: tuple[Extension, ...] = Field(min_length=1, description="lower case, without the dot")
    mime: tuple[str, ...] = ()
    magic: tuple[Magic, ...] = Field(default=(), description="one of them is enough")
    source: str
    status: Status
    note: str | None = None


class FileTypes(StrictModel):
    """All types by extension, and how an HTML page begins that was sent instead of a file."""

    types: tuple[FileType, ...] = Field(min_length=1)
    html_starts: tuple[str, ...] = Field(description="lower-case beginnings of a page, after blanks and a BOM")

    @model_validator(mode="after")
    def _extensions_differ(self) -> FileTypes:
        seen: dict[str, str] = {}
        for number, kind in enumerate(self.types):
            for position, extension in enumerate(kind.extensions):
                if extension in seen:
                    at = ("types", number, "extensions", position)
                    raise broken("duplicate", at=at, value=extension, first=seen[extension])
                seen[extension] = kind.id
        return self

    @cached_property
    def _by_extension(self) -> dict[str, FileType]:
        return {extension: kind for kind in self.types for extension in kind.extensions}

    def of_url(self, url: str) -> FileType | None:
        """The type that a URL's path ends with; None for pages and for unknown extensions."""
        return self._by_extension.get(_extension(url))

    def is_html(self, head: bytes) -> bool:
        """Whether the beginning of a body is that of an HTML page."""
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
        return any(start.startswith(mark.encode()) for mark in self.html_starts)

    def shown_by(self, url: str, head: bytes) -> str | None:
        """The id of the type that the first bytes of a file show, `html` for a page; None when they show none.

        Types share their beginnings (office files are ZIP archives), so the one that `url` promises is asked first.
        """
        promised = self.of_url(url)
        for kind in (promised, *self.types) if promised else self.types:
            if any(magic.fits(head) for magic in kind.magic):
                return kind.id
        return "html" if self.is_html(head) else None

    def contradicts(self, kind: FileType, head: bytes) -> bool:
        """Whether a file that is called a `kind` cannot be one. `head`: its first bytes (1,024 are enough).

        An empty body contradicts nothing here; that it is empty is a fault of its own.
        """
        if not head:
            return False
        if any(magic.fits(head) for magic in kind.magic):
            return False
        return bool(kind.magic) or self.is_html(head)


@lru_cache(maxsize=16384)
def _extension(url: str) -> str:
    """What the path of an address ends with, in lower case; the same addresses stand on every page of a portal."""
    return PurePosixPath(unquote(urlsplit(url).path)).suffix[1:].lower()
