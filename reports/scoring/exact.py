"""Points that add up to the last digit, also where a share does not come out even (75 × 4/3)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal, localcontext
from fractions import Fraction

DIGITS = 4
"""Decimals of points that do not come out even (own rule; verdicts compare the exact value, not the rounded one)."""

NOTHING = Decimal(0)


def decimal(value: Fraction) -> Decimal:
    """The value itself where it has an end as a decimal number, else rounded half to even to `DIGITS`."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        value = round(value, DIGITS)
    with localcontext() as context:
        context.prec = 60
        return Decimal(value.numerator) / Decimal(value.denominator)


def parts(amounts: Iterable[Fraction]) -> tuple[Decimal, ...]:
    """The amounts as decimals whose sum is exactly `decimal` of the amounts' sum: what rounding leaves moves on."""
    total, given = Fraction(0), NOTHING
    shares = []
    for amount in amounts:
        total += amount
        shares.append(decimal(total) - given)
        given += shares[-1]
    return tuple(shares)


def in_favour(loss: Fraction) -> Decimal:
    """A loss that does not come out even, rounded down to `DIGITS`: the unit is not charged for our rounding."""
    exact = decimal(loss)
    step = Decimal(1).scaleb(-DIGITS)
    return exact if Fraction(exact) == loss else (Decimal(loss.numerator) / loss.denominator).quantize(step, ROUND_DOWN)
