"""Turns keys and facts into the sentences of a report, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from string import Formatter
from typing import Any

from checks.finding import Finding
from config.messages import catalogue, has_text, text
from config.rubric import Part, Rubric
from crawler.kinds import Region
from reports.explain import number, percent
from reports.scorecard import IndicatorLine, Scorecard

ANSWERS = ("answers", "observed")
"""Facts that may hold kinds of answers."""


def sentence(key: str, lang: str, facts: Mapping[str, Any]) -> str:
    """The text of `key`; a fact that is unknown (missing or null) reads as a dash, a list is enumerated.

    A report on a thousand findings must not fail over one fact that one of them lacks. Raises `KeyError` for a key
    that is not in the catalogue.
    """
    names = {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(catalogue(lang)[key]) if name}
    return text(key, lang, **{name: _spoken(_named(name, facts.get(name), lang), lang) for name in names})


def message(found: Finding, lang: str) -> str:
    """What is wrong, in one sentence; of a link also in which part of how many pages it stands."""
    key = _worded(found, "message", lang)
    if key is not None:
        return sentence(key, lang, _facts(found)) + spread(found, lang)
    return text("report.worded-by-code", lang, problem=problem(found.check, found.code, lang), url=found.url)


def remedy(found: Finding, lang: str) -> str:
    """What to do about it."""
    key = _worded(found, "remedy", lang)
    words = sentence(key, lang, _facts(found)) if key is not None else text("report.ask-a-person", lang)
    return words + (text("report.spread.remedy", lang) if found.facts.get("template") else "")


def spread(found: Finding, lang: str) -> str:
    """In which part of how many pages a fault stands, in brackets: nothing for one in the text of a single page."""
    regions = [str(region) for region in found.facts.get("regions") or ()]
    count = found.found_on_count
    if not regions or (count <= 1 and regions == [Region.BODY.value]):
        return ""
    scope = "one" if count <= 1 else "some"
    if found.facts.get("on_all"):
        scope = "site" if found.facts.get("whole_site") else "unit"
        scope += "-all" if count == found.facts.get("pages_in_all") else "-nearly"
    elif found.facts.get("template"):
        scope = "shared"
    names = text("report.list-joint", lang).join(label(f"report.value.regions.{each}", lang) for each in regions)
    pages = {"count": f"{count:,}", "all": f"{found.facts.get('pages_in_all') or count:,}"}
    return text(f"report.spread.{scope}", lang, regions=names, **pages)


def _worded(found: Finding, part: str, lang: str) -> str | None:
    """The key of a finding's words; some have others for each `basis` that they rest on, where nothing is dated,
    where nothing on the portal has a similar name, or where it is somebody else's host."""
    key = f"finding.{found.check}.{found.code}.{part}"
    facts = found.facts
    marks = (
        ("undated", facts.get("last_update", "") is None),
        ("unlike", facts.get("nearest_at", "") is None),
        ("outside", facts.get("own") is False),
        (facts.get("basis"), "basis" in facts),
    )
    variants = [f"{key}-{mark}" for mark, holds in marks if holds]
    return next((each for each in (*variants, key) if has_text(each, lang)), None)


def problem(check: str, code: str, lang: str) -> str:
    """The short name of a kind of problem; a check of a third party is named by its id and code."""
    return label(f"finding.{check}.{code}.title", lang, otherwise=f"{check} {code}")


def label(key: str, lang: str, otherwise: str | None = None) -> str:
    """The text of `key` if the catalogue has one, else `otherwise` (by default the last part of the key)."""
    if has_text(key, lang):
        return text(key, lang)
    return key.rsplit(".", 1)[-1] if otherwise is None else otherwise


def reason(key: str | None, lang: str) -> str:
    """Why something is open or was not observed: a key of the catalogue, or a rubric's own words as they stand."""
    if not key:
        return ""
    for family in ("reason", "answer"):
        if has_text(f"{family}.{key}", lang):
            return sentence(f"{family}.{key}", lang, {})
    return key


def advice(key: str, lang: str) -> str:
    """What a person should do about an address that could not be observed."""
    for family in ("reason", "answer"):
        if has_text(f"{family}.{key}-advice", lang):
            return sentence(f"{family}.{key}-advice", lang, {})
    return text("report.ask-by-hand", lang)


