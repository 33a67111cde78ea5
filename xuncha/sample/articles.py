"""Writes the rows and articles of a column from the wording of `texts.yaml`, the same way every time."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from config.model import StrictModel
from config.registry import UnitClass
from xuncha.sample.content import Article, Attachment, Column, Row
from xuncha.sample.plan import Dates, Family, Shape, SiteFacts, UnitPlan, sample_data

PINNED_AGE_DAYS = 420
"""How old the newest pinned row is."""
FUTURE_DAYS = 16
"""How far ahead the first row with a future date lies."""
UNDATED_BODY = "长期有效，如有调整另行公告。"


class Wordings(StrictModel):
    """Titles and paragraphs of one kind of article."""

    titles: tuple[str, ...]
    body: tuple[str, ...]


class Texts(StrictModel):
    """All wording of the sample."""

    villages: tuple[str, ...]
    places: tuple[str, ...]
    persons: tuple[str, ...]
    kinds: Mapping[str, Wordings]


class Slot(NamedTuple):
    """One row to be written: its place in the column, its date, whether it is pinned."""

    number: int
    date: dt.date
    pinned: bool


@cache
def load_texts() -> Texts:
    """The wording of `texts.yaml`."""
    return Texts.model_validate(sample_data("texts.yaml"))


def write_column(column: Column, site: SiteFacts, as_of: dt.date) -> None:
    """Fill a column of its own content (not gathered from elsewhere) with articles and rows."""
    if column.plan.texts is None or column.plan.shape in {Shape.GATHER, Shape.SCRIPT, Shape.EMPTY}:
        return
    for slot in _slots(column, as_of):
        article = _article(column, slot, site)
        file = column.plan.files[slot.number % len(column.plan.files)] if column.plan.shape is Shape.FILES else None
        if column.plan.shape is Shape.LINKS:
            href = f"outside:/wenjian/{slot.date:%Y%m}/{slot.number + 1:04}.html"
            column.rows.append(Row(article.title, href, slot.date))
        elif file is not None:
            column.rows.append(Row(article.title, _file_path(article.path, slot.date, slot.number, file), slot.date))
        else:
            column.articles.append(article)
            column.rows.append(Row(article.title, article.path, slot.date, slot.pinned))


def _slots(column: Column, as_of: dt.date) -> Iterator[Slot]:
    plan = column.plan
    # Units do not all publish on the same day: those of the plan differ by up to two days.
    jitter = column.unit.number // 1000 % 3 if plan.age and column.unit.path != "/" else 0
    newest = plan.newest or _weekday(as_of - dt.timedelta(days=plan.age + jitter))
    count = 1 if plan.shape is Shape.SINGLE else plan.rows
    days = [(as_of + dt.timedelta(days=FUTURE_DAYS - row), False) for row in range(plan.future)]
    pinned = (dt.timedelta(days=PINNED_AGE_DAYS + 31 * row) for row in range(plan.pinned))
    days += [(_weekday(as_of - age), True) for age in pinned]
    days += [
        (newest if row == 0 else _weekday(newest - dt.timedelta(days=plan.step * row)), False) for row in range(count)
    ]
    for number, (day, is_pinned) in enumerate(days):
        yield Slot(number, day, is_pinned)


def _weekday(day: dt.date) -> dt.date:
    """The day itself, or the Friday before: offices publish on weekdays."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def _article(column: Column, slot: Slot, site: SiteFacts) -> Article:
    unit, plan = column.unit, column.plan
    wordings = load_texts().kinds[plan.texts or "news"]
    number = unit.number + _column_number(column) + slot.number
    words = _words(column, slot, site)
    path = column.path if plan.shape is Shape.SINGLE else _article_path(column, slot.date, number)
    title = wordings.titles[_turn(column, slot, wordings) % len(wordings.titles)].format_map(words)
    body = [paragraph.format_map(words) for paragraph in wordings.body]
    dated = plan.dates is not Dates.NOWHERE
    return Article(
        path=path,
        title=title,
        date=slot.date if dated else None,
        clock=f"{8 + number % 9:02}:{number * 7 % 60:02}",
        paragraphs=tuple(body if dated else [*body, UNDATED_BODY]),
        source=unit.name,
        document_number=_document_number(unit, slot) if plan.texts == "policy" else None,
        index_number=f"{site.code[:6]}/{slot.date.year}-{number:05}" if plan.texts in {"policy", "notice"} else None,
        pictures=_pictures(column, path, slot),
        attachments=_attachments(plan.texts, path, slot, title),
    )


