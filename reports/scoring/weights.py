"""Re-weighting: how much a point of each indicator is worth when something of the rubric does not apply to a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from config.rubric import EvenSpread, Indicator, NoReweighting, Part, Reweighting, Rubric, Scale
from reports.scoring.judged import Judged

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Weights:
    """The factor on all points (`scale`) and on those of single items (`spread`), by id of group or indicator."""

    scale: Fraction = ONE
    spread: Mapping[str, Fraction] = field(default_factory=dict)

    def of(self, rubric: Rubric, indicator: Indicator) -> Fraction:
        """The factor on the points of an indicator. Bonus points are never re-weighted: they lie beyond the base."""
        if indicator.part is Part.BONUS:
            return ONE
        factor = self.scale
        for key in (indicator.id, *(group.key for group in rubric.tree.ancestors(indicator))):
            factor *= self.spread.get(key, ONE)
        return factor

    def of_group(self, rubric: Rubric, key: str) -> Fraction:
        """The factor on points that a group (`""`: the whole) holds and gives to no indicator by name."""
        factor = self.scale
        for group in rubric.groups:
            if group.key == key:
                for each in (group, *rubric.tree.above(group)):
                    factor *= self.spread.get(each.key, ONE)
        return factor


def weights(rubric: Rubric, lines: Sequence[Judged]) -> Weights | None:
    """The factors for a unit; None while it is open whether they are due, or where nothing is left to bear them.

    `scale`: what is left is scaled up to the base, as in 75 × 4/3. `even-spread`: the points go in equal shares to the
    siblings that apply; a sibling's losses (or earnings) grow in proportion to what it is then worth (own rule: losing
    everything in it costs all that it is worth).
    """
    members = _members(rubric, lines)
    due = []
    for rule in rubric.reweighting:
        state = _out(members[rule.item])
        if isinstance(rule, NoReweighting) or state is False:
            continue
        if state is None:
            return None
        due.append(rule)
    if not due:
        return Weights()
    return _weigh(rubric, _outermost(rubric, due), members)


def _weigh(rubric: Rubric, due: Sequence[Reweighting], members: Mapping[str, Sequence[Judged]]) -> Weights | None:
    points = {rule.item: _points(rubric, rule.item, members) for rule in due}
    if None in points.values() or rubric.base_points is None:
        return None
    base = Fraction(rubric.base_points)
    gone = sum((points[rule.item] or Fraction(0) for rule in due if isinstance(rule, Scale)), Fraction(0))
    if gone >= base:
        return None
    more: dict[str, Fraction] = {}
    for rule in due:
        if isinstance(rule, EvenSpread):
            heirs = [name for name in rule.over if _out(members[name]) is not True]
            if not heirs:
                return None
            for name in heirs:
                more[name] = more.get(name, Fraction(0)) + (points[rule.item] or Fraction(0)) / len(heirs)
    spread = {}
    for name, share in more.items():
        own = _points(rubric, name, members)
        if not own:
            return None
        spread[name] = (own + share) / own
    return Weights(base / (base - gone), spread)


def _members(rubric: Rubric, lines: Sequence[Judged]) -> dict[str, list[Judged]]:
    """The indicators of every item: of a group all below it, of an indicator itself."""
    members: dict[str, list[Judged]] = {group.key: [] for group in rubric.groups}
    for line in lines:
        members[line.indicator.id] = [line]
        for group in rubric.tree.ancestors(line.indicator):
            members[group.key].append(line)
    return members


def _out(members: Sequence[Judged]) -> bool | None:
    """Whether an item does not apply to the unit (nothing of it does); None while that is open."""
    if any(line.applies and not line.doubt for line in members):
        return False
    return None if any(line.applies for line in members) else bool(members)


def _outermost(rubric: Rubric, due: Sequence[Reweighting]) -> list[Reweighting]:
    """What lies in a group whose points already move does not move a second time."""
    moved = {rule.item for rule in due}
    above = {line.id: {group.key for group in rubric.tree.ancestors(line)} for line in rubric.indicators}
    above |= {group.key: {each.key for each in rubric.tree.above(group)} for group in rubric.groups}
    return [rule for rule in due if not above[rule.item] & moved]


def _points(rubric: Rubric, name: str, members: Mapping[str, Sequence[Judged]]) -> Fraction | None:
    for group in rubric.groups:
        if group.key == name:
            return None if group.points is None else Fraction(group.points)
    points = members[name][0].indicator.points
    return None if points is None else Fraction(points)
