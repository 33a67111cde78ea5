"""The two portals of the sample as entries of a registry: the models that an audit starts from."""

from __future__ import annotations

from config.registry import ColumnOverride, Politeness, Portal, Unit, UnitClass
from xuncha.sample.families.plan import HallPlan
from xuncha.sample.plan import UnitPlan
from xuncha.sample.site import Site

CONCURRENCY = 16
"""Requests under way at once: the sample is our own server and need not be spared."""


def portal_model(site: Site) -> Portal:
    """The portal with all its units and the overrides that the truth asks for."""
    home = site.hosts.address("portal:/")
    return Portal(
        id=site.plan.portal.id,
        name=site.plan.site.name,
        start_urls=(home,),
        site_code=site.plan.site.code,
        units=tuple(_unit(unit, site) for unit in site.plan.units),
        politeness=Politeness(rate=0, concurrency=CONCURRENCY),
        columns=tuple(
            ColumnOverride(
                url=site.hosts.address(f"portal:{column.path}"),
                exempt_from_update=True,
                note="本单位无此类信息，已在页面说明，经核准不作更新要求",
            )
            for column in site.columns.values()
            if column.plan.exempt
        ),
    )


def exhibits_model(site: Site) -> Portal:
    """The second portal: a unit for every family, each with its subtree. Nobody answers for the portal as a whole."""
    plan = site.exhibition.plan
    return Portal(
        id=plan.id,
        name=plan.site.name,
        start_urls=(site.hosts.address("sites:/"),),
        site_code=plan.site.code,
        units=tuple(_hall(hall.plan, site) for hall in site.exhibition.halls),
        politeness=Politeness(rate=0, concurrency=CONCURRENCY),
    )


def _hall(hall: HallPlan, site: Site) -> Unit:
    address = site.hosts.address(f"sites:{hall.path}")
    scope = (address, *(site.hosts.address(f"sites:{prefix}") for prefix in hall.also))
    return Unit.model_validate(
        {"id": hall.id, "name": hall.name, "class": hall.unit_class, "entry_urls": (address,), "scope": scope}
    )


def _unit(unit: UnitPlan, site: Site) -> Unit:
    address = site.hosts.address(f"portal:{unit.path}")
    scope = () if unit.unit_class is UnitClass.PORTAL else (address,)
    return Unit.model_validate(
        {"id": unit.id, "name": unit.name, "class": unit.unit_class, "entry_urls": (address,), "scope": scope}
    )
