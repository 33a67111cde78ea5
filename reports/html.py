"""report.html: the whole report as one file that needs no network, for screens, phones and paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from config.messages import has_text, text
from reports import clauses, explain, pageview, wording
from reports.jsonwrite import encode
from reports.moments import beijing
from reports.notices import notices
from reports.result import AuditResult
from reports.textclean import printable
from reports.unseen import allow_text
from reports.whatif import words

NAME = "report.html"
SCRIPT = "report.js"


def render(result: AuditResult) -> bytes:
    """The page's bytes (UTF-8). Everything that came from a website is escaped; only http(s) addresses are links."""
    environment = _environment(result.lang)
    script = _source(environment, SCRIPT)
    sections = pageview.sections(result)
    page = environment.get_template("report.html.j2").render(
        result=result,
        sections=sections,
        unseen=pageview.unseen(result),
        allow_text=allow_text(result),
        notices=notices(result),
        checks=sorted({check for section in sections for check, _ in section.by_check}),
        style=Markup(_source(environment, "report.css")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    return encode(printable(page))


def is_web(address: object) -> bool:
    """Whether an address may become a link: `javascript:`, `data:` and the like never do."""
    return isinstance(address, str) and address.lower().startswith(("http://", "https://"))


def _environment(lang: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "lang": lang,
        "t": partial(_text, lang),
        "label": partial(_label, lang),
        "problem": partial(wording.problem, lang=lang),
    }
    environment.filters |= {"num": explain.number, "percent": explain.percent, "moment": beijing}
    environment.filters["headings"] = lambda rows: list(dict.fromkeys(name for row in rows for name in row))
    worded: dict[str, Callable[[Any, str], str]] = {
        "advice": wording.advice,
        "becoming": words.becoming_words,
        "entered": wording.entered,
        "how_it_stands": words.standing,
        "limit_words": words.limit_words,
        "line_sentence": explain.line_sentence,
        "outcome": wording.outcome_words,
        "outlook_head": words.outlook_head,
        "message": wording.message,
        "price": clauses.price,
        "reason": wording.reason,
        "remedy": wording.remedy,
        "rule_sentence": explain.rule_sentence,
        "standing": _standing,
        "term": words.term_words,
    }
    environment.filters |= {name: _in_language(function, lang) for name, function in worded.items()}
    environment.tests["web"] = is_web
    return environment


def _in_language(worded: Callable[[Any, str], str], lang: str) -> Callable[[Any], str]:
    return lambda value: worded(value, lang)


def _standing(verdict: str, lang: str) -> str:
    return text(f"standing.{verdict}", lang)


def _text(lang: str, key: str, **facts: Any) -> str:
    return text(f"report.{key}", lang, **facts)


def _label(lang: str, key: str, otherwise: str = "") -> str:
    """A text below `report.` if there is one, else `otherwise`."""
    return text(f"report.{key}", lang) if has_text(f"report.{key}", lang) else otherwise


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]
