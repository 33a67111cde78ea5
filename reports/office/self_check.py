"""自查表: every indicator with what was found under it, in the official layout.

「未发现」 is only said of what was looked at. What could not be judged says so, with its reason; what nobody decided
waits for a person.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import groupby

from checks.finding import Finding
from config.messages import text
from config.office import office
from config.rubric import Part
from reports.explain import number
from reports.office.kinds import told
from reports.office.matters import UnitMatters, cards_of
from reports.office.scores import basis
from reports.office.visits import unit_name, visit
from reports.office.vocabulary import CheckedLine, CheckedPart, CheckedTable, Letter, SelfCheck
from reports.result import AuditResult, Judgement
from reports.scorecard import IndicatorLine, LineOutcome, Scorecard
from reports.scoring.standing import SAW_TOO_LITTLE
from reports.wording import entered, label, outcome_words, problem, reason, standing_reasons

EARNED = frozenset({Part.CREDIT.value, Part.BONUS.value})


def self_check(result: AuditResult, unit: str, matters: UnitMatters, letter: Letter) -> SelfCheck:
    """The table of the unit with this id, one for each rubric."""
    cards = cards_of(result, unit)
    return SelfCheck(
        letter=letter,
        unit=unit_name(result, unit),
        visit=visit(result),
        tables=tuple(_table(result, judgement, card, matters) for judgement, card in cards),
        accepted=matters.accepted,
        unconfirmed=any(card.unconfirmed_used for _, card in cards),
    )


def _table(result: AuditResult, judgement: Judgement, card: Scorecard, matters: UnitMatters) -> CheckedTable:
    lang = result.lang
    found = {each.fingerprint: each for each in judgement.findings(card.unit)}
    partly = bool(SAW_TOO_LITTLE & set(card.reasons))
    nothing, more = ("none-seen" if partly else "none"), ("more" if matters.wanting else "more-unsent")
    cell = _Cell(found, matters.accepted_prints, nothing=nothing, more=more, lang=lang)
    return CheckedTable(
        basis=basis(judgement.rubric),
        parts=tuple(_parts(card, cell)),
        remark="\n".join(standing_reasons(card, judgement.rubric, lang)),
    )


def _parts(card: Scorecard, cell: _Cell) -> Iterator[CheckedPart]:
    """The indicators by the part of the rubric that they belong to."""
    for part, lines in groupby(card.indicators, key=lambda line: line.part):
        name = label(f"report.part.{part}", cell.lang)
        yield CheckedPart(
            object=text("office.check.object", cell.lang, unit=card.unit_name, part=name),
            lines=tuple(
                CheckedLine(f"{line.id} {line.title}", line.clause, "\n".join(cell.words(line))) for line in lines
            ),
        )


class _Cell:
    """Says what was found under an indicator."""

    def __init__(
        self, found: Mapping[str, Finding], excused: Container[str], *, nothing: str, more: str, lang: str
    ) -> None:
        """`nothing` and `more` are the keys of what is said where nothing was found, and of what is not listed."""
        self._found = found
        self._excused = excused
        self._nothing = nothing
        self._more = more
        self.lang = lang

    def words(self, line: IndicatorLine) -> Iterator[str]:
        """The cell, line by line."""
        if line.outcome is LineOutcome.NOT_APPLICABLE:
            yield self._said("not-applicable", reason=reason(line.reason, self.lang))
            return
        proven, accepted = self._split(line.findings)
        doubtful, accepted_too = self._split(line.open_findings)
        if line.part in EARNED and line.earned is not None and line.outcome in (LineOutcome.PASS, LineOutcome.FAIL):
            yield self._said("earned", outcome=outcome_words(line, self.lang), points=number(line.earned))
        if proven:
            yield self._said("found", count=len(proven))
            yield from self._listed(proven)
            if line.part == Part.VETO.value and line.outcome is not LineOutcome.FAIL:
                yield self._said("below-veto")
        if line.entered is not None:
            yield entered(line, self.lang)
        if doubtful:
            yield self._said("suspected", count=len(doubtful))
            yield from self._listed(doubtful)
        if line.outcome is LineOutcome.PASS and not (proven or doubtful or line.entered or line.part in EARNED):
            yield self._said(self._nothing)
        yield from self._open(line, doubtful)
        if accepted or accepted_too:
            yield self._said("accepted", count=len(accepted) + len(accepted_too))

    def _open(self, line: IndicatorLine, doubtful: Sequence[Finding]) -> Iterator[str]:
        """What is not judged, and why; suspected problems have said so already."""
        if line.outcome in (LineOutcome.MANUAL, LineOutcome.CANNOT_JUDGE):
            if not (doubtful and line.reason == "awaits-person"):
                kind = "manual" if line.outcome is LineOutcome.MANUAL else "cannot-judge"
                yield self._said(kind, reason=reason(line.reason, self.lang))
            return
        if line.outcome is LineOutcome.FAIL and line.reason:
            yield self._said("manual-too", reason=reason(line.reason, self.lang))
        blocked = sum(rule.open - rule.suspected for rule in line.rules)
        if blocked and line.entered is None:
            yield self._said("partly", count=blocked)

    def _split(self, prints: Sequence[str]) -> tuple[list[Finding], list[Finding]]:
        """The findings with these fingerprints: problems, and those that are accepted."""
        known = [self._found[print_] for print_ in prints if print_ in self._found]
        accepted = [found for found in known if found.fingerprint in self._excused]
        return [found for found in known if found not in accepted], accepted

    def _listed(self, findings: Sequence[Finding]) -> Iterator[str]:
        shown = office().lists.cell
        for place, found in enumerate(findings[:shown], start=1):
            name = problem(found.check, found.code, self.lang)
            yield self._said("item", number=place, kind=name, told=told(found, self.lang))
        if len(findings) > shown:
            yield self._said(self._more, count=len(findings) - shown)

    def _said(self, key: str, **facts: object) -> str:
        return text(f"office.check.{key}", self.lang, **facts)
