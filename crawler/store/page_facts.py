"""Page facts as they lie in the crawl file: Zstandard over JSON, without what equals its default.

Pages of a kind say much in the same words: names, addresses, labels, turns of phrase. The first of them become the
dictionary (table `dictionary`) with which those behind them are compressed, to about half of what they take alone. A
page that is taken over from an earlier crawl file keeps its bytes and brings its dictionary along. A checksum of the
facts is written behind them: a changed bit, in them or in their dictionary, could else read as another date or name.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError
from zstandard import DICT_TYPE_RAWCONTENT, ZstdCompressionDict, ZstdCompressor, ZstdDecompressor, ZstdError

from crawler.facts import PAGE_FACTS, PageFacts
from crawler.kinds import PageKind
from crawler.outline import PAGE_OUTLINE, PageOutline
from crawler.store.connection import CrawlFile, damaged

T = TypeVar("T")

_LEVEL = 1
"""Of the compression: at 3 facts take 6 % less room, and each dictionary 0.7 MB of memory in place of 0.2, which counts
where fifty portals are crawled at once (own measurement, facts of made portals)."""
_SAMPLES = 16
"""Pages of a kind that become its dictionary."""
_SAMPLE_BYTES = 2048
"""Of the beginning and of the end of each: between the two stands the text, in words of its own."""
_ZLIB = b"\x78"
"""How facts begin in files before version 6."""
_DAMAGE = (zlib.error, ZstdError, ValidationError, TypeError, MemoryError)
"""What comes of bytes that nobody packed: they may be none at all, or say that they are larger than any memory."""


class FactsReader:
    """Reads the facts of one crawl file."""

    def __init__(self, file: CrawlFile) -> None:
        self._file = file
        self._plain = ZstdDecompressor()
        self._by_dictionary: dict[int, ZstdDecompressor] = {}
        self._contents: dict[int, bytes] = {}

    def unpack(self, data: bytes, dictionary: int | None) -> PageFacts:
        """The facts again. Raises `UserError` for what nobody packed: the file is damaged."""
        return self._read(PAGE_FACTS, data, dictionary)

    def outline(self, data: bytes, dictionary: int | None) -> PageOutline:
        """Some of them, in half the time. Raises as `unpack`."""
        return self._read(PAGE_OUTLINE, data, dictionary)

    def content(self, dictionary: int) -> bytes:
        """What a dictionary of the file holds. Raises `UserError` when it is not there."""
        known = self._contents.get(dictionary)
        if known is None:
            row = self._file.execute("SELECT content FROM dictionary WHERE id = ?", (dictionary,)).fetchone()
            if row is None:
                raise damaged(self._file.path)
            known = self._contents[dictionary] = row[0]
        return known

    def _read(self, form: TypeAdapter[T], data: bytes, dictionary: int | None) -> T:
        try:
            return form.validate_json(self._written(data, dictionary))
        except _DAMAGE as fault:
            raise damaged(self._file.path) from fault

    def _written(self, data: bytes, dictionary: int | None) -> bytes:
        if dictionary is not None:
            return (self._by_dictionary.get(dictionary) or self._unpacker(dictionary)).decompress(data)
        return zlib.decompress(data) if data[:1] == _ZLIB else self._plain.decompress(data)

    def _unpacker(self, dictionary: int) -> ZstdDecompressor:
        content = _dictionary(self.content(dictionary))
        return self._by_dictionary.setdefault(dictionary, ZstdDecompressor(dict_data=content))


@dataclass(frozen=True)
class Packed:
    """Facts as they lie in a crawl file: `data`, and the dictionary there that it takes to read them (None: none)."""

    reader: FactsReader
    data: bytes
    dictionary: int | None

    @cached_property
    def facts(self) -> PageFacts:
        """What they say."""
        return self.reader.unpack(self.data, self.dictionary)

    @cached_property
    def outline(self) -> PageOutline:
        """Some of what they say, without the texts."""
        return self.reader.outline(self.data, self.dictionary)


class FactsWriter:
    """Packs facts for one crawl file, and makes its dictionaries."""

    def __init__(self, file: CrawlFile) -> None:
        self._file = file
        self._plain = ZstdCompressor(level=_LEVEL, write_checksum=True)
        self._samples: dict[PageKind, list[bytes]] = {}
        self._current: dict[PageKind, tuple[int, ZstdCompressor]] = {}
        self._ids: dict[bytes, int] = {}
        self.forget()

    def forget(self) -> None:
        """Go by the file again: what was written since the last step is undone."""
        self._current.clear()
        self._ids.clear()
        for made, kind, content in self._file.execute("SELECT id, kind, content FROM dictionary ORDER BY id"):
            self._know(made, PageKind(kind), content)

    def pack(self, facts: PageFacts) -> tuple[bytes, int | None]:
        """The stored form, and the dictionary that belongs to it."""
        written = _to_json(facts)
        current = self._current.get(facts.kind)
        if current is not None:
            made, packer = current
            return packer.compress(written), made
        self._sample(facts.kind, written)
        return self._plain.compress(written), None

    def taken_over(self, packed: Packed, kind: PageKind) -> tuple[bytes, int | None]:
        """The stored form of a page of another file, and the dictionary, which is now here too."""
        if packed.dictionary is None:
            return packed.data, None
        content = packed.reader.content(packed.dictionary)
        known = self._ids.get(content)
        return packed.data, self._add(kind, content) if known is None else known

    def _sample(self, kind: PageKind, written: bytes) -> None:
        samples = self._samples.setdefault(kind, [])
        samples.append(written[:_SAMPLE_BYTES] + written[_SAMPLE_BYTES:][-_SAMPLE_BYTES:])
        if len(samples) == _SAMPLES:
            self._add(kind, b"".join(self._samples.pop(kind)))

    def _add(self, kind: PageKind, content: bytes) -> int:
        made = self._file.execute("INSERT INTO dictionary (kind, content) VALUES (?, ?)", (kind, content)).lastrowid
        assert made is not None
        self._know(made, kind, content)
        return made

    def _know(self, made: int, kind: PageKind, content: bytes) -> None:
        self._ids[content] = made
        if kind not in self._current:  # the first stays: what was taken over serves new pages as well
            prepared = _dictionary(content)
            prepared.precompute_compress(level=_LEVEL)
            self._current[kind] = (made, ZstdCompressor(level=_LEVEL, dict_data=prepared, write_checksum=True))


def _dictionary(content: bytes) -> ZstdCompressionDict:
    return ZstdCompressionDict(content, dict_type=DICT_TYPE_RAWCONTENT)


def _to_json(facts: PageFacts) -> bytes:
    """The facts as JSON. Half a surrogate pair (it comes from cut JSON strings) becomes a question mark."""
    try:
        return PAGE_FACTS.dump_json(facts, exclude_defaults=True)
    except PydanticSerializationError:
        plain = PAGE_FACTS.dump_python(facts, mode="json", exclude_defaults=True)
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
