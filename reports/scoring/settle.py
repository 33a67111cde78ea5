"""Settles the points of a judged indicator under its caps, together with what a person entered for it.

国办秘函〔2019〕19号 指标说明: 单项指标扣分之和不超过本单项指标总分.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from config.errors import Place, UserError
from config.rubric import Part
from reports.scoring.exact import NOTHING
from reports.scoring.judged import EARNS, Judged
from reports.scoring.lines import own_points
from reports.scoring.pools import Pools

WITHOUT_POINTS = (Part.VETO, Part.CLAUSE)


@dataclass(frozen=True, slots=True)
class Settled:
    """What an indicator comes to. `lost` is certain; `earned` too, where its part is earned; `open_points` may follow.

    `entered` is what a person's entry added (to the loss, or to what is earned). `pooled`: its points are unknown, and
    what is still open lies in the pool that it shares.
    """

    judged: Judged
    points: Decimal | None
    cap: Decimal | None
    lost: Decimal = NOTHING
    earned: Decimal = NOTHING
    open_points: Decimal = NOTHING
    entered: Decimal | None = None
    pooled: bool = False


def settle(judged: Judged, pools: Pools) -> Settled:
    """The points of one indicator. Takes what it needs from the pool that it shares.

    Raises `UserError` (`entry-too-much`) for an entry that gives or takes more than is open.
    """
    line = judged.indicator
    if line.part in WITHOUT_POINTS or not judged.applies or (judged.idle and not judged.entry):
        return Settled(judged, line.points, line.points)
    own = own_points(judged)
    pool, shares = pools.pool(line), line.points is None
    left = pools.left(pool) if shares else None
    low, high = own or (left or NOTHING, left or NOTHING)
    if left is not None:
        low, high = min(low, left), min(high, left)
    if line.part not in EARNS:
        made = _lost(judged, low, high)
    else:
        made = _earned(judged, low, high) if own else _earned_of_unknown(judged, high)
    made = _entered(made)
    if shares and own:
        pools.take(pool, made.open_points + (made.earned if line.part in EARNS else made.lost))
    elif shares:
        pools.take(pool, made.earned if line.part in EARNS else made.lost)
        return Settled(judged, None, high, made.lost, made.earned, NOTHING, made.entered, pooled=not judged.settled)
    return made


def _lost(judged: Judged, low: Decimal, high: Decimal) -> Settled:
    lost = min(judged.loss, low)
    worst = high if judged.worst is None else min(judged.worst, high)
    return Settled(judged, judged.indicator.points, high, lost=lost, open_points=max(worst - lost, NOTHING))


def _earned(judged: Judged, low: Decimal, high: Decimal) -> Settled:
    if judged.indicator.part is Part.BONUS:
        # Unlike those of a credit, the rules of a bonus need not be worth all of its points.
        earned = min(judged.certain, low)
        lost = NOTHING if judged.granted is None else max(high - judged.granted, NOTHING)
    else:
        earned = NOTHING if judged.worst is None else max(low - judged.worst, NOTHING)
        lost = min(judged.loss, high)
    points = judged.indicator.points if judged.indicator.points is not None else (high if low == high else None)
    return Settled(judged, points, high, lost=lost, earned=earned, open_points=max(high - lost - earned, NOTHING))


def _earned_of_unknown(judged: Judged, left: Decimal) -> Settled:
    """Of a line whose points nobody knows: what its rules are known to give. The rest may follow, as far as it goes."""
    earned = min(judged.certain, left)
    return Settled(judged, None, None, earned=earned, open_points=left - earned if judged.undecided else NOTHING)


def _entered(made: Settled) -> Settled:
    """With a person's entry nothing of the line stays open: it adds to what is proven."""
    entry, judged = made.judged.entry, made.judged
    if entry is None:
        return made
    earns = judged.indicator.part in EARNS
    value = entry.lost
    if value is None:
        value = made.open_points if judged.refused != earns else NOTHING
    if not 0 <= value <= made.open_points:
        raise UserError(
            "entry-too-much",
            place=Place(entry.cell),
            indicator=judged.indicator.id,
            entered=f"{value:f}",
            most=f"{made.open_points:f}",
        )
    if earns:
        earned = made.earned + value
        lost = made.lost if made.cap is None else made.cap - earned
        return Settled(judged, made.points, made.cap, lost, earned, NOTHING, value)
    return Settled(judged, made.points, made.cap, made.lost + value, NOTHING, NOTHING, value)
