"""What a person entered for one indicator of one unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class ManualEntry:
    """An assessor's decision on an indicator that no check decides alone.

    unit: id of the unit. indicator: id of the rubric's indicator.
    lost: points lost, 0 or more; for indicators of the parts `bonus` and `credit`: points earned. None where only
    `fulfilled` was entered (check-lists have no points).
    fulfilled: whether the clause is fulfilled; None where only points were entered.
    remark, evidence: in the assessor's words; `evidence` names the file or page that was looked at.
    assessor, assessed_on: who entered it, and when. cell: where it stands in the workbook ("得分!F12"), for messages.
    """

    unit: str
    indicator: str
    lost: Decimal | None
    fulfilled: bool | None
    remark: str
    evidence: str
    assessor: str
    assessed_on: date | None
    cell: str
