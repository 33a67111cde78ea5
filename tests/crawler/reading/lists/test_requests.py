"""Requests for list pages: built from what a page states, and turned to other pages, without losing a parameter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.family import Interface, families
from crawler.listcall import call_at, interface_at
from crawler.reading.lists.requests import call_for, other_pages, page_of, size_of, told_parameters
from crawler.reading.page import Page
from crawler.reading.scripts.literals import Expression
from crawler.reading.scripts.values import ScriptValues

VALUES = ScriptValues(Page("http://h/p.html", "<html><body></body></html>"))


def _interface(name: str) -> Interface:
    return next(one for family in families().families for one in family.interfaces if one.id == name)


STATED: dict[str, tuple[str, dict[str, Any]]] = {
    "query-list": (
        "http://h/queryList",
        {"webSiteCode": ["qhx"], "channelCode": ["col1"], "perPage": "15", "current": 1},
    ),
    "gkmlpt": ("http://h/gkmlpt/api/all/3", {"sid": "1"}),
    "getgovinfolist": (
        "http://h/x/rest/lightfrontaction/getgovinfolist",
        {"siteGuid": "g", "categorynum": "1", "pageIndex": 0, "pageSize": 20},
    ),
    "label": (
        "http://h/site/label/8888",
        {"labelName": "publicInfoList", "siteId": 1, "organId": 2, "pageSize": 15, "isDate": True},
    ),
}


@pytest.mark.parametrize("name", STATED)
def test_every_page_of_a_list_has_its_own_call(name: str) -> None:
    interface = _interface(name)
    url, stated = STATED[name]
    assert interface.request is not None
    parameters = told_parameters(VALUES, stated, interface.request)
    assert parameters is not None
    first = call_for(url, parameters, interface)
    assert first is not None
    known = interface_at(first)
    assert known is not None
    assert known[1].id == name
    calls = (first, *other_pages(call_at(first), interface, range(2, 6)))
    assert [page_of(call_at(call), interface) for call in calls] == [1, 2, 3, 4, 5]
    assert len(set(calls)) == 5
    assert {size_of(call_at(call), interface) for call in calls} <= {15, 20, None}
    assert other_pages(call_at(calls[4]), interface, range(1, 2)) == (first,)


def test_a_parameter_that_cannot_be_told_stops_the_request() -> None:
    request = _interface("label").request
    assert request is not None
    stated = {"labelName": "publicInfoList", "siteId": 1, "organId": 2, "pageIndex": 1}
    assert told_parameters(VALUES, stated, request) == {"labelName": "publicInfoList", "siteId": 1, "organId": 2}
    assert told_parameters(VALUES, stated | {"catId": Expression("cat")}, request) is None
    assert told_parameters(VALUES, stated | {"keyWords": Expression("word")}, request) is not None
    assert told_parameters(VALUES, stated | {"pageSize": Expression("size")}, request) is None
    assert told_parameters(VALUES, stated | {"labelName": "other"}, request) is None
    assert told_parameters(VALUES, {"labelName": "publicInfoList", "siteId": 1, "organId": ""}, request) is None


def test_a_request_that_begins_elsewhere_counts_otherwise() -> None:
    request = _interface("getgovinfolist").request
    assert request is not None
    stated = {"siteGuid": "g", "categorynum": "1", "pageSize": 20}
    assert told_parameters(VALUES, stated | {"pageIndex": 1}, request) is None
    assert told_parameters(VALUES, stated | {"pageIndex": Expression("index")}, request) is not None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["query-list", "gkmlpt", "getgovinfolist", "label"]))
def test_any_body_and_query(text: str, name: str) -> None:
    interface = _interface(name)
    call = call_at("http://h/queryList")._replace(body=text)
    assert interface.request is not None
    assert (page_of(call, interface) or 1) >= 1 - interface.request.first
    assert all(interface_at(address) is not None for address in other_pages(call, interface, range(2, 4)))
