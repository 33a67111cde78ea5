"""Stored facts come back as they were, the four kinds of fact included."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import Place, UserError
from crawler.facts import (
    ArticleFacts,
    Attachment,
    Crumb,
    Found,
    FoundEmpty,
    Identity,
    ListFacts,
    NotFound,
    NotObserved,
    PageFacts,
    Row,
)
from crawler.kinds import PageKind
from crawler.outline import ArticleOutline, PageOutline
from crawler.store.connection import CrawlFile
from crawler.store.crawl_file import open_new
from crawler.store.page_facts import FactsReader, FactsWriter, Packed

texts = st.text(max_size=8)
absent = st.one_of(st.builds(FoundEmpty, source=texts), st.just(NotFound()), st.builds(NotObserved, reason=texts))
text_facts = st.one_of(st.builds(Found, value=texts, source=texts), absent)
date_facts = st.one_of(st.builds(Found, value=st.dates(), source=texts), absent)
identities = st.builds(Identity, text_facts, text_facts, text_facts, text_facts, text_facts)
rows = st.builds(Row, texts, texts, st.none() | st.dates(), texts)
lists = st.builds(
    ListFacts,
    rows=st.lists(rows, max_size=3).map(tuple),
    pages=st.none() | st.integers(0, 99),
    total=st.none() | st.integers(0, 99),
    further_pages=st.lists(texts, max_size=2).map(tuple),
    empty_proof=st.none() | texts,
)
articles = st.builds(
    ArticleFacts,
    title=text_facts,
    date=date_facts,
    source=text_facts,
    document_number=text_facts,
    index_number=text_facts,
    document_date=date_facts,
    body_length=st.integers(0, 99),
    attachments=st.lists(st.builds(Attachment, texts, texts), max_size=2).map(tuple),
    conflicts=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)
crumbs = st.lists(st.builds(Crumb, texts, st.none() | texts), max_size=3).map(tuple)
pages = st.builds(
    PageFacts,
    title=texts,
    judgeable=st.booleans(),
    landing_target=st.none() | texts,
    identity=identities,
    breadcrumb=crumbs,
    list=st.none() | lists,
    article=st.none() | articles,
    notes=st.lists(texts, max_size=2).map(tuple),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawlFile]:
    with closing(open_new(tmp_path_factory.mktemp("facts") / "crawl.sqlite")) as opened:
        yield opened


def an_article(number: int) -> PageFacts:
    """What articles of one portal have in common, and a text of its own."""
    chance = Random(number)
    text = "".join(chance.choices("关于做好年度政务公开工作推进行政审批改革加强基层治理服务保障民生", k=300))
    return PageFacts(
        f"http://www.example.cn/tzgg/{number}.html",
        "trs",
        PageKind.ARTICLE,
        title=f"通知{number}_样例县人民政府",
        breadcrumb=(Crumb("首页", "http://www.example.cn/"), Crumb("通知公告", "http://www.example.cn/tzgg/")),
        article=ArticleFacts(text=text),
        metas=(("SiteName", "样例县人民政府"), ("SiteDomain", "www.example.cn"), ("ColumnName", "通知公告")),
    )


@given(pages)
def test_facts_survive_storage(file: CrawlFile, facts: PageFacts) -> None:
    """Whether their kind has a dictionary already or not: the file collects what it is given."""
    assert FactsReader(file).unpack(*FactsWriter(file).pack(facts)) == facts


@given(pages)
def test_the_outline_says_the_same_as_the_facts(file: CrawlFile, facts: PageFacts) -> None:
    outline = FactsReader(file).outline(*FactsWriter(file).pack(facts))
    _assert_some_of(outline, facts, apart_from="article")
    assert (outline.article is None) == (facts.article is None)
    if outline.article is not None and facts.article is not None:
        _assert_some_of(outline.article, facts.article)


def _assert_some_of(
    outline: PageOutline | ArticleOutline, facts: PageFacts | ArticleFacts, apart_from: str = ""
) -> None:
    names = {field.name for field in fields(outline)} - {apart_from}
    assert {name: getattr(outline, name) for name in names} == {name: getattr(facts, name) for name in names}


def test_half_a_surrogate_pair_costs_one_character_and_no_page(file: CrawlFile) -> None:
    facts = PageFacts("http://a.cn/", "generic", PageKind.ARTICLE, title="公示\ud83d")
    assert FactsReader(file).unpack(*FactsWriter(file).pack(facts)).title == "公示?"


def test_what_pages_of_a_kind_have_in_common_is_written_once(tmp_path: Path) -> None:
    with closing(open_new(tmp_path / "crawl.sqlite")) as file:
        writer, reader = FactsWriter(file), FactsReader(file)
        packed = [writer.pack(an_article(number)) for number in range(40)]
        assert [reader.unpack(*each) for each in packed] == [an_article(number) for number in range(40)]
        dictionaries = [dictionary for _, dictionary in packed]
        assert dictionaries == [None] * 16 + [1] * 24
        assert len(packed[-1][0]) < 0.75 * len(packed[0][0])
        home = writer.pack(replace(an_article(41), kind=PageKind.HOME))
        assert home[1] is None  # another kind speaks in other words
        assert FactsWriter(file).pack(an_article(42))[1] == 1  # a crawl that goes on has the dictionary


def test_a_dictionary_that_was_undone_is_used_for_nothing(tmp_path: Path) -> None:
    with closing(open_new(tmp_path / "crawl.sqlite")) as file:
        writer = FactsWriter(file)
        file.execute("BEGIN")
        assert [writer.pack(an_article(number))[1] for number in range(17)][-1] == 1
        file.execute("ROLLBACK")
        writer.forget()
        assert writer.pack(an_article(17))[1] is None
        assert file.execute("SELECT count(*) FROM dictionary").fetchone() == (0,)


def test_a_page_of_another_file_keeps_its_bytes_and_brings_its_dictionary(tmp_path: Path) -> None:
    with closing(open_new(tmp_path / "old.sqlite")) as old, closing(open_new(tmp_path / "new.sqlite")) as new:
        before = FactsWriter(old)
        pages = [Packed(FactsReader(old), *before.pack(an_article(number))) for number in range(20)]
        writer, reader = FactsWriter(new), FactsReader(new)
        taken = [writer.taken_over(page, PageKind.ARTICLE) for page in pages]
        assert [data for data, _ in taken] == [page.data for page in pages]
        assert [reader.unpack(*each) for each in taken] == [an_article(number) for number in range(20)]
        assert new.execute("SELECT count(*) FROM dictionary").fetchone() == (1,)
        assert writer.pack(an_article(21))[1] == 1  # what came along serves new pages as well


def a_changed_bit(data: bytes, chance: Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def read_or_refused(file: CrawlFile, packed: tuple[bytes, int | None]) -> PageFacts | None:
    try:
        return FactsReader(file).unpack(*packed)
    except UserError as fault:
        assert (fault.key, fault.place) == ("crawl-corrupt", Place(file.path))
        return None


@pytest.mark.parametrize("number", [0, 30], ids=["alone", "with-dictionary"])
def test_a_changed_bit_never_reads_as_another_fact(tmp_path: Path, number: int) -> None:
    with closing(open_new(tmp_path / "crawl.sqlite")) as file:
        writer, chance = FactsWriter(file), Random(1)
        data, dictionary = [writer.pack(an_article(each)) for each in range(40)][number]
        read = [read_or_refused(file, (a_changed_bit(data, chance), dictionary)) for _ in range(1000)]
        assert set(map(repr, read)) <= {repr(None), repr(an_article(number))}  # some bits of the frame say nothing
        assert None in read


def test_a_changed_bit_of_a_dictionary_never_reads_as_another_fact(tmp_path: Path) -> None:
    with closing(open_new(tmp_path / "crawl.sqlite")) as file:
        writer, chance = FactsWriter(file), Random(1)
        packed = [writer.pack(an_article(number)) for number in range(20)][-1]
        (content,) = file.execute("SELECT content FROM dictionary").fetchone()
        read = []
        for _ in range(1000):
            file.execute("UPDATE dictionary SET content = ?", (a_changed_bit(content, chance),))
            read.append(read_or_refused(file, packed))
        assert set(map(repr, read)) == {repr(None), repr(an_article(19))}  # not every byte of it is made use of


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM dictionary",
        "UPDATE dictionary SET content = 'text'",
        "UPDATE dictionary SET content = x''",
        "UPDATE page SET facts = x''",
        "UPDATE page SET facts = 'text'",
        "UPDATE page SET facts = x'28b52ffde0000000000001000001000001'",  # says that it holds a terabyte
        "UPDATE page SET facts = x'7801ff'",  # looks like facts of older files
        "UPDATE page SET dictionary = NULL",
    ],
)
def test_facts_that_nobody_packed_are_a_damaged_file(tmp_path: Path, damage: str) -> None:
    with closing(open_new(tmp_path / "crawl.sqlite")) as file:
        writer = FactsWriter(file)
        packed = [writer.pack(an_article(number)) for number in range(20)][-1]
        file.execute("INSERT INTO url (id, url) VALUES (1, 'http://a.cn/')")
        file.execute("INSERT INTO page (url_id, family, kind, facts, dictionary) VALUES (1, '', '', ?, ?)", packed)
        file.execute("PRAGMA foreign_keys = OFF")
        file.execute(damage)
        damaged = file.execute("SELECT facts, dictionary FROM page").fetchone()
        assert read_or_refused(file, damaged) is None
