"""`xuncha inspect URL|FILE`: what we see on one page, in a form that a person can check in a minute."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from config.errors import UnreachableError, UserError
from config.given_file import read_given
from config.messages import has_text, text
from config.settings import Settings
from config.settings_sources import load_settings
from crawler.facts import PageReading
from crawler.fetch.single import look_at
from crawler.kinds import NO_CONNECTION, AnswerKind, PageKind
from crawler.reading.limits import refusal_of_body
from crawler.reading.read_page import read_page
from crawler.reading.text.encoding import decode
from crawler.render.rendering import NEEDS_BROWSER
from xuncha.cli.inspect_document import DocumentSheet
from xuncha.cli.inspect_sheet import InspectSheet
from xuncha.cli.options import browser_flag, browser_options, json_option, lang_option, permission_options
from xuncha.cli.output import print_json, say
from xuncha.cli.values import Real
from xuncha.documents import document_seen, is_document
from xuncha.inspection import inspected, sighted
from xuncha.targets import portal_of_url, require_url

SAVED = "http://saved.invalid/"
"""Where a saved page lies when nobody says from where it was saved; its relative links are resolved against it."""


@click.command()
@click.argument("source", metavar="URL|FILE")
@click.option("--url", help="The address that a saved file was saved from; its links are resolved against it.")
@click.option("--timeout", type=Real(0, 300, min_open=True), help="Seconds before the request is given up.")
@permission_options
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
    """Show what we see on one page: CMS family, column, items, dates, identity, links. Of a document: what it says.

    Of an address the frames and interfaces that hold its list are asked too, and the beginnings of its attachments; a
    page that cannot be judged from its source is opened in a browser. Of a file nothing is asked.
    """
    if "://" in source:
        flags = {"timeout_s": timeout, "browser": browser_flag(browser, no_browser=no_browser)}
        seen = _fetched(source, load_settings(flags), allow_private, allow_hosts, lang)
    else:
        seen = _from_file(Path(source), url)
    if seen["reason"] == NEEDS_BROWSER:
        say(text(f"reason.{NEEDS_BROWSER}-advice", lang))
    if as_json:
        print_json(seen)
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    sheet = DocumentSheet if seen["kind"] == "document" else InspectSheet
    click.echo(sheet(seen, lang, width).text(), color=False if os.environ.get("NO_COLOR") else None)


def _from_file(path: Path, url: str | None) -> dict[str, Any]:
    body = read_given(path)
    if is_document(path.name, body):
        return document_seen(url or path.name, body, load_settings({}).ocr)
    return inspected(_read_saved(path, body, url), decode(body) if refusal_of_body(body) is None else None)


def _read_saved(path: Path, body: bytes, url: str | None) -> PageReading:
    if url:
        return read_page(require_url(url), body, None)
    reading = read_page(f"{SAVED}{quote(path.name)}", body, None)
    if reading.facts.kind is not PageKind.OTHER:
        return reading
    return read_page(f"{SAVED}{quote(path.stem)}/", body, None)  # the address of a list often says that it is one


def _fetched(
    url: str, settings: Settings, allow_private: bool, allow_hosts: tuple[str, ...], lang: str
) -> dict[str, Any]:
    sight = look_at(
        portal_of_url(require_url(url)),
        user_agent=settings.user_agent_string,
        timeout_s=settings.timeout_s,
        max_bytes=settings.max_page_bytes,
        allow_private=allow_private,
        allow_hosts=allow_hosts,
        browser=settings.browser,
        rate=settings.rate,
    )
    kind = sight.judgement.kind
    if sight.reading is None or kind is not AnswerKind.CONTENT:
        reason, advice = f"answer.{kind.value}", f"answer.{kind.value}-advice"
        shown = text(advice, lang) if has_text(advice, lang) else ""
        fault = UnreachableError if kind in NO_CONNECTION else UserError
        raise fault("fetch-failed", url=url, reason=text(reason, lang), advice=shown)
    if is_document(url, sight.look.reply.body):
        return document_seen(sight.look.trail.at, sight.look.reply.body, settings.ocr)
    return sighted(sight, sight.reading)
