"""Title, issuer, document number and day of a plan, from what stands in front of its first clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.errors import Place, UserError
from config.plan_language import plan_language
from xuncha.drafting.clauses import Clause, ClauseKind
from xuncha.drafting.document import PlanDocument
from xuncha.drafting.squeezed import squeeze

_NUMBER = re.compile(r"[^\s（(《，。；]{2,12}[〔\[【]\s*20\d\d\s*[〕\]】]\s*第?\d+号")
_DAY = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_YEAR = re.compile(r"(20\d\d)年")
_LONGEST = 40


@dataclass(frozen=True)
class PlanTitle:
    """What a plan is called. Fields that the document does not tell are empty or None."""

    title: str
    issuer: str
    document_number: str
    day: date | None
    year: int | None


def title_of(document: PlanDocument, clauses: Sequence[Clause]) -> PlanTitle:
    """Raises `UserError` (`plan-without-clauses`) when no clause has a number: then no plan can be drafted."""
    if not any(clause.kind is ClauseKind.NUMBERED for clause in clauses):
        raise UserError("plan-without-clauses", place=Place(document.path))
    preamble = [clause.text for clause in clauses if clause.kind is ClauseKind.PREAMBLE]
    front = [squeeze(line).text for text in preamble for line in text.split("\n")]
    whole = "\n".join(front)
    title = _title(front)
    year = _YEAR.search(title) or _YEAR.search(whole)
    number = _NUMBER.search(whole)
    structure = plan_language().structure
    issuer = re.search(structure.issuer, whole)
    place = re.search(structure.place, title)
    return PlanTitle(
        title=title or document.path.stem,
        issuer=issuer.group() if issuer else (place.group() if place else ""),
        document_number=number.group() if number else "",
        day=_day(whole),
        year=int(year.group(1)) if year else None,
    )


def _title(front: Sequence[str]) -> str:
    """The last short line in front of the clauses that ends like the title of a plan; else one named in 《》."""
    ends = plan_language().structure.titles
    lines = [line for line in front if len(line) <= _LONGEST and line.endswith(ends) and not line.startswith("关于")]
    named = re.findall(rf"《([^》]{{4,{_LONGEST}}}(?:{'|'.join(ends)}))》", "\n".join(front))
    best = [line for line in lines if _YEAR.search(line)] or lines
    return best[-1] if best else (named[0] if named else "")


def _day(text: str) -> date | None:
    for match in reversed(list(_DAY.finditer(text))):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            continue
    return None
