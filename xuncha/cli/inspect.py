"""`xuncha inspect URL|FILE`: what we see on one page, in a form that a person can check in a minute."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import click
from rich.table import Table
from rich.text import Text

from config.errors import Place, UnreachableError, UserError
from config.messages import has_text, text
from config.settings import Settings, load_settings
from crawler.facts import PageReading
from crawler.fetch.single import look_at
from crawler.kinds import NO_CONNECTION, AnswerKind, PageKind
from crawler.reading.inspection import describe
from crawler.reading.read_page import read_page
from crawler.render.rendering import NEEDS_BROWSER
from xuncha.cli.options import browser_flag, browser_options, json_option, lang_option
from xuncha.cli.output import console, print_json, say
from xuncha.targets import portal_of_url, require_url

ROWS_SHOWN = 20
DOCUMENT_FIELDS = ("index_number", "publisher", "document_date", "validity")
"""Fields of an article that only documents have; shown where the page has them, be they empty."""

SAVED = "http://saved.invalid/"
"""Where a saved page lies when nobody says from where it was saved; its relative links are resolved against it."""


@click.command()
@click.argument("source", metavar="URL|FILE")
@click.option("--url", help="The address that a saved file was saved from; its links are resolved against it.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), help="Seconds before the request is given up.")
@click.option("--allow-private", is_flag=True, help="Permit loopback and private addresses.")
@click.option(
    "--allow-host", "allow_hosts", multiple=True, metavar="HOST", help="Permit this host's address; repeatable."
)
@browser_options
@json_option
@lang_option
def inspect(
    *,
    source: str,
    url: str | None,
    timeout: float | None,
    allow_private: bool,
    allow_hosts: tuple[str, ...],
    browser: str | None,
    no_browser: bool,
    as_json: bool,
    lang: str,
) -> None:
    """Show what we see on one page: CMS family, column, items, dates, identity, links.

    A page that cannot be judged from its source is opened in a browser.
    """
    if "://" in source:
        flags = {"timeout_s": timeout, "browser": browser_flag(browser, no_browser=no_browser)}
        reading = _fetched(source, load_settings(flags), allow_private, allow_hosts, lang)
    else:
        reading = _from_file(Path(source), url)
    seen = describe(reading)
    if seen["reason"] == NEEDS_BROWSER:
        say(text(f"reason.{NEEDS_BROWSER}-advice", lang))
    if as_json:
        print_json(seen)
        return
    console().print(_summary(seen, lang))
    if seen["column"] and seen["column"]["rows"]:
        console().print(_rows(seen["column"]["rows"]))


def _from_file(path: Path, url: str | None) -> PageReading:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UserError("cannot-read-file", place=Place(path), reason=error.strerror) from error
    if url:
        return read_page(require_url(url), body, None)
    reading = read_page(f"{SAVED}{quote(path.name)}", body, None)
    if reading.facts.kind is not PageKind.OTHER:
        return reading
    return read_page(f"{SAVED}{quote(path.stem)}/", body, None)  # the address of a list often says that it is one


def _fetched(url: str, settings: Settings, allow_private: bool, allow_hosts: tuple[str, ...], lang: str) -> PageReading:
    judgement, reading = look_at(
        portal_of_url(require_url(url)),
        user_agent=settings.user_agent_string,
        timeout_s=settings.timeout_s,
        max_bytes=settings.max_page_bytes,
        allow_private=allow_private,
        allow_hosts=allow_hosts,
        browser=settings.browser,
    )
    if reading is None or judgement.kind is not AnswerKind.CONTENT:
        reason, advice = f"answer.{judgement.kind.value}", f"answer.{judgement.kind.value}-advice"
        shown = text(advice, lang) if has_text(advice, lang) else ""
        fault = UnreachableError if judgement.kind in NO_CONNECTION else UserError
        raise fault("fetch-failed", url=url, reason=text(reason, lang), advice=shown)
    return reading


def _summary(seen: dict[str, Any], lang: str) -> Table:
    table = Table.grid(padding=(0, 2))
    for key, value in _lines(seen, lang):
        shown = text("cli.inspect.unknown", lang) if value is None else value or text("cli.inspect.none", lang)
        table.add_row(Text(text(f"cli.inspect.{key}", lang), style="bold"), Text(str(shown)))
    return table


def _lines(seen: dict[str, Any], lang: str) -> list[tuple[str, Any]]:
    identity, column, article = seen["identity"], seen["column"], seen["article"]
    lines = [("family", seen["family"]), ("kind", seen["kind"])]
    if seen["reason"]:
        lines.append(("reason", text(f"reason.{seen['reason']}", lang)))
    lines.append(("site", _joined(lang, identity["site_name"], identity["site_code"])))
    if column:
        lines += [("column", column["name"]), ("path", column["path"])]
    if column and column["list_source"]:
        counts = (column["list_source"], str(len(column["rows"])), column["total"], column["pages"])
        lines += [("list", _joined(lang, *counts)), ("newest", column["newest_date"])]
    if article:
        lines += [("article", article["title"]), ("date", _joined(lang, article["date"], article["date_source"]))]
        lines += [("source", article["source"]), ("document_number", article["document_number"])]
        lines += [(name, article[name]) for name in DOCUMENT_FIELDS if article[name] is not None]
        if article["reviewers"]:
            lines.append(("reviewers", "\n".join(f"{one['label']}  {one['names']}" for one in article["reviewers"])))
        if article["conflicts"]:
            lines.append(("conflicts", "\n".join(f"{one['date']}  {one['source']}" for one in article["conflicts"])))
        lines.append(("attachments", "\n".join(f"{a['title']}  {a['url']}" for a in article["attachments"])))
    lines.append(("links", str(seen["links"]["count"])))
    if seen["notes"]:
        lines.append(("notes", "\n".join(text(f"reason.{note}", lang) for note in seen["notes"])))
    return lines


def _joined(lang: str, *values: Any) -> str:
    return " / ".join(text("cli.inspect.unknown", lang) if value is None else str(value) for value in values)


def _rows(rows: list[dict[str, Any]]) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2))
    for row in rows[:ROWS_SHOWN]:
        table.add_row(Text(row["date"] or "—"), Text(row["title"]), Text(row["url"], style="dim"))
    if len(rows) > ROWS_SHOWN:
        table.add_row("…", str(len(rows)), "")
    return table