def _words(column: Column, slot: Slot, site: SiteFacts) -> dict[str, object]:
    texts, unit = load_texts(), column.unit
    seed = zlib.crc32(f"{column.reference}/{slot.number}".encode())
    wordings = texts.kinds[column.plan.texts or "news"]
    titles = len(wordings.titles)
    turn = _turn(column, slot, wordings)
    places = texts.villages if unit.unit_class is UnitClass.TOWNSHIP else texts.places
    return {
        "unit": unit.name,
        "short": unit.short,
        # The same title comes with the next subject each time: no two rows are alike.
        "subject": unit.subjects[(turn % titles + turn // titles) % len(unit.subjects)],
        "place": places[seed % len(places)],
        "year": slot.date.year,
        "last": slot.date.year - 1,
        "month": slot.date.month,
        "mark": unit.mark,
        "n1": 21 + seed % 67,
        "n2": 2 + seed // 67 % 7,
        "person": texts.persons[(unit.number // 1000 + slot.number) % len(texts.persons)],
        "person2": texts.persons[(unit.number // 1000 + slot.number + 5) % len(texts.persons)],
        "phone": f"{site.phone[:-2]}{unit.number // 1000:02}",
        "address": site.address if unit.path == "/" else f"青禾县{unit.short.removeprefix('县')}驻地",
    }


def _turn(column: Column, slot: Slot, wordings: Wordings) -> int:
    """Which title a row gets. Titles about a subject begin somewhere else in each unit, the others in their order."""
    about_subjects = all("{subject}" in title for title in wordings.titles)
    return slot.number + column.plan.skip + (column.unit.number // 1000 % 10 if about_subjects else 0)


def _column_number(column: Column) -> int:
    return zlib.crc32(column.plan.key.encode()) % 90 * 10


def _article_path(column: Column, day: dt.date, number: int) -> str:
    folder = column.path.rpartition("/")[0]
    if column.plan.dates is Dates.NOWHERE:
        return f"{folder}/{number}.html"
    if column.unit.family is Family.TRS:
        return f"{folder}/{day:%Y%m}/t{day:%Y%m%d}_{number}.html"
    return f"{folder}/{day:%Y-%m}/{day:%d}/content_{number}.html"


def _file_path(article_path: str, day: dt.date, index: int, extension: str) -> str:
    folder, _, name = article_path.rpartition("/")
    number = name.rpartition("_")[2].removesuffix(".html")
    return f"{folder}/W0{day:%Y%m%d}{number:0>9}{index:03}.{extension}"


def _document_number(unit: UnitPlan, slot: Slot) -> str:
    return f"{unit.mark}发〔{slot.date.year}〕{24 - slot.number}号"


def _pictures(column: Column, path: str, slot: Slot) -> tuple[str, ...]:
    wanted = column.plan.texts == "leader" or (column.plan.texts == "news" and slot.number % 3 == 0)
    return (_file_path(path, slot.date, slot.number, "png"),) if wanted else ()


_ATTACHED = {
    "policy": ("pdf", "docx"),
    "budget": ("pdf", "xlsx"),
    "county-budget": ("pdf", "xlsx"),
    "service": ("docx",),
    "report": ("pdf",),
}


def _attachments(texts: str | None, path: str, slot: Slot, title: str) -> tuple[Attachment, ...]:
    kinds = _ATTACHED.get(texts or "", ())
    if texts == "notice" and slot.number % 3 == 1:
        kinds = ("doc",)
    return tuple(
        Attachment(f"附件{position}：{title}.{kind}", _file_path(path, slot.date, slot.number * 10 + position, kind))
        for position, kind in enumerate(kinds, start=1)
    )
