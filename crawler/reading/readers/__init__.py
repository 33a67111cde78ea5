"""Readers of lists and articles, one for each publishing system that we understand, and a generic one."""

from __future__ import annotations

from crawler.reading.page import Page
from crawler.reading.readers.answer import AnswerReader
from crawler.reading.readers.base import Reader
from crawler.reading.readers.generic import GenericReader
from crawler.reading.readers.kaipu import KaipuReader
from crawler.reading.readers.trs import TrsReader

READERS: tuple[Reader, ...] = (TrsReader(), KaipuReader(), GenericReader())
"""Asked in this order; the generic reader recognises every page."""


def reader_for(page: Page) -> Reader:
    """The first reader that recognises `page`."""
    return next(reader for reader in READERS if reader.recognises(page))


ANSWER_READERS: dict[str, AnswerReader] = {}
"""Readers of interfaces by the id of their family; every family with interfaces has one (tested)."""


def answer_reader(family: str) -> AnswerReader:
    """The reader of a family's interfaces. Raises `KeyError` for a family without any."""
    return ANSWER_READERS[family]


__all__ = ["ANSWER_READERS", "READERS", "AnswerReader", "Reader", "answer_reader", "reader_for"]
