"""Every address that a browser loads or a visitor opens is found, whatever the element and the attribute."""

from __future__ import annotations

import pytest

from crawler.reading.read_page import read_page
from tests.crawler.oracles.oracle import allowed, cases

CASES = cases("broken-link-checker-attributes.jsonl")
REASONED = {(tag, name) for entry in allowed("attributes-allowed.yaml") for tag, name in entry["cases"]}
PAGE = "http://www.county.gov.cn/zwgk/index.html"
AROUND = {
    "frame": "<frameset>{}</frameset>",
    "tbody": "<table>{}</table>",
    "thead": "<table>{}</table>",
    "tfoot": "<table>{}</table>",
    "tr": "<table>{}</table>",
    "th": "<table><tr>{}</table>",
    "td": "<table><tr>{}</table>",
}
"""Markup without which a parser drops the element."""
WITH = {"meta": 'http-equiv="refresh" '}


def test_every_case_is_there_and_every_reason_has_one() -> None:
    assert len(CASES) == 52
    assert {(tag, name) for tag, name, _, _ in CASES} >= REASONED


@pytest.mark.parametrize(("tag", "name", "value", "addresses"), CASES)
def test_what_visitors_and_browsers_use_is_read(tag: str, name: str, value: str, addresses: list[str]) -> None:
    element = f'<{tag} {WITH.get(tag, "")}{name}="{value}">text</{tag}>'
    links = read_page(PAGE, AROUND.get(tag, "{}").format(element).encode(), "text/html; charset=utf-8").links
    expected = [] if (tag, name) in REASONED else addresses
    assert [link.href for link in links] == expected
    assert [link.url for link in links] == [f"http://www.county.gov.cn/zwgk/{address}" for address in expected]
