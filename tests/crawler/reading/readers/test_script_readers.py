"""Lists in scripts and answers: no damage makes the readers raise, or call a list with rows empty."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.facts import PAGE_FACTS, PageReading
from crawler.listcall import call_to
from crawler.reading.read_answer import read_answer
from crawler.reading.read_page import read_text
from crawler.reading.text.encoding import Decoded
from tests.crawler.reading.casefile import DEFAULT_URL, Case, all_cases, source

FAMILIES = frozenset({"ucap-guangdong", "ucap-jiangxi", "epoint", "anhui", "iframe"})
CASES = [case for case in all_cases() if case.file.parent.name in FAMILIES]
FULL = [case for case in CASES if case.data["expect"].get("rows") or case.data["expect"].get("columns")]
ANSWERS = [case for case in FULL if "answer" in case.data]
PAGES = [case for case in CASES if "answer" not in case.data]
PROOFS = ("暂无", "建设中", "共0条", '"articleCount":0', "createPageHTML(1,")
UNPROVEN = [case for case in PAGES if not any(proof in source(case.data) for proof in PROOFS)]
"""Pages on which nothing says that there is nothing: a cut cannot make them truly empty."""
FAST = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _answer(data: dict[str, Any], text: str) -> PageReading:
    address = call_to(data["url"], data.get("body"))
    assert address is not None
    return read_answer(address, text.encode("utf-8", "replace"), None)


def _sound(reading: PageReading) -> None:
    facts = reading.facts
    assert facts.reason != "page-reader-failed"
    assert PAGE_FACTS.validate_json(PAGE_FACTS.dump_json(facts)) == facts
    listed = facts.list
    if listed is not None and listed.empty_proof:
        assert not listed.rows
        assert listed.obstacle is None


def _not_empty(reading: PageReading) -> None:
    _sound(reading)
    listed = reading.facts.list
    assert listed is None or (listed.empty_proof is None and listed.construction is None)


@FAST
@given(st.sampled_from(UNPROVEN), st.data())
def test_one_cut_out_of_a_page(case: Case, data: st.DataObject) -> None:
    html = source(case.data)
    start = data.draw(st.integers(0, len(html)))
    end = data.draw(st.integers(start, len(html)))
    cut = html[:start] + html[end:]
    _not_empty(read_text(case.data.get("url", DEFAULT_URL), Decoded(cut, "utf-8", "declared")))


@FAST
@given(st.sampled_from(PAGES), st.data())
def test_noise_in_a_page(case: Case, data: st.DataObject) -> None:
    html = source(case.data)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(html)))
        noise = data.draw(st.text(max_size=6) | st.sampled_from(["{", "}", "'", '"', "\\", "[", "]", "//", "/*", ","]))
        html = html[:at] + noise + html[at + data.draw(st.integers(0, 6)) :]
    _sound(read_text(case.data.get("url", DEFAULT_URL), Decoded(html, "utf-8", "declared")))


@FAST
@given(st.sampled_from(ANSWERS), st.data())
def test_one_cut_out_of_an_answer(case: Case, data: st.DataObject) -> None:
    text = case.data["answer"]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    _not_empty(_answer(case.data, text[:start] + text[end:]))


@FAST
@given(st.sampled_from(ANSWERS), st.binary(max_size=200))
def test_any_bytes_as_an_answer(case: Case, body: bytes) -> None:
    address = call_to(case.data["url"], case.data.get("body"))
    assert address is not None
    _not_empty(read_answer(address, body, None))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_facts_of_every_case_can_be_stored(case: Case) -> None:
    _sound(case.read())


@pytest.mark.parametrize(
    "answer",
    ["", "null", "[]", "{}", "0", '""', '{"data": null}', '{"data":{"results":[]}}', '{"custom":{}}', '{"articles":[]}',
     '{"articles":[],"classify":{}}', '{"articles":[],"classify":{"post_count":"many"}}', "<div></div>", "系统繁忙",
     '{"data":{"results":[null, 1, "x", []],"total":0}}'],
)  # fmt: skip
@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case.id)
def test_an_answer_without_a_number_proves_nothing(case: Case, answer: str) -> None:
    _not_empty(_answer(case.data, answer))
