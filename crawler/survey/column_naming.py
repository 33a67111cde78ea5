"""What a column is called, of which kind it is and on which level it stands.

Level 1 (一级栏目) is a column that stands directly under the home page in its own breadcrumb. Only a column without a
breadcrumb is placed by the home page's navigation (linked there: level 1, else 2), because drop-down menus link
second-level columns too and a wrong level 1 can cost a veto. An override of the registry wins over both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from config.cms import page_words
from config.column_kind import KindMatch
from config.lexicon import column_kinds
from config.registry import ColumnOverride
from config.wording import plain
from crawler.facts import Crumb, Found, PageFacts, TextFact

_BELOW_FIRST = 2


class Naming(NamedTuple):
    """Name, path, kind, what gave the kind, level of a column, and the word of the lexicon behind its kind."""

    name: str
    path: str
    kind: str
    kind_reason: str
    level: int
    kind_word: str = ""


class HomeView(NamedTuple):
    """What is known of the portal's home page: the keys of its addresses and of the targets of its navigation."""

    addresses: Collection[str]
    navigation: Collection[str]


def name_column(
    page: PageFacts, home: HomeView, key: Callable[[str], str], override: ColumnOverride | None = None
) -> Naming:
    """The naming of the column whose first page is `page`; `key` tells equal addresses."""
    steps = _below_home(page.breadcrumb, home, key)
    name = page.column_name or (steps[-1].text if steps else "") or _text(page.identity.column_name) or page.title
    path = ">".join(_unspaced(crumb.text) for crumb in page.breadcrumb) if steps else ""
    match = column_kinds().classify(name, [crumb.text for crumb in steps], _text(page.identity.column_type) or None)
    if override and override.kind:
        match = KindMatch(override.kind, "override")
    level = (override and override.level) or _level(page, name, steps, home, key)
    return Naming(_unspaced(name), path or _unspaced(name), match.kind, match.reason, level, match.word)


def _below_home(crumbs: tuple[Crumb, ...], home: HomeView, key: Callable[[str], str]) -> tuple[Crumb, ...]:
    """The steps after the last one that means the home page."""
    words = {plain(word) for word in page_words().breadcrumb.home}
    for position in range(len(crumbs) - 1, -1, -1):
        crumb = crumbs[position]
        if plain(crumb.text) in words or (crumb.url is not None and key(crumb.url) in home.addresses):
            return crumbs[position + 1 :]
    return crumbs


def _level(page: PageFacts, name: str, steps: tuple[Crumb, ...], home: HomeView, key: Callable[[str], str]) -> int:
    own = key(page.url)
    if not steps:
        return 1 if own in home.navigation else _BELOW_FIRST
    last = steps[-1]
    names_itself = plain(last.text) == plain(name) or last.url is None or key(last.url) == own
    return len(steps) if names_itself else len(steps) + 1


def _text(fact: TextFact) -> str:
    return fact.value if isinstance(fact, Found) else ""


def _unspaced(text: str) -> str:
    return "".join(text.split())