def standing_reasons(card: Scorecard, rubric: Rubric, lang: str) -> list[str]:
    """Why the unit stands as it does, one sentence each."""
    facts = {
        "observed": card.pages_observed,
        "min_pages": rubric.min_pages,
        "coverage": percent(card.coverage),
        "floor": percent(rubric.coverage_floor),
        "pass_mark": None if rubric.pass_mark is None else number(rubric.pass_mark),
        "count": len(card.open_vetoes),
    }
    return [sentence(f"standing.{key}", lang, facts) for key in card.reasons]


def veto_words(titles: Sequence[str], still_open: int, lang: str) -> str:
    """Which vetoes hold; otherwise how many could not be ruled out."""
    if titles:
        return text("report.list-joint", lang).join(titles)
    return text("report.terminal.veto-open", lang, count=still_open) if still_open else text("report.none", lang)


def entered(line: IndicatorLine, lang: str) -> str:
    """Who entered what for a line, and when; empty where nobody did."""
    given = line.entered
    if given is None:
        return ""
    facts = {"assessor": given.assessor or text("report.missing", lang), "day": given.assessed_on or ""}
    if given.points is not None:
        kind = "lost" if line.earned is None else "earned"
        return text(f"report.entered-{kind}", lang, points=number(given.points), **facts)
    kind = "veto-" if line.part == Part.VETO.value else ""
    return text(f"report.entered-{kind}{'yes' if given.fulfilled else 'no'}", lang, **facts)


def outcome_words(line: IndicatorLine, lang: str) -> str:
    """The outcome of a line, in the words of its part: a clause is fulfilled, a credit earned, a veto holds."""
    general = text(f"report.outcomes.{line.outcome.value}", lang)
    return label(f"report.outcomes.{line.part}-{line.outcome.value}", lang, otherwise=general)


def _facts(found: Finding) -> dict[str, Any]:
    place = {
        "url": found.url,
        "text": found.text,
        "column": found.column,
        "found_on": found.found_on,
        "found_on_count": found.found_on_count,
    }
    return place | dict(found.facts)


def budget_words(budget: Mapping[str, Any], lang: str) -> str:
    """What a crawl was allowed: pages and minutes; empty for runs that do not say."""
    if not {"max_pages", "max_seconds"} <= budget.keys():
        return ""
    minutes = round(budget["max_seconds"] / 60, 1)
    return text("report.budget", lang, max_pages=budget["max_pages"], minutes=f"{minutes:g}")


def reuse_words(reuse: Mapping[str, Any], lang: str) -> str:
    """What of the earlier run was taken over, or why nothing was; empty for runs without one."""
    if not reuse:
        return ""
    if reuse["why_not"]:
        return text(f"report.reuse.why.{reuse['why_not']}", lang)
    saved, received = (f"{reuse[name] / 2**20:.1f}" for name in ("bytes_saved", "bytes_received"))
    counts = {name: reuse[name] for name in ("unchanged", "same_bytes", "read", "files_unchanged", "compared")}
    said = text("report.reuse.taken", lang, **counts, saved=saved, received=received)
    differed = len(reuse["differed"])
    return said + (text("report.reuse.differed", lang, count=differed) if differed else "")


def _named(name: str, value: Any, lang: str) -> Any:
    """The catalogue's words for a value that is a key: of this fact, or of an answer (`http-404`)."""
    if isinstance(value, list | tuple):
        return [_named(name, part, lang) for part in value]
    keys = [f"report.value.{name}.{value}", *([f"answer.{value}"] if name in ANSWERS else [])]
    return next((text(key, lang) for key in keys if isinstance(value, str) and has_text(key, lang)), value)


def _spoken(value: Any, lang: str) -> Any:
    match value:
        case None | "":
            return text("report.missing", lang)
        case bool():
            return text("report.yes" if value else "report.no", lang)
        case Decimal():
            return number(value)
        case list() | tuple():
            return text("report.list-joint", lang).join(str(_spoken(part, lang)) for part in value)
        case _:
            return value
