"""Readers of lists and articles, one for each publishing system that we understand, and a generic one."""

from __future__ import annotations

from crawler.reading.page import Page
from crawler.reading.readers.anhui import AnhuiReader
from crawler.reading.readers.answer import AnswerReader
from crawler.reading.readers.base import Reader
from crawler.reading.readers.epoint import EpointReader
from crawler.reading.readers.generic import GenericReader
from crawler.reading.readers.gongkai import GongkaiReader
from crawler.reading.readers.huilan import HuilanReader
from crawler.reading.readers.jpaas import JpaasReader
from crawler.reading.readers.jpage import JPageReader
from crawler.reading.readers.kaipu import KaipuReader
from crawler.reading.readers.oldasp import OldAspReader
from crawler.reading.readers.phpcms import PhpcmsReader
from crawler.reading.readers.rendered import RenderedReader
from crawler.reading.readers.trs import TrsReader
from crawler.reading.readers.truecms import TrueCmsReader
from crawler.reading.readers.ucap_guangdong import UcapGuangdongReader
from crawler.reading.readers.ucap_jiangxi import UcapJiangxiReader
from crawler.reading.readers.vsb import VsbReader
from crawler.reading.readers.webplus import WebPlusReader

READERS: tuple[Reader, ...] = (
    TrueCmsReader(),
    JPageReader(),
    JpaasReader(),
    TrsReader(),
    KaipuReader(),
    GongkaiReader(),
    HuilanReader(),
    UcapGuangdongReader(),
    UcapJiangxiReader(),
    EpointReader(),
    AnhuiReader(),
    VsbReader(),
    WebPlusReader(),
    PhpcmsReader(),
    OldAspReader(),
    GenericReader(),
)
"""Asked in this order; the generic reader recognises every page."""


RENDERED = RenderedReader()


def reader_for(page: Page) -> Reader:
    """The first reader that recognises `page`; one of its own for what a browser showed."""
    if page.rendered:
        return RENDERED
    return next(reader for reader in READERS if reader.recognises(page))


ANSWER_READERS: dict[str, AnswerReader] = {
    reader.family: reader for reader in READERS if isinstance(reader, AnswerReader)
}
"""Readers of interfaces by the id of their family; every family with interfaces has one (tested)."""


def answer_reader(family: str) -> AnswerReader:
    """The reader of a family's interfaces. Raises `KeyError` for a family without any."""
    return ANSWER_READERS[family]


__all__ = ["ANSWER_READERS", "READERS", "AnswerReader", "Reader", "answer_reader", "reader_for"]
