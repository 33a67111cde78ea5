"""Builds the whole second portal: every address that answers with what it answers, and the interfaces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from xuncha.sample.families.catalogue import SYSTEMS
from xuncha.sample.families.furniture import furniture
from xuncha.sample.families.hall import Exhibit, Hall, Sheet, build_hall, is_list
from xuncha.sample.families.plan import ExhibitsPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.files import MEDIA_TYPES, make_file
from xuncha.sample.hosts import Hosts
from xuncha.sample.plan import Shape

SITE_FILES = {
    "/css/site.css": b"body{font-family:sans-serif;margin:0 auto;max-width:1100px}\n",
    "/robots.txt": b"User-agent: *\nDisallow: /neibu/\n",
}
FAMILYS_OWN = frozenset({Shape.JUMP, Shape.DIRECTORY})
"""Pages that a family brings itself: those that only forward their visitors, and the page of a catalogue."""
PICTURES = ("logo", "party", "jiucuo")


@dataclass(frozen=True)
class Exhibition:
    """The second portal: its plan, its units, and all its pages and files."""

    plan: ExhibitsPlan
    halls: tuple[Hall, ...]
    sheets: tuple[Sheet, ...]

    @property
    def exhibits(self) -> list[Exhibit]:
        """All columns of all units."""
        return [exhibit for hall in self.halls for exhibit in hall.exhibits]


def build_exhibition(plan: ExhibitsPlan, hosts: Hosts, as_of: dt.date) -> Exhibition:
    """Build everything. The same plan, hosts and date give the same bytes. Raises `KeyError` for an unknown family."""
    halls = tuple(build_hall(unit, SYSTEMS[unit.family](hosts.sites), plan.site, as_of) for unit in plan.halls)
    skin = Skin(plan, hosts, as_of)
    sheets = [skin.directory(list(halls)), *_site_files()]
    for hall in halls:
        sheets.append(skin.home(hall))
        sheets.extend(hall.system.more_sheets(hall, skin))
        for exhibit in hall.exhibits:
            sheets.extend(_column(exhibit, skin))
            sheets.extend(_files(exhibit))
    sheets.extend(furniture(sheets))
    return Exhibition(plan, halls, tuple(sheets))


def _column(exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
    if is_list(exhibit):
        yield from exhibit.hall.system.list_sheets(exhibit, skin)
    elif exhibit.plan.shape not in FAMILYS_OWN:
        yield skin.other(exhibit)
    yield from skin.articles(exhibit)


def _files(exhibit: Exhibit) -> Iterator[Sheet]:
    """Pictures and attachments of articles, and the files that a list leads to."""
    named = {row.href: row.title for row in exhibit.rows} if exhibit.plan.shape is Shape.FILES else {}
    for article in exhibit.articles:
        named |= dict.fromkeys((*article.pictures, *(file.path for file in article.attachments)), article.title)
    for path, title in named.items():
        extension = path.rpartition(".")[2]
        yield Sheet(path, make_file(extension, title), MEDIA_TYPES[extension])


def _site_files() -> Iterator[Sheet]:
    for path, body in SITE_FILES.items():
        yield Sheet(path, body, MEDIA_TYPES[path.rpartition(".")[2]])
    for name in PICTURES:
        yield Sheet(f"/images/{name}.png", make_file("png", name), MEDIA_TYPES["png"])
