"""Whether a link opens what its text promises: a file, or the site of a body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from checks.links.likeness import Subjects
from checks.links.mislink_params import MislinkParams
from checks.links.shown import Shown
from config.article_words import article_fields
from config.lexicon import attachment_types, link_promises
from config.link_promise import BodyName, FilePromise
from config.wording import plain
from crawler.kinds import PageKind
from crawler.urls import netloc

FILE, BODY, TITLE = "file", "body", "title"
"""What a text promised: a file, the site of a body, the article of that title."""
_LISTS = frozenset({PageKind.HOME, PageKind.COLUMN, PageKind.LANDING})
_PROPER = _LISTS | {PageKind.ARTICLE}
"""Kinds of pages that are surely no gateway to a file."""
_NEEDLE = 2
"""Letters of a place by which a page is believed to be about it: 广西 of 广西壮族自治区."""


@dataclass(frozen=True, slots=True)
class Missed:
    """What a text promised, and what stands there instead. `promised` is empty for a file without a name."""

    basis: str
    promised: str
    instead: str

    @property
    def is_bare(self) -> bool:
        """Whether the text is a bare 下载, which promises a file only in the text of an article."""
        return self.basis == FILE and not self.promised


@dataclass(frozen=True, slots=True)
class Aim:
    """Judges pairs of text and target. `subjects` tells what titles have in common."""

    subjects: Subjects
    params: MislinkParams

    def missed(self, text: str, shown: Shown) -> Missed | None:
        """What `text` promises and its target does not keep."""
        promised = link_promises().file_in(text, attachment_types())
        if promised is not None:
            return self._file(promised, shown)
        body = link_promises().body_in(text)
        return self._body(text, body, shown) if body is not None else None

    def _file(self, promised: FilePromise, shown: Shown) -> Missed | None:
        if shown.offers is not False or _may_hand_out(shown.url) or shown.letters < self.params.least_letters:
            return None
        wanted = f"{promised.name}.{promised.extension}" if promised.extension else promised.name
        if shown.kind is None and not promised.extension:
            return None
        if shown.kind is not None and shown.kind not in _PROPER:
            return None
        if link_promises().offers_somehow(shown.everything):
            return None
        if not promised.name:  # a bare word says little: only a list or a home page in its place is surely wrong
            return Missed(FILE, "", shown.title) if shown.kind in _LISTS else None
        if promised.name in plain(shown.everything):
            return None
        # The title of a list need not tell anything (通知公告); one of an article that does not acquits.
        likeness = self.subjects.share_in if shown.kind in _LISTS else self.subjects.alike
        if any(likeness(promised.name, title) >= self.params.title_likeness for title in shown.titles if title):
            return None
        return Missed(FILE, wanted, shown.title)

    def _body(self, text: str, body: BodyName, shown: Shown) -> Missed | None:
        if shown.letters < self.params.least_letters or not shown.title or link_promises().is_neutral(shown.title):
            return None
        if plain(text) in plain(shown.everything):
            return None
        bodies = list(_bodies(shown))
        if body.is_government:
            return self._government(text, body, bodies, shown)
        return _other_office(text, body, bodies, shown) or _other_place(text, body, bodies, shown)

    def _government(self, text: str, body: BodyName, bodies: list[tuple[str, BodyName]], shown: Shown) -> Missed | None:
        other = _other_place(text, body, bodies, shown)
        if other is not None or shown.kind is not None or link_promises().is_governmental(netloc(shown.url)):
            return other
        is_about_it = _is_about(body, shown) or link_promises().speaks_of_government(shown.everything)
        return None if is_about_it else Missed(BODY, text, shown.title)


def _bodies(shown: Shown) -> Iterator[tuple[str, BodyName]]:
    """The bodies that a page names as its own: the whole of its titles, of their parts, of its site's name …"""
    for name in dict.fromkeys((*shown.titles, *shown.names)):
        body = link_promises().body_in(name)
        if body is not None:
            yield name, body


def _is_about(body: BodyName, shown: Shown) -> bool:
    return body.stem[:_NEEDLE] in plain(shown.everything)


def _other_place(text: str, body: BodyName, bodies: list[tuple[str, BodyName]], shown: Shown) -> Missed | None:
    """A body of another place of the same level, on a page that never speaks of the promised one."""
    if not body.place or _is_about(body, shown):
        return None
    others = (name for name, each in bodies if each.level == body.level and each.place)
    found = next(others, None)
    return Missed(BODY, text, found) if found else None


def _other_office(text: str, body: BodyName, bodies: list[tuple[str, BodyName]], shown: Shown) -> Missed | None:
    """An office that cannot be the promised one, on a page that never speaks of that."""
    offices = [(name, each) for name, each in bodies if not each.is_government]
    if not offices or body.office in plain(shown.everything):
        return None
    if any(link_promises().may_be_one(one.office, each.office) for one, (_, each) in product([body], offices)):
        return None
    return Missed(BODY, text, offices[0][0])


def _may_hand_out(url: str) -> bool:
    """Whether an address looks like a gateway to a file, or names one in its query (a viewer of documents)."""
    address = url.split("://", 1)[-1].partition("/")[2]
    query = address.partition("?")[2]
    names_file = any(attachment_types().of_url(f"http://h/{value}") for value in query.replace("=", "&").split("&"))
    return article_fields().attachments.may_hand_out(f"/{address}") or names_file
