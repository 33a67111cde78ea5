"""A rubric's coverage as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from config.messages import text
from config.rubric import Automation, CountedFindings, Rule
from reports.explain import percent
from reports.rubrics.coverage import ClauseCoverage, Counts, Coverage
from reports.wording import label

COLOURS = {Automation.AUTO: "green", Automation.PARTLY: "yellow", Automation.MANUAL: ""}


def coverage_tables(covered: Coverage, lang: str) -> RenderableType:
    """Clause by clause, then the counts by group, then the requirements that no check decides."""
    parts: list[RenderableType] = [_clauses(covered, lang), _counts(covered, lang)]
    if covered.requirements:
        facts = {"count": len(covered.without_check), "total": len(covered.requirements)}
        joined = ", ".join(covered.without_check) or text("report.none", lang)
        parts.append(Text(text("coverage.without-check", lang, **facts, requirements=joined)))
    for each in covered.unknown_codes:
        facts_of = {"rule": each.rule, "check": each.check, "code": each.code}
        parts.append(Text(text("coverage.unknown-code", lang, **facts_of), style="red"))
    return Group(*parts)


def _clauses(covered: Coverage, lang: str) -> Table:
    table = Table(title=Text(covered.rubric.title), title_justify="left", title_style="bold", box=box.HORIZONTALS)
    table.add_column(text("coverage.id", lang), no_wrap=True)
    table.add_column(text("coverage.pointer", lang), overflow="fold", max_width=12)
    table.add_column(text("coverage.clause", lang), overflow="fold", ratio=3)
    table.add_column(text("coverage.how", lang), no_wrap=True)
    table.add_column(text("coverage.decides", lang), overflow="fold", ratio=2)
    shown: tuple[str, ...] = ()
    for clause in covered.clauses:
        if clause.groups != shown:
            shown = clause.groups
            table.add_section()
            table.add_row("", "", Text(" > ".join(shown), style="bold"), "", "")
        line = clause.indicator
        how = Text(label(f"coverage.{clause.how.value}", lang), style=COLOURS[clause.how])
        pointers = "\n".join(clause.pointers)
        table.add_row(Text(line.id), Text(pointers), Text(line.clause), how, Text(_deciding(clause, lang)))
    return table


def _deciding(clause: ClauseCoverage, lang: str) -> str:
    line = clause.indicator
    lines = list(_checks(line.rules, lang))
    for variant in clause.variants:
        names = text("report.list-joint", lang).join(label(f"report.classes.{each}", lang) for each in variant.classes)
        how = label(f"coverage.{variant.how.value}", lang)
        lines.append(text("coverage.for-classes", lang, classes=names, how=how))
        lines += _checks(variant.rules, lang)
    if line.manual_reason:
        lines.append(text("coverage.by-hand", lang, reason=line.manual_reason))
    return "\n".join(lines)


def _checks(rules: Sequence[Rule], lang: str) -> Iterator[str]:
    for rule in rules:
        if rule.bound:
            yield f"{rule.id} {'; '.join(map(counted_text, rule.count))}"
        elif rule.text:
            yield f"{rule.id} {text('coverage.rule-by-hand', lang)}"


def counted_text(counted: CountedFindings) -> str:
    """What a rule counts, in one line: `stale-column: stale [kind=动态要闻 level=1,2]`."""
    where = " ".join(f"{name}={','.join(map(str, counted.where[name]))}" for name in sorted(counted.where))
    return f"{counted.check}: {', '.join(counted.codes)}{f' [{where}]' if where else ''}"


def _counts(covered: Coverage, lang: str) -> Table:
    table = Table(title=Text(text("coverage.counts", lang)), title_justify="left", title_style="bold", box=box.SIMPLE)
    table.add_column(text("coverage.group", lang), overflow="fold")
    for how in Automation:
        table.add_column(label(f"coverage.{how.value}", lang), justify="right", no_wrap=True)
    table.add_column(text("coverage.total", lang), justify="right")
    for group in covered.groups:
        table.add_row(Text("  " * (group.level - 1) + group.name), *_cells(group.counts))
    table.add_section()
    table.add_row(Text(text("coverage.altogether", lang), style="bold"), *_cells(covered.total))
    return table


def _cells(counts: Counts) -> list[str]:
    numbers = [f"{getattr(counts, how.value)} ({percent(counts.share(how))})" for how in Automation]
    return [*numbers, str(counts.total)]
