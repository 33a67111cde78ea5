"""Addresses of calls and forms of addresses: there and back again, never a surprise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.fetch.look import Trail
from crawler.fetch.outgoing import outgoing
from crawler.kinds import TargetKind
from crawler.listcall import ListCall, asked_as, call_at, call_to, interface_at
from crawler.urls import CALL_MARK, GET_MARK, canonical, first_page_key, is_call, page_key, resolve

URLS = st.from_regex(
    r"https?://[a-z]{1,8}\.gov\.cn(/[a-zA-Z0-9%._;~-]{0,6}){0,4}(\?[a-z]=[^#\s]{0,8})?", fullmatch=True
)
TEXTS = st.text(max_size=60)
FORMS = ("/index.html", "/", "//", "/?utm_source=x", "/index.html?spm=1.2")
PAGES = "http://h.gov.cn{}".format


@settings(deadline=None)
@given(URLS, TEXTS)
def test_a_call_is_found_again_at_its_address(url: str, body: str) -> None:
    whole = canonical(url)
    address = call_to(whole, body)
    if whole is not None:
        assert address is not None
        assert call_at(address) == ListCall(whole, body.encode("utf-8", "replace").decode())
        assert call_at(address).address == address
        assert canonical(address) == page_key(address) == address
        assert is_call(address)
        assert not is_call(whole)


@settings(deadline=None)
@given(URLS)
def test_a_call_without_a_body_is_its_url_until_it_is_asked(url: str) -> None:
    whole = canonical(url)
    if whole is not None:
        assert call_to(whole) == whole
        assert call_at(whole + GET_MARK) == ListCall(whole)
        assert canonical(whole + GET_MARK) == whole + GET_MARK
        assert is_call(asked_as(whole)) is (interface_at(whole) is not None)
        assert asked_as(asked_as(whole)) == asked_as(whole)


@settings(deadline=None)
@given(st.one_of(TEXTS, TEXTS.map(lambda text: "http://h.gov.cn/" + text)))
def test_no_text_is_too_strange(text: str) -> None:
    once = canonical(text)
    assert once is None or canonical(once) == once
    assert page_key(once or text) == page_key(text)
    assert page_key(page_key(text)) == page_key(text)
    assert isinstance(call_at(text), ListCall)
    assert isinstance(asked_as(text), str)
    assert isinstance(is_call(text), bool)
    first = first_page_key(text)
    assert first is None or first != page_key(text)


@settings(deadline=None)
@given(TEXTS)
def test_no_link_is_ever_a_call(text: str) -> None:
    for mark in (CALL_MARK, GET_MARK):
        for href in (f"/queryList{mark}{text}", f"{text}{mark}", f"http://h.gov.cn/a{mark}{text}"):
            url = resolve("http://h.gov.cn/", href).url
            assert url is None or not is_call(url)


@settings(deadline=None)
@given(st.sampled_from(["/zwgk/tzgg", "/a/b", ""]), st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_forms_of_one_page_have_one_key(folder: str, one: str, other: str) -> None:
    assert page_key(PAGES(folder + one)) == page_key(PAGES(folder + other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a.html?state=2", "/a.html"),
        ("/a/?gk=1", "/a/index.html"),
        ("/a.html?from=timeline&isappinstalled=0", "/a.html"),
        ("/a.html?timestamp=1779926400", "/a.html"),
    ],
)
def test_what_does_not_decide_is_left_out(one: str, other: str) -> None:
    assert page_key(PAGES(one)) == page_key(PAGES(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a.jsp?state=2", "/a.jsp"),
        ("/a.html?state=shandong", "/a.html"),
        ("/a.html?from=2024-01-01", "/a.html"),
        ("/a.html?timestamp=today", "/a.html"),
        ("/a.html?page=2", "/a.html"),
        ("/a/index_1.html", "/a/index.html"),
    ],
)
def test_what_may_decide_is_not(one: str, other: str) -> None:
    assert page_key(PAGES(one)) != page_key(PAGES(other))


def test_a_second_name_of_page_1_is_a_question() -> None:
    assert first_page_key(PAGES("/a/index_1.html")) == page_key(PAGES("/a/"))
    assert first_page_key(PAGES("/a/index_1.shtml?x=1")) == page_key(PAGES("/a/index.shtml?x=1"))
    for other in ("/a/index_2.html", "/a/index_11.html", "/a/list_1.html", "/a/index.html"):
        assert first_page_key(PAGES(other)) is None


@settings(deadline=None)
@given(TEXTS)
def test_a_call_leaves_as_it_was_declared(body: str) -> None:
    address = call_to(PAGES("/queryList"), body)
    assert address is not None
    asked = outgoing(Trail(address, TargetKind.PAGE, referer=PAGES("/zwgk/")))
    assert (asked.url, asked.method) == (PAGES("/queryList"), "POST")
    assert asked.body == body.encode("utf-8", "replace")
    assert asked.headers["Referer"] == PAGES("/zwgk/")
    assert asked.headers["Content-Type"].startswith("application/x-www-form-urlencoded")


def test_a_link_to_an_interface_leaves_plain() -> None:
    asked = outgoing(Trail(PAGES("/queryList"), TargetKind.PAGE, referer=PAGES("/zwgk/")))
    assert (asked.method, asked.body, dict(asked.headers)) == ("GET", b"", {})
