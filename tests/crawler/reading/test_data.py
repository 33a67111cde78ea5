"""The data of the readers: every reason can be told to people, every pattern works, every family can be named."""

from __future__ import annotations

import re

import pytest

from config.cms import page_words, signals, url_forms
from config.family import Family, families
from config.frames import frame_signs
from config.messages import has_text
from crawler.reading.families import recognise
from crawler.reading.readers import ANSWER_READERS, READERS

OWN_NOTES = {
    "lists-mixed",
    "page-links-cut",
    "site-code-only-in-box",
    "marks-by-script",
    "pubdate-is-generation-time",
    "wall-script-in-good-page",
    "encoding-detected",
    "encoding-lossy",
    "page-reader-failed",
    "list-not-recognised",
    "list-pages-by-script",
    "list-pages-unreached",
    "list-total-above-rows",
    "list-on-other-page",
    "list-answer-wrong-page",
    "list-search-too-long",
}


def test_every_reason_has_its_texts_in_both_languages() -> None:
    reasons = {signal.reason for signal in signals()} | OWN_NOTES
    reasons |= {family.obstacle for family in families().families if family.obstacle}
    for reason in reasons:
        for lang in ("zh", "en"):
            assert has_text(f"reason.{reason}", lang), reason
            assert has_text(f"reason.{reason}-advice", lang), reason


def test_families_have_ids_of_their_own_and_can_reach_the_threshold() -> None:
    ids = [family.id for family in families().families]
    assert len(set(ids)) == len(ids)
    for family in families().families:
        assert sum(mark.weight for mark in family.marks) >= families().threshold
        assert (family.rows == "elsewhere") is (family.obstacle is not None)
        for mark in family.marks:
            assert [mark.html, mark.pattern, mark.url].count(None) == 2
            assert mark.hint is None or mark.pattern is not None


def test_every_reader_but_the_last_is_of_a_known_family() -> None:
    ids = {family.id for family in families().families}
    assert {reader.family for reader in READERS[:-1]} <= ids
    assert READERS[-1].family == "generic"


def test_every_family_with_interfaces_has_a_reader_for_their_answers() -> None:
    assert set(ANSWER_READERS) == {family.id for family in families().families if family.interfaces}


@pytest.mark.parametrize("family", families().families, ids=lambda family: family.id)
def test_a_family_is_recognised_by_its_literal_marks(family: Family) -> None:
    marks = [mark.html for mark in family.marks if mark.html]
    found = recognise("http://www.county.gov.cn/", "<html>" + "\n".join(marks))
    assert found is not None
    assert found.id == family.id


def test_an_ordinary_page_is_of_no_family() -> None:
    assert recognise("http://www.county.gov.cn/a/index.html", "<html><body><ul class='list'></ul></body>") is None


def test_url_forms_and_words_are_usable_patterns() -> None:
    for form in (*url_forms().articles, *url_forms().columns, *url_forms().others):
        re.compile(form.pattern)
    for pattern in (*page_words().pager.pages, *page_words().pager.total):
        assert re.compile(pattern).groups == 1
    assert not page_words().nav_words & page_words().footer_words


def test_requests_with_a_fixed_address_reach_their_own_interface() -> None:
    requests = [(one, one.request) for family in families().families for one in family.interfaces if one.request]
    assert requests
    for interface, request in requests:
        if request.address is not None:
            assert re.fullmatch(interface.path, request.address)
        assert request.key and request.page
        assert not set(request.free) & {name for group in request.needed for name in group}


def test_signs_of_frames_are_words_in_lower_case() -> None:
    assert frame_signs().words == {word.lower() for word in frame_signs().words}
    assert not any(re.search("[^a-z]", word) for word in frame_signs().words)
