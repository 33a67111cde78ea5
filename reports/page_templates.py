"""The Jinja environment of all pages: what came from outside is escaped, and a name that is missing fails."""

from __future__ import annotations

from functools import partial

from jinja2 import Environment, PackageLoader, StrictUndefined

from config.messages import text
from reports.explain import number, percent
from reports.page.nodes import is_web
from reports.wording import problem, veto_words


def page_templates(lang: str) -> Environment:
    """Templates of `reports/templates`, with the words and numbers that every page speaks: `t(key, …)` of the family
    `report`, `problem(check, code)`, `veto_words(titles, still_open)`, the filters `num`, `percent` and `standing`, and
    the test `web`."""
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "lang": lang,
        "t": texts_of("report", lang),
        "problem": partial(problem, lang=lang),
        "veto_words": partial(veto_words, lang=lang),
    }
    environment.filters |= {"num": number, "percent": percent, "standing": lambda each: text(f"standing.{each}", lang)}
    environment.tests["web"] = is_web
    return environment


def texts_of(family: str, lang: str) -> partial[str]:
    """`text` for the keys below `family`."""
    return partial(_text, family, lang)


def _text(family: str, lang: str, key: str, **facts: object) -> str:
    return text(f"{family}.{key}", lang, **facts)
