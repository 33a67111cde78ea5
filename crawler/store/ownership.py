"""Whose page an address is: the unit with the longest matching scope prefix; the portal's unit owns everything."""

from __future__ import annotations

from config.address import begins_with, spelt
from config.registry import Portal, Unit, UnitClass


class Owners:
    """Answers for one portal. A page has one owner, so that a fault is never charged to two departments."""

    def __init__(self, portal: Portal) -> None:
        self._by_prefix = {prefix: unit.id for unit in portal.units for prefix in unit.scope}
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix}, reverse=True)
        whole = [unit.id for unit in portal.units if owns_all(unit)]
        self._otherwise = whole[0] if whole else portal.id

    def owner(self, url: str) -> str:
        """The id of the owning unit; the portal's own id when no unit claims the address."""
        bare = spelt(url)
        for length in self._lengths:
            prefix = bare[:length]
            if prefix in self._by_prefix and begins_with(bare, prefix):
                return self._by_prefix[prefix]
        return self._otherwise

    def belongs(self, url: str, unit: Unit | None) -> bool:
        """Whether `url` is judged for `unit` (None: for nobody in particular, so everything is)."""
        return unit is None or owns_all(unit) or self.owner(url) == unit.id


def owns_all(unit: Unit | None) -> bool:
    """Whether the whole portal is judged for `unit`, including what other units own."""
    return unit is None or unit.unit_class is UnitClass.PORTAL or not unit.scope
