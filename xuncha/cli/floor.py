"""The floor that `--fail-under` sets."""

from __future__ import annotations

from decimal import Decimal

from config.messages import text
from reports.explain import number
from xuncha.cli.output import say
from xuncha.cli.status import BELOW


def held_to(floor: float, unit: str, score: Decimal | None, lang: str, *, vetoed: bool) -> int:
    """`BELOW` when a unit is vetoed or scores below `floor`, else 0; says it, also when there is no score to hold."""
    if vetoed:
        say(text("cli.audit.below-veto", lang, unit=unit, floor=floor))
        return BELOW
    if score is None:
        say(text("cli.audit.no-score", lang, unit=unit, floor=floor))
        return 0
    if score < Decimal(str(floor)):
        say(text("cli.audit.below", lang, unit=unit, score=number(score), floor=floor))
        return BELOW
    return 0
