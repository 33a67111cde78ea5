"""Options that several commands share, and the types that turn their words into values."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource

from config.address import is_host
from config.errors import UserError
from config.messages import LANGUAGES
from config.profiles import PROFILES
from crawler.fetch.names import read_told
from xuncha.cli.values import ANY, FILE, FOLDER, Real

Command = TypeVar("Command", bound=Callable[..., Any])

CHINA = ZoneInfo("Asia/Shanghai")
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years of days on the command line (own rule): what lies before or behind is a slip, and breaks what counts days."""


class AsOf(click.ParamType[date]):
    """A day `YYYY-MM-DD` (监测时间点)."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Raises `UserError` for anything but a real day of the years that can be meant."""
        if isinstance(value, date):
            return value
        try:
            day = datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError as error:
            raise UserError("bad-date", value=value) from error
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise UserError("date-too-far", value=value, first=FIRST_YEAR, last=LAST_YEAR)
        return day


def today() -> date:
    """The current day in China, where windows and deadlines are counted."""
    return datetime.now(CHINA).date()


def lang_option(command: Command) -> Command:
    """`--lang zh|en`, by default from XUNCHA_LANG, else Chinese."""
    return _lang(default="zh", envvar="XUNCHA_LANG", show_default=True)(command)


def lang_or_settings_option(command: Command) -> Command:
    """`--lang zh|en`; not given (None), the settings decide."""
    return _lang(default=None)(command)


def settings_flags(
    *,
    profile: str | None,
    max_pages: int | None,
    rate: float | None,
    timeout: float | None,
    no_external: bool,
    browser: str | None,
    no_browser: bool,
    lang: str | None,
    **more: Any,
) -> dict[str, Any]:
    """The settings that the options of an audit ask for, those alone that were given; `more` are others by name."""
    asked = {
        "profile": profile,
        "max_pages": max_pages,
        "rate": rate,
        "timeout_s": timeout,
        "external": False if no_external else None,
        "browser": browser_flag(browser, no_browser=no_browser),
        "lang": lang,
        **more,
    }
    return {name: value for name, value in asked.items() if value is not None}


def refuse_beside(key: str, allowed: Collection[str]) -> None:
    """Raise the `UserError` of this key when anything but the `allowed` parameters stands on the command line.

    It is for options that take everything else from what was begun earlier.
    """
    context = click.get_current_context()
    given = [
        parameter.get_error_hint(context).strip("'")
        for parameter in context.command.params
        if parameter.name not in allowed
        and context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
    ]
    if given:
        raise UserError(key, given=", ".join(given))


def tell_errors_in(lang: str) -> None:
    """From now on errors are told in the language of the settings, which may stand in a file."""
    context = click.get_current_context(silent=True)
    if context is not None and context.obj is not None:
        context.obj["lang"] = lang


def _lang(**default: Any) -> Callable[[Command], Command]:
    return click.option("--lang", type=click.Choice(LANGUAGES), help="Language of messages and reports.", **default)


def browser_options(command: Command) -> Command:
    """`--browser PATH|auto` and `--no-browser`: parameters `browser` and `no_browser` (see `settings_flags`)."""
    command = click.option("--no-browser", is_flag=True, help="Do not open pages in a browser that need one.")(command)
    return click.option(
        "--browser", metavar="PATH|auto", help="Chromium or Chrome for pages that need one [default: auto]."
    )(command)


def browser_flag(browser: str | None, *, no_browser: bool) -> str | None:
    """The value that both options together give to the setting `browser`; None leaves it to the other sources."""
    return "none" if no_browser else browser


def json_option(command: Command) -> Command:
    """`--json`: a result for machines on standard output."""
    return click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(command)


def as_of_option(command: Command) -> Command:
    """`--as-of DATE`: the moment from which every window is counted back."""
    return click.option(
        "--as-of",
        type=AsOf(),
        help="Moment that all windows are counted back from [default: today; of a stored run: its own].",
    )(command)


def rubric_option(command: Command) -> Command:
    """`--rubric ID|FILE`, repeatable."""
    return click.option(
        "--rubric",
        "rubrics",
        multiple=True,
        metavar="ID|FILE",
        callback=_each_once,
        help="Rubric id or file; repeatable.",
    )(command)


def permission_options(command: Command) -> Command:
    """`--allow-private` and `--allow-host HOST`: parameters `allow_private` and `allow_hosts`."""
    command = click.option(
        "--allow-host",
        "allow_hosts",
        multiple=True,
        metavar="HOST",
        callback=_hosts,
        help="Permit this host's address; repeatable.",
    )(command)
    return click.option("--allow-private", is_flag=True, help="Permit loopback and private addresses.")(command)


def settings_option(command: Command) -> Command:
    """`--settings FILE`: parameter `settings_file`."""
    return click.option("--settings", "settings_file", type=ANY, help="Settings file (TOML).")(command)


def profile_option(command: Command) -> Command:
    """`--profile`: how far an audit goes."""
    return click.option(
        "--profile", type=click.Choice(PROFILES), help="How far to go; see `xuncha profiles` [default: standard]."
    )(command)


def asking_options(command: Command) -> Command:
    """How portals are asked in audits: `rate`, `timeout`, `no_external`."""
    for option in (
        click.option("--no-external", is_flag=True, help="Do not ask other hosts about their links."),
        click.option("--timeout", type=Real(0, 300, min_open=True), help="Seconds before a request is given up."),
        click.option("--rate", type=Real(0), help="Requests per second and host; 0 = no delay (test servers)."),
    ):
        command = option(command)
    return command


def fail_under_option(command: Command) -> Command:
    """`--fail-under SCORE`."""
    return click.option(
        "--fail-under", type=Real(), metavar="SCORE", help="Exit with status 1 when a score is below SCORE."
    )(command)


def resolve_option(command: Command) -> Command:
    """`--resolve NAME=ADDRESS`: where a name is found before it is switched over."""
    return click.option(
        "--resolve",
        "names",
        multiple=True,
        metavar="NAME=ADDRESS",
        callback=_told,
        help="All addresses of a name, instead of looking it up; NAME:PORT=ADDRESS:PORT for another port; repeatable.",
    )(command)


def _each_once(_context: click.Context, _parameter: click.Parameter, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _hosts(_context: click.Context, _parameter: click.Parameter, hosts: tuple[str, ...]) -> tuple[str, ...]:
    for host in hosts:
        if not is_host(host):
            raise UserError("bad-host", host=host)
    return hosts


def _told(_context: click.Context, _parameter: click.Parameter, lines: tuple[str, ...]) -> tuple[str, ...]:
    for line in lines:
        try:
            read_told(line)
        except ValueError as fault:
            raise UserError("bad-resolve", line=line) from fault
    return lines


def watch_option(command: Command) -> Command:
    """`--watch FILE`: a series of `xuncha watch`."""
    return click.option(
        "--watch",
        "series",
        type=FILE,
        metavar="FILE",
        help="Series of `xuncha watch`: how often the site opened.",
    )(command)


def out_option(command: Command) -> Command:
    """`--out DIR`."""
    return click.option("--out", type=FOLDER, help="Folder for the run.")(command)
