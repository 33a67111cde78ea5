"""What the text of a link promises: a file, a body, or nothing at all. Data: lexicons/link-promises.yaml."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from pydantic import Field

from config.attachment_type import FileTypes, FileUse
from config.hijacked import belongs_to
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern, plain

_SIZE = r"\s*(?:[(（\[【][^()（）\[\]【】]{0,24}[)）\]】]|\d+(?:\.\d+)?\s*[KMG]B?)?\s*"
_NAMED = r"(?P<name>.*?)\.(?P<extension>[A-Za-z0-9]{2,5})"
_FILE_NAME = re.compile(_NAMED + _SIZE, re.DOTALL)
_LONGEST_BODY = 40
"""Letters of the longest name of a body (own rule: the longest real ones have about thirty)."""
_OFFERED = frozenset({FileUse.DOCUMENT, FileUse.ARCHIVE})


class FilePromise(NamedTuple):
    """A file that a text promises: its name without the extension (empty: none), and the extension (empty: none)."""

    name: str
    extension: str = ""


class BodyName(NamedTuple):
    """The name of a body: its innermost place with and without the word of its level, and its office.

    `place` and `stem` are empty for a body without one; `office` is empty for a government.
    """

    place: str
    stem: str
    level: str
    office: str

    @property
    def is_government(self) -> bool:
        """Whether it is a people's government itself, and no office of it."""
        return not self.office


class FileWords(StrictModel):
    """How a text promises a file."""

    attachment: Pattern = Field(description="beginning of a text, as it is written, that names an attachment")
    bare: tuple[Pattern, ...] = Field(description="whole texts that promise a file without naming it")
    wording: Pattern = Field(description="words by which a page offers a file in some way that we do not see")
    source: str
    status: Status


class Patterns(StrictModel):
    """Regular expressions with their source."""

    patterns: tuple[Pattern, ...]
    source: str
    status: Status


class Shorteners(StrictModel):
    """Hosts whose business is to lead elsewhere."""

    hosts: tuple[str, ...]
    source: str
    status: Status


class CommonWords(StrictModel):
    """Words that say nothing about what a title is about, because all titles bear them."""

    words: tuple[str, ...]
    source: str
    status: Status


class BodyWords(StrictModel):
    """What names of bodies are made of."""

    leading: Pattern
    trailing: Pattern
    places: Pattern
    government: Pattern
    level: Pattern = Field(description="the word of a level before an office without a place")
    department: Pattern
    spoken: Pattern = Field(description="words by which a page shows that it is about a government")
    governmental_hosts: Pattern
    source: str
    status: Status


class Renamed(StrictModel):
    """Names of offices that are, or were, one office somewhere."""

    names: tuple[str, ...] = Field(min_length=2)
    source: str
    status: Status


class LinkPromises(StrictModel):
    """The whole dictionary. Texts are handed in as they are written."""

    file: FileWords
    empty: Patterns
    body: BodyWords
    renamed: tuple[Renamed, ...]
    neutral: Patterns
    foreign: Patterns
    shorteners: Shorteners
    common: CommonWords

    def file_in(self, text: str, types: FileTypes) -> FilePromise | None:
        """The file that a text promises, or None; `types` are the extensions that files have."""
        marked = re.match(self.file.attachment, text)
        rest = text[marked.end() :] if marked else text
        named = _FILE_NAME.fullmatch(rest.strip())
        if named and _is_offered(named["extension"].lower(), types):
            return FilePromise(plain(named["name"]), named["extension"].lower())
        if any(re.fullmatch(pattern, plain(text)) for pattern in self.file.bare):
            return FilePromise("")
        return FilePromise(plain(rest)) if marked and plain(rest) else None

    def offers_somehow(self, text: str) -> bool:
        """Whether a page's text speaks of files, so that it may offer one in some way that we do not see."""
        return re.search(self.file.wording, plain(text)) is not None

    def says_nothing(self, text: str) -> bool:
        """Whether a text names nothing that could be compared with its target."""
        words = plain(text)
        return any(re.fullmatch(pattern, words) for pattern in self.empty.patterns)

    def is_neutral(self, title: str) -> bool:
        """Whether a page only stands before another one: a log-in, a check, a notice of maintenance."""
        return any(re.search(pattern, plain(title)) for pattern in self.neutral.patterns)

    def speaks_of_abroad(self, text: str) -> bool:
        """Whether a text names something foreign, whose page need not be Chinese."""
        return any(re.search(pattern, plain(text)) for pattern in self.foreign.patterns)

    def untelling(self, names: Collection[str] = ()) -> re.Pattern[str]:
        """What says nothing about the subject of a `plain` title: digits, common words, and `names`."""
        words = {plain(word) for word in (*self.common.words, *names)} - {""}
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        return re.compile("|".join((r"\d+", *map(re.escape, longest_first))))

    def body_in(self, text: str) -> BodyName | None:
        """The body whose name the whole of `text` is, or None."""
        words = plain(text)
        found = self._body.fullmatch(words) if len(words) <= _LONGEST_BODY else None
        if found is None:
            return None
        office = found["department"] or ""
        place, level = self._innermost(found["places"] or "")
        stem = place.removesuffix(level)
        name = re.sub(rf"(?:{self.body.department})$", "", office)
        name = name if place else re.sub(rf"^{self.body.level}", "", name)
        if (office and not name) or (not office and not place):
            return None
        return BodyName(place, stem if len(stem) > 1 else place, level, name)

    def speaks_of_government(self, text: str) -> bool:
        """Whether a page's text says that it is about some government."""
        return re.search(self.body.spoken, plain(text)) is not None

    def is_governmental(self, host: str) -> bool:
        """Whether a host (with or without port) is one that only governments have."""
        bare = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        return re.search(self.body.governmental_hosts, bare) is not None

    def is_shortener(self, host: str) -> bool:
        """Whether it is a host's business to lead elsewhere."""
        return belongs_to(host, self.shorteners.hosts)

    def may_be_one(self, office: str, other: str) -> bool:
        """Whether two names of offices may stand for one: shared letters, an abbreviation, or a reform."""
        if set(office) & set(other):
            return True
        return any(_named(office, group.names) and _named(other, group.names) for group in self.renamed)

    def _innermost(self, places: str) -> tuple[str, str]:
        found = list(self._place.finditer(places))
        return (found[-1].group(), found[-1]["level"]) if found else ("", "")

    @cached_property
    def _place(self) -> re.Pattern[str]:
        return re.compile(rf"[一-龥]{{1,10}}?(?P<level>{self.body.places})")

    @cached_property
    def _body(self) -> re.Pattern[str]:
        words, place = self.body, rf"[一-龥]{{1,10}}?(?:{self.body.places})"
        office = rf"(?P<government>{words.government})|(?P<department>[一-龥]{{1,16}}?(?:{words.department}))"
        # An atomic group: without it a text of nothing but 市市市… would be cut in every possible way.
        return re.compile(rf"(?:{words.leading})*(?P<places>(?>(?:{place})*))(?:{office})(?:{words.trailing})*")


def _is_offered(extension: str, types: FileTypes) -> bool:
    kind = types.of_url(f"http://host/file.{extension}")
    return kind is not None and kind.use in _OFFERED


def _named(office: str, names: tuple[str, ...]) -> bool:
    return any(name in office for name in names)
