"""Addresses mean what browsers make of them, by the list that browsers are tested with."""

from __future__ import annotations

from urllib.parse import unquote

from crawler.urls import resolve
from tests.crawler.oracles.oracle import allowed, cases

CASES = cases("whatwg-urls.jsonl")


def test_every_case_is_there() -> None:
    assert len(CASES) == 869


def test_addresses_are_resolved_as_in_browsers() -> None:
    """Addresses of other schemes, and what is no address for a browser, are none for us."""
    answers = {(href, page): (_web_address(opened), resolve(page or "", href).url) for href, page, opened in CASES}
    differences = {case: ours for case, (theirs, ours) in answers.items() if ours != theirs}
    entries = [case for entry in allowed("whatwg-allowed.yaml") for case in entry["cases"]]
    reasoned = {(href, page): ours for href, page, ours in entries}
    assert len(reasoned) == len(entries)
    assert {case: ours for case, ours in differences.items() if case not in reasoned} == {}
    assert {case: ours for case, ours in reasoned.items() if differences.get(case, "agrees") != ours} == {}


def test_fragments_are_those_of_browsers() -> None:
    for href, page, opened in CASES:
        ours = resolve(page or "", href)
        if ours.url is not None:
            assert unquote(ours.fragment) == unquote((opened or "").partition("#")[2]), href


def _web_address(opened: str | None) -> str | None:
    """What a browser opens over the web, without its fragment."""
    return opened.partition("#")[0] if opened and opened.startswith(("http://", "https://")) else None
