"""Which clauses of a rubric a finding falls under, and what each of them makes of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from checks.finding import Finding
from config.messages import text
from config.registry import UnitClass
from config.rubric import CountedFindings, Indicator, Rubric
from reports.explain import number
from reports.scoring.counting import counts
from reports.scoring.modes import each_of, once_of, veto_of


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, verbatim, with its source. Without an indicator it is the clause of the check's own parameters."""

    text: str
    source: str
    status: str
    indicator: str | None = None
    title: str = ""
    veto_at: int | None = None
    each: Decimal | None = None
    once: Decimal | None = None


class Law:
    """What a rubric says about findings of units of one class: read once, asked for every finding."""

    def __init__(self, rubric: Rubric, unit_class: UnitClass) -> None:
        """Gather the rules that hold for this class, in the rubric's order."""
        self._rubric = rubric
        self._rules: dict[tuple[str, str], list[tuple[tuple[CountedFindings, ...], Clause]]] = {}
        for line in rubric.indicators:
            if rubric.is_for(line, unit_class):
                self._read(line.for_class(unit_class))

    def clauses(self, found: Finding) -> tuple[Clause, ...]:
        """Every clause that counts `found`, in the rubric's order.

        A check whose parameters quote a clause for each thing it looks for names it in the evidence (`clause`,
        `source`, `status`); it comes last. A finding without either falls under the clause of its check's parameters,
        if any.
        """
        rules = self._rules.get((found.check, found.code), ())
        counted = tuple(clause for parts, clause in rules if any(counts(part, found) for part in parts))
        own = found.evidence.get("clause")
        if own:
            source, status = (str(found.evidence.get(name, "")) for name in ("source", "status"))
            return (*counted, Clause(str(own), source, status))
        parameters = self._rubric.checks.get(found.check)
        if counted or parameters is None:
            return counted
        return (Clause(parameters.clause, parameters.source, parameters.status.value),)

    def _read(self, indicator: Indicator) -> None:
        for rule in indicator.rules:
            clause = Clause(
                text=rule.text,
                source=indicator.source,
                status=rule.status.value,
                indicator=indicator.id,
                title=indicator.title,
                veto_at=veto_of(rule),
                each=each_of(rule),
                once=once_of(rule),
            )
            for kind in {(part.check, code) for part in rule.count for code in part.codes}:
                self._rules.setdefault(kind, []).append((rule.count, clause))


def price(clause: Clause, lang: str) -> str:
    """What one finding under this clause costs, in words (before the indicator's cap)."""
    parts = []
    if clause.veto_at is not None:
        parts.append(text("report.price.veto", lang, limit=clause.veto_at))
    if clause.each:
        parts.append(text("report.price.each", lang, points=number(clause.each)))
    if clause.once:
        parts.append(text("report.price.once", lang, points=number(clause.once)))
    return text("report.price.joint", lang).join(parts) or text("report.price.unlisted", lang)


class Priced(NamedTuple):
    """An indicator that counts a finding, and what the finding costs there."""

    indicator: str
    title: str
    price: str


def priced(law: Iterable[Clause], lang: str) -> list[Priced]:
    """The indicators that count a finding, each with its own price; that there is none is said in their place.

    A clause without an indicator says why something is a fault: it has no price, and is not told as if it had.
    """
    each_once = dict.fromkeys(Priced(each.indicator, each.title, price(each, lang)) for each in law if each.indicator)
    nowhere = Priced("", text("report.price.no-indicator", lang), text("report.price.unlisted", lang))
    return list(each_once) or [nowhere]


def said_clauses(law: Collection[Clause], lang: str) -> list[str]:
    """The clauses in words, each once; one without an indicator is marked as the ground of a finding."""
    grounds = {each.text for each in law if each.indicator}
    said = [
        each.text if each.text in grounds else text("report.clause-ground", lang, clause=each.text)
        for each in law
        if each.text
    ]
    return list(dict.fromkeys(said))
