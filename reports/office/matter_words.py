"""Turns a known fault of a unit into the words of its row."""

from __future__ import annotations

from collections.abc import Container

from config.messages import text
from reports.clauses import priced, said_clauses
from reports.office.duty import Duties
from reports.office.known import Known
from reports.office.vocabulary import Counted, Matter
from reports.wording import message, problem, remedy


class MatterWords:
    """Makes the rows of one unit; `vetoing` are the fingerprints of what makes or may make a veto."""

    def __init__(self, duties: Duties, vetoing: Container[str], lang: str) -> None:
        self._duties = duties
        self._vetoing = vetoing
        self._lang = lang

    def matter(self, number: int, known: Known) -> Matter:
        """The row of one fault under this number."""
        found, lang = known.finding, self._lang
        counted = [
            Counted(f"{each.indicator} {each.title}".strip(), each.price) for each in priced(known.clauses, lang)
        ]
        semicolon = text("report.price.joint", lang)
        return Matter(
            number=number,
            veto=found.fingerprint in self._vetoing,
            kind=problem(found.check, found.code, lang),
            responsible=self._duties.names(known),
            column=found.column or "",
            text=found.text,
            description=message(found, lang),
            url=found.url,
            found_on=found.found_on[0] if found.found_on else "",
            occurrences=found.found_on_count,
            counted=tuple(counted),
            indicators=semicolon.join(each.indicator for each in counted),
            price=semicolon.join(each.price for each in counted),
            clause="\n".join(said_clauses(known.clauses, lang)),
            remedy=remedy(found, lang),
            fingerprint=found.fingerprint,
        )
