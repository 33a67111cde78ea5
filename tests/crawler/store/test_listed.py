"""Which columns list a page: by whatever address it is named, in whichever process asks."""

from __future__ import annotations

import pickle
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crawler.store.listed import Listed
from crawler.survey.column import Item
from crawler.urls import page_key

HOST = "http://www.sample.gov.cn"
ADDRESSES = st.sampled_from(
    ["/", "/index.html", "/a.html", "/a.html?page=2", "/b/", "/b/index.html", "/新闻.html", "/\ud800"]
)
ROWS = st.lists(st.lists(ADDRESSES.map(HOST.__add__), max_size=6), max_size=6)


class Rows:
    """A column as far as it is asked here."""

    def __init__(self, addresses: list[str]) -> None:
        self.items = [Item("", address) for address in addresses]


def listed(rows: list[list[str]]) -> Listed:
    columns: list[Any] = [Rows(addresses) for addresses in rows]
    return Listed(columns)


@given(ROWS, ADDRESSES.map(HOST.__add__))
def test_the_columns_are_those_with_a_row_that_leads_to_the_page(rows: list[list[str]], url: str) -> None:
    wanted = tuple(place for place, own in enumerate(rows) if page_key(url) in map(page_key, own))
    made = listed(rows)
    assert made.places(url) == wanted
    assert pickle.loads(pickle.dumps(made)).places(url) == wanted


def test_the_same_page_under_another_name_is_found() -> None:
    assert listed([[f"{HOST}/b/"], [f"{HOST}/a.html"], [f"{HOST}/b/index.html"]]).places(
        "https://sample.gov.cn/b/"
    ) == (0, 2)
