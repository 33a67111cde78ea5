"""Items of long columns read like any tuple, also after the crawl was closed and in a forked process."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.kinds import DateSource, TargetKind
from crawler.store.spool import Spool
from crawler.survey.column import Item
from crawler.survey.stored_items import LEAST, StoredItems, stored

ITEMS = st.lists(
    st.builds(
        Item,
        st.text(),
        st.text(),
        st.none() | st.dates(),
        st.sampled_from([*DateSource, ""]),
        st.text(),
        st.sampled_from(TargetKind),
        st.lists(st.tuples(st.text(), st.text()), max_size=2).map(tuple),
    ),
    max_size=8,
)


@given(ITEMS)
def test_what_comes_back_is_what_was_put_down(items: list[Item]) -> None:
    spool = Spool()
    kept = StoredItems(items, spool)
    assert list(kept) == items
    assert kept == tuple(items)
    assert (len(kept), bool(kept)) == (len(items), bool(items))
    assert kept[1:] == tuple(items[1:])
    assert [kept[at] for at in range(len(items))] == items
    spool.close()


def test_only_long_columns_are_put_down() -> None:
    spool = Spool()
    items = tuple(Item(str(at), f"http://x/{at}", dt.date(2025, 1, 1)) for at in range(LEAST))
    assert stored(items[1:], spool) is not items
    assert isinstance(stored(items[1:], spool), tuple)
    assert isinstance(stored(items, spool), StoredItems)
    assert stored(items, spool) == items


def test_a_spool_lives_as_long_as_somebody_refers_to_it() -> None:
    kept = StoredItems([Item("a", "http://x/")], Spool())
    assert [item.title for item in kept] == ["a"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_reads_them_too() -> None:
    kept = StoredItems([Item("a", "http://x/")], Spool())
    child = os.fork()
    if child == 0:  # pragma: no cover  # in the child
        os._exit(0 if kept[0].title == "a" else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert kept[0].title == "a"
