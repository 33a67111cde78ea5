"""The same rows must come out of whatever markup, however many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.reading.read_page import read_text
from crawler.reading.text.encoding import Decoded
from tests.crawler.reading.casefile import DEFAULT_URL, source


class Item(NamedTuple):
    """A row as it should be read."""

    title: str
    path: str
    date: dt.date


def _li(items: Sequence[Item]) -> str:
    return "".join(f'<li><a href="{item.path}">{item.title}</a><span>{item.date}</span></li>' for item in items)


def _pairs(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[at : at + 2] for at in range(0, len(items), 2)]


MARKUPS: dict[str, Callable[[Sequence[Item]], str]] = {
    "list": lambda items: f"<ul>{_li(items)}</ul>",
    "unclosed": lambda items: f"<ul>{_li(items).replace('</li>', '')}</ul>",
    "broken list": lambda items: "".join(f'<ul class="l">{_li(pair)}</ul>' for pair in _pairs(items)),
    "date first": lambda items: "".join(f"<p>[{i.date}] <a href='{i.path}'>{i.title}</a></p>" for i in items),
    "table": lambda items: (
        "<table>"
        + "".join(f'<tr><td>·</td><td><a href="{i.path}">{i.title}</a></td><td>{i.date}</td></tr>' for i in items)
        + "</table>"
    ),
    "two columns": lambda items: (
        "<table>"
        + "".join(
            "<tr>" + "".join(f'<td><a href="{i.path}">{i.title}</a></td><td>{i.date}</td>' for i in pair) + "</tr>"
            for pair in _pairs(items)
        )
        + "</table>"
    ),
    "definitions": lambda items: (
        "<dl>" + "".join(f'<dt><a href="{i.path}">{i.title}</a></dt><dd>{i.date}</dd>' for i in items) + "</dl>"
    ),
    "line breaks": lambda items: (
        "<div>" + "".join(f'·<a href="{i.path}">{i.title}</a> ({i.date})<br>' for i in items) + "</div>"
    ),
    "cards": lambda items: (
        "<div>"
        + "".join(
            f'<div class="card"><a href="{i.path}"><img src="/i.jpg" alt="图片"></a><a href="{i.path}">{i.title}</a>'
            f"<p>发布时间：{i.date:%Y年%m月%d日}</p></div>"
            for i in items
        )
        + "</div>"
    ),
    "grid": lambda items: "".join(
        '<div class="row">'
        + "".join(f'<div class="col"><a href="{i.path}">{i.title}</a><p>{i.date:%Y/%m/%d}</p></div>' for i in pair)
        + "</div>"
        for pair in _pairs(items)
    ),
    "links around items": lambda items: (
        "<ul>" + "".join(f'<a href="{i.path}"><li>{i.title}<em>{i.date}</em></li></a>' for i in items) + "</ul>"
    ),
    "only 查看": lambda items: (
        "<table>"
        + "".join(f'<tr><td>{i.title}</td><td>{i.date}</td><td><a href="{i.path}">查看</a></td></tr>' for i in items)
        + "</table>"
    ),
    "handlers": lambda items: (
        "<ul>"
        + "".join(f"<li onclick=\"window.open('{i.path}')\"><b>{i.title}</b><i>{i.date}</i></li>" for i in items)
        + "</ul>"
    ),
}

NOUNS = st.sampled_from(["防汛抗旱", "春耕备耕", "道路封闭施工", "岗位招聘", "补贴发放", "安全生产检查", "停水检修"])
DATES = st.dates(dt.date(2012, 1, 1), dt.date(2026, 5, 28))


def _items(nouns: Sequence[str], dates: Sequence[dt.date]) -> list[Item]:
    named = enumerate(zip(nouns, dates, strict=False))
    return [Item(f"关于{noun}工作的通知之{'甲乙丙丁'[at % 4]}", f"/xw/a{at}.html", day) for at, (noun, day) in named]


def _read(markup: str, items: Sequence[Item]) -> list[Item]:
    html = source({"main": MARKUPS[markup](items)})
    listed = read_text(DEFAULT_URL, Decoded(html, "utf-8", "declared")).facts.list
    assert listed is not None and listed.empty_proof is None
    return [
        Item(row.title, row.url.removeprefix("http://www.county.gov.cn"), row.date or dt.date.min)
        for row in listed.rows
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(MARKUPS)), st.lists(st.tuples(NOUNS, DATES), min_size=2, max_size=25))
def test_any_rows_in_any_markup(markup: str, written: list[tuple[str, dt.date]]) -> None:
    items = _items([noun for noun, _ in written], [day for _, day in written])
    assert _read(markup, items) == items


@pytest.mark.parametrize("markup", sorted(MARKUPS))
def test_long_lists_lose_no_row(markup: str) -> None:
    days = [dt.date(2026, 5, 28) - dt.timedelta(days=at) for at in range(301)]
    items = _items(["防汛抗旱", "春耕备耕", "停水检修"] * 101, days)
    assert _read(markup, items) == items


@pytest.mark.parametrize("markup", sorted(set(MARKUPS) - {"line breaks", "definitions", "date first"}))
def test_a_single_row_is_a_list(markup: str) -> None:
    items = _items(["防汛抗旱"], [dt.date(2026, 5, 28)])
    assert _read(markup, items) == items
