"""batch.html: the results of a batch as one file that needs no network."""

from __future__ import annotations

from functools import partial

from jinja2 import Environment
from markupsafe import Markup

from config.batch import batch_limits
from reports.batch import words
from reports.batch.indicators import LEVELS
from reports.batch.summary import BatchSummary
from reports.jsonwrite import encode
from reports.page_templates import page_templates, texts_of
from reports.stylesheets import stylesheets
from reports.textclean import printable
from reports.wording import label

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
    environment = page_templates(lang)
    environment.globals |= {
        "b": texts_of("batch", lang),
        "label": partial(label, lang=lang),
        "cell_text": partial(words.cell_text, lang=lang),
        "cell_words": partial(words.cell_words, lang=lang),
        "class_name": partial(words.class_name, lang=lang),
        "example_names": partial(words.example_names, lang=lang),
        "unseen": partial(words.unseen, lang=lang),
    }
    environment.filters |= {
        "share": words.share_text,
    }
    return environment
