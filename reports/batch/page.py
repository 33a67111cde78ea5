"""batch.html: the results of a batch as one file that needs no network."""

from __future__ import annotations

from functools import partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from config.batch import batch_limits
from config.messages import text
from reports.batch import words
from reports.batch.indicators import LEVELS
from reports.batch.summary import BatchSummary
from reports.explain import number, percent
from reports.jsonwrite import encode
from reports.stylesheets import stylesheets
from reports.textclean import printable
from reports.wording import label, problem

NAME = "batch.html"
SHOWN_PROBLEMS = 50
"""So many kinds of problems stand on the page; batch.xlsx has all of them."""


def render(summary: BatchSummary) -> bytes:
    """The page's bytes (UTF-8). It has no script; all that came from outside is escaped."""
    page = (
        _environment(summary.lang)
        .get_template("batch.html.j2")
        .render(
            summary=summary,
            levels=range(LEVELS + 1),
            top=batch_limits().top,
            most=SHOWN_PROBLEMS,
            style=Markup(stylesheets("report.css", "tables.css")),
        )
    )
    return encode(printable(page))


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
        "b": partial(_text, "batch", lang),
        "t": partial(_text, "report", lang),
        "problem": partial(problem, lang=lang),
        "label": partial(label, lang=lang),
        "cell_text": partial(words.cell_text, lang=lang),
        "cell_words": partial(words.cell_words, lang=lang),
        "class_name": partial(words.class_name, lang=lang),
        "example_names": partial(words.example_names, lang=lang),
        "unseen": partial(words.unseen, lang=lang),
    }
    environment.filters |= {
        "num": number,
        "percent": percent,
        "share": words.share_text,
        "standing": lambda verdict: text(f"standing.{verdict}", lang),
    }
    return environment


def _text(family: str, lang: str, key: str, **facts: object) -> str:
    return text(f"{family}.{key}", lang, **facts)
