"""Pages that say with status 200 that they are not there: by their words, or by being what nonsense gets there.

A host is asked once for addresses that cannot exist. What it answers to them with status 200 is held against its
pages; a host that sends its home page instead is told in the same way. Method: reference "cms-patterns" 4.1.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from config.lexicon import soft_404_wordings
from config.phrase import Giveaway
from config.policy import policy
from config.wording import plain
from crawler.facts import PageFacts
from crawler.fetch.look import Judgement, Trail
from crawler.fetch.reply import Reply
from crawler.fetch.scope import Scope
from crawler.kinds import AnswerKind
from crawler.reading.page import Page
from crawler.reading.text.encoding import decode
from crawler.urls import netloc

_DIGITS = re.compile(r"\d+")
_SHINGLE = 4
_DEEPEST = 3
"""Folders above the article pages of most portals (/zwgk/tzgg/202501/, /art/2025/1/; own rule)."""
_MOST_HEADINGS = 3
"""First headings of a page with hardly a body that are read (own rule)."""
_NAVIGATION_MARGIN = 3  # facts count navigation too: an error page inside the site's frame is longer than its message


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a page looks like: its title, and the pieces of four letters that its visible text is made of."""

    title: str
    pieces: frozenset[str]
    letters: int

    def like(self, other: Likeness) -> bool:
        """Whether two pages are the same but for a clock, a counter or a greeting."""
        union = len(self.pieces | other.pieces)
        common = len(self.pieces & other.pieces)
        return self.title == other.title and union > 0 and common >= policy().soft_404.similarity * union


class Nonsense:
    """What the hosts of a portal answer to addresses that cannot exist, and how error pages speak. `kept` is where home
    pages are noted, which are asked for once."""

    def __init__(self, scope: Scope, kept: MutableMapping[str, Any] | None = None) -> None:
        self._scope = scope
        self._answers: dict[str, list[Likeness]] = defaultdict(list)
        self._kept: MutableMapping[str, Any] = {} if kept is None else kept
        self._homes = {
            host: Likeness(title, frozenset(pieces), letters) for host, (title, pieces, letters) in self._kept.items()
        }

    def learn(self, reply: Reply) -> None:
        """Remember a page that was sent, with status 200, for an address that cannot exist."""
        seen = likeness(reply)
        host = netloc(reply.url)
        if not any(seen.like(known) for known in self._answers[host]):
            self._answers[host].append(seen)

    def learn_home(self, reply: Reply) -> None:
        """Remember what a host's home page looks like."""
        home, host = likeness(reply), netloc(reply.url)
        self._homes[host] = home
        self._kept[host] = [home.title, sorted(home.pieces), home.letters]

    def page(self, trail: Trail, reply: Reply, facts: PageFacts) -> Judgement | None:
        """Why a page of the portal that was read is a soft-404, or None; by its heading alone it is only suspected."""
        if self._scope.is_home(trail.at):
            return None
        wordings = soft_404_wordings()
        spoken = wordings.spoken_by(facts.title, "", "")
        heads = _bare_headings(reply, facts, wordings.short_page)
        headed = spoken or next((told for head in heads if (told := wordings.spoken_by("", head, ""))), None)
        short = facts.text_length <= _NAVIGATION_MARGIN * wordings.short_page
        if spoken is None and short and not _has_news(facts):
            spoken = _spoken(reply)
        if spoken:
            return Judgement(AnswerKind.SOFT_404, f"the page says {spoken.pattern!r}", sure=spoken.sure)
        if headed:  # only suspected: an article with hardly a body may be about a page that is gone
            return Judgement(AnswerKind.SOFT_404, f"the page says {headed.pattern!r}", sure=False)
        return self._known_answer(reply, plain(facts.title))

    def may_be(self, url: str, title: str) -> bool:
        """Whether a page with this title is held against what its host answers to nonsense, or its home page."""
        host, title = netloc(url), plain(title)
        home = self._homes.get(host)
        return (home is not None and home.title == title) or any(
            known.title == title for known in self._answers.get(host, ())
        )

    def foreign(self, reply: Reply) -> Judgement | None:
        """Why a page somewhere else is a soft-404, or None. Only suspected: we know nothing of that host."""
        spoken = _spoken(reply)
        return Judgement(AnswerKind.SOFT_404, f"the page says {spoken.pattern!r}", sure=False) if spoken else None

    def _known_answer(self, reply: Reply, title: str) -> Judgement | None:
        host = netloc(reply.url)
        answers = [known for known in self._answers.get(host, ()) if known.title == title]
        home = self._homes.get(host)
        as_home = home is not None and home.title == title and home.letters >= policy().soft_404.least_text
        if not answers and not as_home:
            return None
        seen = likeness(reply)
        told = any(seen.like(known) and known.letters >= policy().soft_404.least_text for known in answers)
        if as_home and home is not None and seen.like(home):
            # Proven only where made-up addresses get the home page too; else it may be another way to it.
            return Judgement(AnswerKind.SOFT_404, "the home page under another address", sure=told)
        if told:
            return Judgement(AnswerKind.SOFT_404, "the same page as for a made-up address", sure=False)
        return None


def made_up(url: str, seed: int) -> tuple[str, ...]:
    """Addresses on the host of `url` that cannot exist: a page at each depth of folders, and a folder.

    Portals hand different depths to different programs (a folder of static files, an article's address that a
    program rewrites), and each has an error page of its own.
    """
    parts = urlsplit(url)
    word = hashlib.blake2b(f"{seed} {parts.netloc}".encode(), digest_size=8).hexdigest()
    root = f"{parts.scheme}://{parts.netloc}"
    return f"{root}/{word}/", *(f"{root}{f'/{word}' * depth}/{word}.html" for depth in range(_DEEPEST + 1))


def _bare_headings(reply: Reply, facts: PageFacts, longest: int) -> Iterator[str]:
    """The headings of an article with hardly a body: an error page in a site's frame, however full that frame is.

    Where `<title>` repeats the name of the site, the article's title is that, and the message another heading.
    """
    article = facts.article
    if article is None or article.body_length > longest:
        return
    if article.title.fact == "found":
        yield article.title.value
    yield from (node.text() for node in _parsed(reply).tree.css("h1")[:_MOST_HEADINGS])


def _has_news(facts: PageFacts) -> bool:
    """Whether a page holds what no error page does: a dated article, or rows of a list. It may be about dead links."""
    dated = facts.article is not None and facts.article.date.fact == "found"
    return dated or (facts.list is not None and bool(facts.list.rows))


def likeness(reply: Reply) -> Likeness:
    """What the page in `reply` looks like."""
    page = _parsed(reply)
    text = "".join(each.text for each in page.segments if not each.hidden)
    path = urlsplit(reply.url).path
    for echo in sorted({reply.url, unquote(path), path, path.strip("/")} - {"", "/"}, key=len, reverse=True):
        text = text.replace(echo, "")
    text = _DIGITS.sub("", plain(text))
    pieces = frozenset(text[at : at + _SHINGLE] for at in range(max(1, len(text) - _SHINGLE + 1)))
    return Likeness(plain(page.title), pieces, len(text))


def _spoken(reply: Reply) -> Giveaway | None:
    page = _parsed(reply)
    heading = page.tree.css_first("h1")
    return soft_404_wordings().spoken_by(page.title, heading.text() if heading else "", page.main_text)


def _parsed(reply: Reply) -> Page:
    return Page(reply.url, decode(reply.body, reply.headers.get("content-type")).text)
