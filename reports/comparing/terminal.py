"""What changed between two results, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from config.messages import text
from reports.comparing.results import Record
from reports.comparing.runs import CardChange, FindingChange, RunChanges
from reports.wording import label, problem

MOST = 20
"""So many findings of one kind or fate are printed; `--json` has all of them."""


def changes_text(changes: RunChanges, lang: str) -> RenderableType:
    """Unit by unit what is judged otherwise than before; one line when nothing is."""
    return Group(*_all(changes, lang))


def _all(changes: RunChanges, lang: str) -> Iterator[Text]:
    if changes.empty:
        yield Text(text("rejudged.same", lang, judged=changes.before.judged))
        return
    days = {"before": changes.before.as_of, "after": changes.after.as_of}
    yield Text(text("rejudged.title", lang, judged=changes.before.judged), style="bold")
    if days["before"] != days["after"]:
        yield Text(text("rejudged.as-of", lang, **days))
    for name in changes.rubrics_changed:
        yield Text(text("rejudged.rubric-changed", lang, rubric=name))
    if not changes.cards:
        yield Text(text("rejudged.nobody", lang))
    for card in changes.cards:
        yield from _card(card, lang)


def _card(card: CardChange, lang: str) -> Iterator[Text]:
    shown = card.after or card.before or {}
    yield Text(f"{shown['unit_name']}", style="bold")
    if card.before is None or card.after is None:
        key = "rejudged.card-new" if card.before is None else "rejudged.card-gone"
        yield Text(f"  {text(key, lang, rubric=shown['rubric'])}")
        return
    for name, (old, new) in card.marks.items():
        values = {"before": _mark(name, old, lang), "after": _mark(name, new, lang)}
        yield Text(f"  {text(f'rejudged.{name}', lang, **values)}")
    for key, style, vetoes in (
        ("veto-raised", "red", card.vetoes_raised),
        ("veto-lifted", "green", card.vetoes_lifted),
    ):
        for veto in vetoes:
            facts = {"title": veto["title"], "found": veto["found"], "limit": veto["limit"]}
            yield Text(f"  {text(f'rejudged.{key}', lang, **facts)}", style=style)
    yield from _indicators(card, lang)
    yield from _findings(card, lang)


def _mark(name: str, value: Any, lang: str) -> str:
    if value is None:
        return text("report.no-score", lang)
    if name == "verdict":
        return label(f"standing.{value}", lang)
    return f"[{value[0]}, {value[1]}]" if isinstance(value, list) else str(value)


def _indicators(card: CardChange, lang: str) -> Iterator[Text]:
    for change in card.indicators:
        if change.before is not None and change.after is not None:
            facts = {"before": _outcome(change.before, lang), "after": _outcome(change.after, lang)}
            was = change.before["id"]
            other = "" if was == change.after["id"] else text("report.bracketed", lang, words=was)
            yield Text(
                f"  {change.after['id']}{other} {change.after['title']}{text('rejudged.outcome', lang, **facts)}"
            )
    for key, lines in (
        ("indicators-new", [change.after for change in card.indicators if change.before is None]),
        ("indicators-gone", [change.before for change in card.indicators if change.after is None]),
    ):
        if lines:
            outcomes = [line["outcome"] for line in lines if line is not None]
            counts = text("report.list-joint", lang).join(
                f"{label(f'report.outcomes.{name}', lang)} {outcomes.count(name)}" for name in dict.fromkeys(outcomes)
            )
            yield Text(f"  {text(f'rejudged.{key}', lang, count=len(lines), outcomes=counts)}")


def _outcome(line: Record, lang: str) -> str:
    said = label(f"report.outcomes.{line['outcome']}", lang)
    return f"{said} {text('rejudged.lost', lang, lost=line['lost'])}" if line["lost"] else said


def _findings(card: CardChange, lang: str) -> Iterator[Text]:
    groups: dict[str, list[FindingChange]] = {}
    for change in card.findings:
        groups.setdefault(_kind(change), []).append(change)
    for kind in ("counts-newly", "counts-no-longer", "appeared", "disappeared", "state"):
        found = groups.get(kind, [])
        if found:
            yield Text(f"  {text(f'rejudged.{kind}', lang, count=len(found))}")
            yield from _listed(found, lang)


def _kind(change: FindingChange) -> str:
    if change.before is None:
        return "appeared"
    if change.after is None:
        return "disappeared"
    if change.counted is not change.counts:
        return "counts-newly" if change.counts else "counts-no-longer"
    return "state"


def _listed(found: Sequence[FindingChange], lang: str) -> Iterator[Text]:
    for change in found[:MOST]:
        line = change.after or change.before or {}
        place = line["column"] or line["url"]
        counts = text("rejudged.and-counts", lang) if change.counts or change.counted else ""
        yield Text(f"    {problem(line['check'], line['code'], lang)} {place}{counts}  {line['fingerprint']}")
    if len(found) > MOST:
        yield Text(f"    {text('rejudged.more', lang, count=len(found) - MOST)}")
