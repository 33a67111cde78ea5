"""The answer sheet: everything on it stands on the site, and nothing else on the site is broken."""

from __future__ import annotations

import re

import httpx
import pytest
from pydantic import ValidationError

from tests.sample.conftest import Walk
from xuncha.sample import SamplePortal
from xuncha.sample.expectations import BY_ADDRESS, BY_COLUMN, BY_HREF, REPORTED_FOR_PORTAL_TOO, normal_place
from xuncha.sample.truth import Truth, load_truth

CODES = {
    "broken-link": {
        *("http-404", "http-410", "http-4xx", "http-5xx", "timeout", "dns-failure", "connection-refused"),
        *("connection-reset", "tls-failure", "redirect-loop", "redirect-to-home", "soft-404", "bad-attachment"),
        "fragment-missing",
    },
    "bad-href": {"private-address", "local-file", "malformed", "placeholder"},
    "mislink": {"text-target-mismatch", "hijacked-target"},
    "empty-column": {"empty", "under-construction"},
    "stale-column": {"stale", "undated"},
    "stale-home": {"stale"},
    "mandated-item": {"missing", "empty", "stale", "late", "incomplete"},
}
"""All codes of the first checks; `too-few` has no item in national-2019."""
NOT_BY_STATUS = {"soft-404", "bad-attachment", "redirect-to-home", "fragment-missing"}
"""Faults that answer with status 200 and can only be told by their content."""


def test_every_code_is_planted() -> None:
    planted = {check: {defect.code for defect in load_truth().defects_of(check)} for check in CODES}
    assert planted == CODES


def test_every_kind_of_target_is_planted() -> None:
    kinds = {defect.facts["kind"] for defect in load_truth().defects_of("broken-link")}
    assert kinds == {"page", "attachment", "image", "external"}


def test_defects_stand_on_pages_that_can_be_reached(sample: SamplePortal, walk: Walk) -> None:
    for expected in sample.truth.expected:
        if expected.check in BY_ADDRESS:
            assert walk.targets.get(expected.place), expected.id
        elif expected.check in BY_HREF:
            assert walk.hrefs.get(expected.place), expected.id
        elif expected.check in BY_COLUMN:
            assert expected.place in walk.pages, expected.id


def test_defects_are_charged_to_the_units_whose_pages_carry_them(sample: SamplePortal, walk: Walk) -> None:
    for defect in load_truth().defects_of("broken-link", "bad-href", "mislink"):
        places = walk.targets if defect.check in BY_ADDRESS else walk.hrefs
        place = normal_place(sample.hosts.address(defect.where)) if defect.check in BY_ADDRESS else defect.where
        pages = places[place]
        paths = [(sample.hosts.place_of(page) or ("", "/"))[1] for page in pages]
        assert {sample.site.plan.owner_of(path).id for path in paths} == set(defect.units), defect.id


def test_portal_reports_faults_of_all_pages_but_no_home_or_item_of_others(sample: SamplePortal) -> None:
    portal = sample.site.plan.portal.id
    for defect in load_truth().defects:
        units = {each.unit for each in sample.truth.expected if each.id == defect.id}
        wanted = {portal} if defect.check in REPORTED_FOR_PORTAL_TOO else set()
        assert units == {*defect.units, *wanted}


def test_innocents_stand_on_pages_that_can_be_reached(sample: SamplePortal, walk: Walk) -> None:
    everything = "\n".join(walk.pages.values())
    for innocent in sample.truth.innocents:
        for place in innocent.places:
            path = (sample.hosts.place_of(place) or ("", place))[1]
            seen = place in walk.pages or place in walk.targets or place in walk.hrefs or path in everything
            assert seen, f"{innocent.id}: {place}"


def test_guarded_places_are_not_on_the_list_of_defects(sample: SamplePortal) -> None:
    expected = {(each.check, each.place) for each in sample.truth.expected}
    for innocent in sample.truth.innocents:
        for check in innocent.checks:
            assert not {(check, place) for place in innocent.places} & expected, innocent.id


def test_only_planted_links_fail(sample: SamplePortal, walk: Walk) -> None:
    """Asks every linked address of the sample's hosts: those that fail are those on the answer sheet."""
    planted = {each.place for each in sample.truth.expected if each.check == "broken-link"}
    planted |= {place for each in sample.truth.innocents if each.id == "walls-of-others" for place in each.places}
    planted |= {place for each in sample.truth.innocents if each.id == "forbidden-by-robots" for place in each.places}
    mended = _addresses_of_bad_hrefs(sample, walk)
    told_by_content = {each.place for each in sample.truth.expected if each.code in NOT_BY_STATUS}
    with httpx.Client(timeout=0.4, follow_redirects=True, trust_env=False) as client:
        failing = {url for url in walk.targets if sample.hosts.place_of(url) and not _opens(client, url)}
    answering_walls = {sample.hosts.address("walls:/tongji/")}
    beyond = {each for each in planted if sample.hosts.place_of(each) is None}
    assert failing - mended == planted - told_by_content - answering_walls - beyond


def test_odd_hrefs_are_all_known(walk: Walk) -> None:
    odd = {href for href in walk.hrefs if re.search(r"\\|file:|htp|http://http|http:// |http//|{{|<|undefined", href)}
    private = {href for href in walk.hrefs if re.search(r"//(10|172|192)\.", href)}
    assert odd | private == {defect.where for defect in load_truth().defects_of("bad-href")}


def test_a_plant_cannot_have_the_id_of_another() -> None:
    innocent = {"id": "twin", "why": "x", "guards": ["bad-href"], "at": ["#"]}
    with pytest.raises(ValidationError, match="planted twice: twin"):
        Truth.model_validate({"as_of": "2026-06-30", "defects": [], "innocents": [innocent, innocent]})


def test_misspelt_fields_are_refused() -> None:
    with pytest.raises(ValidationError, match="gaurds"):
        Truth.model_validate({"as_of": "2026-06-30", "defects": [], "innocents": [{"id": "a", "gaurds": []}]})


def _addresses_of_bad_hrefs(sample: SamplePortal, walk: Walk) -> set[str]:
    """What browsers make of hrefs that are wrong as written: no faults of their own."""
    wrong = {defect.where for defect in load_truth().defects_of("bad-href")}
    pages = {page for href in wrong for page in walk.hrefs[href]}
    addresses = {target for target, on in walk.targets.items() if on <= pages}
    return {url for url in addresses if re.search(r"undefined|http/+www|%7B|%3C|\{\{|<%", url)}


def _opens(client: httpx.Client, url: str) -> bool:
    try:
        return client.get(url).is_success
    except httpx.HTTPError:
        return False
