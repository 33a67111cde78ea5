"""What was read out of a file, in words: the sheet that `xuncha inspect` prints of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from config.messages import has_text, text
from xuncha.cli.sheet import Sheet

TABLES_LEFT = "tables-not-read"
"""The text below `reason.` for `DocumentFacts.tables_left`."""
LETTERS_SHOWN = 400
INNER_SHOWN = 20


class DocumentSheet:
    """The words for one file. `seen` is what `xuncha.documents.document_seen` says of it."""

    def __init__(self, seen: dict[str, Any], lang: str, width: int | None) -> None:
        self._seen = seen
        self._lang = lang
        self._width = width

    def text(self) -> str:
        """The whole sheet."""
        sheet = Sheet(self._width)
        sheet.fields(self._fields())
        return sheet.text()

    def _fields(self) -> Iterator[tuple[str, Sequence[str]]]:
        seen = self._seen
        yield self._say("file"), (seen["url"],)
        yield self._say("type"), (self._type(seen["type"]),)
        yield self._say("pages"), (str(seen["pages"]),) if seen["pages"] is not None else ()
        yield self._say("title"), (seen["title"],) if seen["title"] else ()
        if seen["reason"]:
            yield self._say("reason"), tuple(self._reason(seen["reason"]))
        if seen["tables_left"]:
            yield self._say("reason"), tuple(self._reason(TABLES_LEFT))
        yield self._say("length"), (self._length(seen),)
        yield self._say("text"), tuple(seen["text"][:LETTERS_SHOWN].splitlines())
        yield self._say("remnants"), tuple(map(self._remnant, seen["remnants"]))
        yield self._say("inner"), tuple(map(self._inner, seen["inner"][:INNER_SHOWN]))

    def _length(self, seen: dict[str, Any]) -> str:
        if seen["length"] <= LETTERS_SHOWN:
            return self._say("letters", count=seen["length"])
        return self._say("kept", count=seen["length"], shown=LETTERS_SHOWN)

    def _remnant(self, left: dict[str, str]) -> str:
        return f"{text('cli.inspect.remnant.' + left['kind'], self._lang)}  {left['excerpt']}"

    def _inner(self, file: dict[str, Any]) -> str:
        told = next(self._reason(file["reason"])) if file["reason"] else self._say("letters", count=file["length"])
        return self._say("inner-file", name=file["name"], type=self._type(file["type"]), told=told)

    def _type(self, kind: str) -> str:
        key = f"cli.inspect.file.{kind}"
        return text(key, self._lang) if has_text(key, self._lang) else self._say("type-unknown")

    def _reason(self, key: str) -> Iterator[str]:
        yield text(f"reason.{key}", self._lang)
        if has_text(f"reason.{key}-advice", self._lang):
            yield text(f"reason.{key}-advice", self._lang)

    def _say(self, key: str, **facts: Any) -> str:
        return text(f"cli.inspect.document.{key}", self._lang, **facts)
