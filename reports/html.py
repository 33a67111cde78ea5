"""report.html: the whole report as one file that needs no network, for screens, phones and paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby

from jinja2 import Environment
from markupsafe import Markup

from checks.finding import State
from config.messages import has_text, text
from reports import column_list, explain, pageview, wording
from reports.jsonwrite import encode
from reports.methods import methods
from reports.moments import beijing
from reports.notices import notices
from reports.page.bodies import Bodies
from reports.page_templates import page_templates
from reports.problem_list import Problem, problem_list
from reports.result import AuditResult
from reports.textclean import printable
from reports.unseen import allow_text
from reports.whatif import words

NAME = "report.html"
SCRIPT = "report.js"
STYLE = "report.css"


def render(result: AuditResult) -> bytes:
    """The page's bytes (UTF-8). Everything that came from a website is escaped; only http(s) addresses are links.

    The list of problems is markup that needs no script to be read. What a problem opens to stands once in the page as
    data, and a script builds it when somebody looks: five thousand problems stay a page that a phone can hold.
    """
    environment = _environment(result.lang)
    script, style = _source(environment, SCRIPT), _source(environment, STYLE)
    numbered = problem_list(result)
    sections = pageview.sections(result, numbered)
    page = environment.get_template("report.html.j2").render(
        result=result,
        sections=sections,
        problems=numbered.problems,
        by_unit=[(unit, list(own)) for unit, own in groupby(numbered.problems, key=lambda each: each.unit)],
        states={state.value: text(f"report.states.{state.value}", result.lang) for state in State},
        bodies=Markup(Bodies(result).data(numbered.problems)),
        unseen=pageview.unseen(result),
        shown_columns=pageview.SHOWN_COLUMNS,
        allow_text=allow_text(result),
        notices=notices(result),
        checks=list(dict.fromkeys(each.finding.check for each in numbered.problems)),
        methods=methods(_asked_about(sections, numbered.problems), result.lang),
        style=Markup(style),
        style_hash=_digest(style),
        script=Markup(script),
        script_hash=_digest(script),
    )
    return encode(printable(page))


def _asked_about(sections: Iterable[pageview.Section], problems: Iterable[Problem]) -> Iterator[str]:
    """The checks that found something, or could not judge something."""
    yield from (each.finding.check for each in problems)
    yield from (group.check for section in sections for group in section.open_groups)


def _environment(lang: str) -> Environment:
    environment = page_templates(lang)
    environment.globals["label"] = partial(_label, lang)
    environment.filters["moment"] = beijing
    worded: dict[str, Callable[..., str]] = {
        "advice": wording.advice,
        "becoming": words.becoming_words,
        "budget_words": wording.budget_words,
        "column_result": column_list.result_words,
        "entered": wording.entered,
        "how_it_stands": words.standing,
        "kind_basis": column_list.kind_words,
        "limit_words": words.limit_words,
        "line_sentence": explain.line_sentence,
        "outcome": wording.outcome_words,
        "outlook_head": words.outlook_head,
        "message": wording.message,
        "reason": wording.reason,
        "reuse_words": wording.reuse_words,
        "rule_sentence": explain.rule_sentence,
        "term": words.term_words,
    }
    environment.filters |= {name: _in_language(function, lang) for name, function in worded.items()}
    return environment


def _in_language(worded: Callable[..., str], lang: str) -> Callable[..., str]:
    return lambda value, **how: worded(value, lang, **how)


def _label(lang: str, key: str, otherwise: str = "") -> str:
    """A text below `report.` if there is one, else `otherwise`."""
    return text(f"report.{key}", lang) if has_text(f"report.{key}", lang) else otherwise


def _digest(source: str) -> str:
    """The hash by which the page's own security policy lets a script or a style in, and no other."""
    return base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]
