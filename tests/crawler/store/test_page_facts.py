"""Stored facts come back as they were, the four kinds of fact included."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

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
from crawler.store.page_facts import pack, unpack

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
    attachments=st.lists(st.builds(Attachment, texts, texts), max_size=2).map(tuple),
    conflicts=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)
crumbs = st.lists(st.builds(Crumb, texts, st.none() | texts), max_size=3).map(tuple)
pages = st.builds(
    PageFacts,
    identity=identities,
    breadcrumb=crumbs,
    list=st.none() | lists,
    article=st.none() | articles,
    notes=st.lists(texts, max_size=2).map(tuple),
)


@given(pages)
def test_facts_survive_storage(facts: PageFacts) -> None:
    assert unpack(pack(facts)) == facts


def test_half_a_surrogate_pair_costs_one_character_and_no_page() -> None:
    facts = PageFacts("http://a.cn/", "generic", PageKind.ARTICLE, title="公示\ud83d")
    assert unpack(pack(facts)).title == "公示?"
