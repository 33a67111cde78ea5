"""What becomes of the points of a group or indicator that does not apply to a unit: declared, never silent."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from config.model import StrictModel
from config.rubric.terms import Status


class _Reweighting(StrictModel):
    item: str = Field(description="id of the group or indicator that does not apply")
    clause: str = Field(description="verbatim")
    source: str
    status: Status
    note: str | None = None


class NoReweighting(_Reweighting):
    """Its points stay with the unit: nothing can be lost there (or, in the additive form, earned)."""

    mode: Literal["none"]


class Scale(_Reweighting):
    """What is left is scaled up to the base: points × base / (base − its points), as in 75 × 4/3 = 100."""

    mode: Literal["scale"]


class EvenSpread(_Reweighting):
    """Its points are shared out evenly over siblings, which are then worth so much more."""

    mode: Literal["even-spread"]
    over: tuple[str, ...] = Field(min_length=1, description="ids of siblings: groups or indicators")


Reweighting: TypeAlias = Annotated[NoReweighting | Scale | EvenSpread, Field(discriminator="mode")]
"""What is declared for one item. Where nothing is declared, nothing is re-weighted (`none`)."""
