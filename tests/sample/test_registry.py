"""The registry entry of the sample, and what its plants refer to."""

from __future__ import annotations

import pytest

from config.registry import Portal, Registry, UnitClass
from xuncha.sample import SamplePortal
from xuncha.sample.families.catalogue import SYSTEMS
from xuncha.sample.links import PlantedLinks, page_of
from xuncha.sample.respond import planted_answers
from xuncha.sample.site import build_site
from xuncha.sample.truth import Defect, Innocent, Truth


def _truth_with(sample: SamplePortal, **plant: object) -> Truth:
    innocent = Innocent.model_validate({"id": "x", "why": "x", "guards": ["bad-href"], "at": ["#"], **plant})
    return Truth(as_of=sample.as_of, defects=(), innocents=(innocent,))


def test_units_are_subtrees_of_one_host(sample: SamplePortal) -> None:
    portal = sample.registry
    assert isinstance(portal, Portal)
    assert portal.all_hosts == {sample.hosts.portal}
    whole, *others = portal.units
    assert (whole.unit_class, whole.scope) == (UnitClass.PORTAL, ())
    for unit in others:
        assert unit.owns(unit.entry_urls[0])
        assert not any(unit.owns(other.entry_urls[0]) for other in others if other is not unit)


def test_every_family_has_a_unit_on_the_second_portal(sample: SamplePortal) -> None:
    portal = sample.exhibits
    assert portal.all_hosts == {sample.hosts.sites}
    assert {unit.unit_class for unit in portal.units} == {UnitClass.INSTITUTION}
    assert [unit.id for unit in portal.units] == [hall.plan.id for hall in sample.site.exhibition.halls]
    assert {hall.system.id for hall in sample.site.exhibition.halls} == set(SYSTEMS)
    for unit in portal.units:
        assert unit.owns(unit.entry_urls[0])
        assert not any(unit.owns(other.entry_urls[0]) for other in portal.units if other is not unit)
    assert Registry(portals=(sample.registry, portal))


def test_exempt_column_is_in_the_registry(sample: SamplePortal) -> None:
    (override,) = sample.registry.columns
    assert override.url == sample.hosts.address("portal:/xz/moshi/shjz/list.html")
    assert override.exempt_from_update


def test_allowed_hosts_are_the_seven_of_the_sample(sample: SamplePortal) -> None:
    assert len(set(sample.allow_hosts)) == 7
    assert {sample.hosts.portal, sample.hosts.sites} <= set(sample.allow_hosts)
    assert all(host.startswith("127.0.0.1:") for host in sample.allow_hosts)


def test_references(sample: SamplePortal) -> None:
    columns = sample.site.columns
    assert page_of("qinghe", columns) == "/"
    assert page_of("jyj/gzdt", columns) == "/bm/jyj/gzdt/"
    assert page_of("jyj/gzdt/2", columns) == columns["jyj/gzdt"].articles[1].path
    assert sample.hosts.address("portal:/x") == f"{sample.url}x"
    assert sample.hosts.address("secure:/x").startswith("https://")
    assert sample.hosts.address("http://other.invalid/") == "http://other.invalid/"
    assert sample.hosts.place_of("http://other.invalid/") is None


def test_reference_to_nothing_is_refused(sample: SamplePortal) -> None:
    truth = _truth_with(sample, links=[{"on": ["jyj/nothing"], "href": "/"}])
    with pytest.raises(KeyError, match="jyj/nothing"):
        PlantedLinks(truth, sample.site.columns)
    with pytest.raises(KeyError, match="no such column: jyj/nothing"):
        build_site(sample.site.plan, _truth_with(sample, columns={"jyj/nothing": {"rows": 1}}), sample.hosts)


def test_row_for_a_column_without_list_is_refused(sample: SamplePortal) -> None:
    truth = _truth_with(sample, links=[{"on": ["qinghe/jgzn"], "href": "/", "date": "2026-06-01"}])
    with pytest.raises(KeyError, match="has no list"):
        PlantedLinks(truth, sample.site.columns)


def test_answer_on_no_host_is_refused(sample: SamplePortal) -> None:
    with pytest.raises(ValueError, match="on no host of the sample"):
        planted_answers(_truth_with(sample, answers=[{"at": "elsewhere:/"}]), "portal")


def test_state_is_given_only_where_a_program_cannot_be_sure(sample: SamplePortal) -> None:
    unsure = [defect for defect in sample.site.truth.defects if isinstance(defect, Defect) and defect.state]
    codes = {"http-4xx", "fragment-missing", "text-target-mismatch", "hijacked-target"}
    assert {(defect.code, defect.state) for defect in unsure} == {(code, "suspected") for code in codes}
