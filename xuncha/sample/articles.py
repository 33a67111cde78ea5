"""Writes the rows and articles of a column from the wording of `texts.yaml`, the same way every time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from xuncha.sample.content import Article, Attachment, Row
from xuncha.sample.plan import ColumnPlan, Dates, Publisher, Shape, SiteFacts
from xuncha.sample.wording import Wordings, load_texts, words_for

PINNED_AGE_DAYS = 420
"""How old the newest pinned row is."""
FUTURE_DAYS = 16
"""How far ahead the first row with a future date lies."""
UNDATED_BODY = "长期有效，如有调整另行公告。"


class Slot(NamedTuple):
    """One row to be written: its place in the column, its date, whether it is pinned."""

    number: int
    date: dt.date
    pinned: bool


class Holder(Protocol):
    """What is written into: a column of the county (`content.Column`) or of a family's exhibit."""

    articles: list[Article]
    rows: list[Row]

    @property
    def plan(self) -> ColumnPlan: ...
    @property
    def unit(self) -> Publisher: ...
    @property
    def path(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def first_number(self) -> int: ...
    def article_path(self, day: dt.date, number: int) -> str: ...
    def file_path(self, article: str, day: dt.date, index: int, extension: str) -> str: ...


def write_column(column: Holder, site: SiteFacts, as_of: dt.date) -> None:
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
            path = column.file_path(article.path, slot.date, slot.number, file)
            column.rows.append(Row(article.title, path, slot.date))
        else:
            column.articles.append(article)
            column.rows.append(Row(article.title, article.path, slot.date, slot.pinned))


def _slots(column: Holder, as_of: dt.date) -> Iterator[Slot]:
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


def _article(column: Holder, slot: Slot, site: SiteFacts) -> Article:
    unit, plan = column.unit, column.plan
    wordings = load_texts().kinds[plan.texts or "news"]
    number, titles, turn = column.first_number + slot.number, len(wordings.titles), _turn(column, slot, wordings)
    words = words_for(
        unit, site, reference=column.reference, number=slot.number, turn=turn, titles=titles, day=slot.date
    )
    path = column.path if plan.shape is Shape.SINGLE else column.article_path(slot.date, number)
    title = wordings.titles[turn % titles].format_map(words)
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
        attachments=_attachments(column, path, slot, title),
    )


def _turn(column: Holder, slot: Slot, wordings: Wordings) -> int:
    """Which title a row gets. Titles about a subject begin somewhere else in each unit, the others in their order."""
    about_subjects = all("{subject}" in title for title in wordings.titles)
    return slot.number + column.plan.skip + (column.unit.number // 1000 % 10 if about_subjects else 0)


def _document_number(unit: Publisher, slot: Slot) -> str:
    return f"{unit.mark}发〔{slot.date.year}〕{24 - slot.number}号"


def _pictures(column: Holder, path: str, slot: Slot) -> tuple[str, ...]:
    wanted = column.plan.texts == "leader" or (column.plan.texts == "news" and slot.number % 3 == 0)
    return (column.file_path(path, slot.date, slot.number, "png"),) if wanted else ()


_ATTACHED = {
    "policy": ("pdf", "docx"),
    "budget": ("pdf", "xlsx"),
    "county-budget": ("pdf", "xlsx"),
    "service": ("docx",),
    "report": ("pdf",),
}


def _attachments(column: Holder, path: str, slot: Slot, title: str) -> tuple[Attachment, ...]:
    texts = column.plan.texts or ""
    kinds = ("doc",) if texts == "notice" and slot.number % 3 == 1 else _ATTACHED.get(texts, ())
    return tuple(
        Attachment(
            f"附件{position}：{title}.{kind}", column.file_path(path, slot.date, slot.number * 10 + position, kind)
        )
        for position, kind in enumerate(kinds, start=1)
    )
