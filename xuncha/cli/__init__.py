"""The command line. One module per command; this one joins them and turns errors into one message and a status.

Exit status: 0 audited; 1 below `--fail-under`; 2 bad usage or configuration; 3 not one portal could be reached;
130 interrupted (`xuncha.cli.status`).
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from config.errors import UserError
from config.faults import fault_of
from config.messages import LANGUAGES, WRITTEN_IN, text
from xuncha import __version__
from xuncha.cli.helping import in_language
from xuncha.cli.misuse import misuse
from xuncha.cli.output import say
from xuncha.cli.short_help import short_help
from xuncha.cli.status import INTERRUPTED
from xuncha.interruptions import interruptions_wait

COMMANDS = {
    "demo": "xuncha.cli.demo:demo",
    "audit": "xuncha.cli.audit:audit",
    "batch": "xuncha.cli.batch:batch",
    "watch": "xuncha.cli.watch:watch_command",
    "judge": "xuncha.cli.judge:judge",
    "score": "xuncha.cli.score:score",
    "sheet": "xuncha.cli.score_sheet:sheet",
    "compare": "xuncha.cli.compare:compare",
    "evidence": "xuncha.cli.evidence:evidence",
    "export": "xuncha.cli.export:export",
    "office": "xuncha.cli.office:office",
    "schema": "xuncha.cli.export:schema",
    "inspect": "xuncha.cli.inspect:inspect",
    "profiles": "xuncha.cli.profiles:profiles",
    "checks": "xuncha.cli.checks:checks",
    "rubric": "xuncha.cli.rubric:rubric",
}
"""Where each command is defined. It is loaded when it is called: most need neither the crawler nor a browser."""


_OF_THE_PLACE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG}
)
"""What the system says of a place that a user chose, and not of a mistake of ours."""


class Commands(click.Group):
    """The group of `COMMANDS`."""

    lang = WRITTEN_IN
    """The language of their help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, those first with which one begins."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        with interruptions_wait():
            command: click.Command = getattr(import_module(module), name)
        return in_language(command, self.lang)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List them, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short_help(place, self.lang)) for name, place in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. A reader that has had enough (`xuncha … | head`) is no failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="xuncha")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of messages and reports.")
@click.pass_context
def cli(ctx: click.Context, lang: str | None) -> None:
    """Audits government portals and explains every point. Start with `xuncha demo`."""
    if lang:
        ctx.with_resource(_environment(XUNCHA_LANG=lang))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    lang = _language(arguments)
    told = {"lang": lang}
    try:
        status = _spoken(lang).main(arguments, prog_name="xuncha", standalone_mode=False, obj=told)
    except UserError as error:
        say(error.text(told["lang"]))
        return error.exit_status
    except click.ClickException as error:
        say(misuse(error, told["lang"]))
        return 2
    except (click.Abort, KeyboardInterrupt):
        say(text("cli.aborted", told["lang"]))
        return INTERRUPTED
    except OSError as error:
        if error.errno not in _OF_THE_PLACE:
            raise
        reason = fault_of(error).text(told["lang"])
        say(text("error.cannot-write", told["lang"], file=error.filename or "?", reason=reason))
        return 2
    return int(status or 0)


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """What stands in front of the command holds for it as if it stood in the environment."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _spoken(lang: str) -> click.Command:
    root = in_language(cli, lang)
    if isinstance(root, Commands) and root is not cli:
        root.lang = lang
    return root


def _language(arguments: Sequence[str]) -> str:
    """The language of error messages, known before the arguments are parsed."""
    wanted = os.environ.get("XUNCHA_LANG", "zh")
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            wanted = argument.partition("=")[2]
        elif argument == "--lang" and position + 1 < len(arguments):
            wanted = arguments[position + 1]
    return wanted if wanted in LANGUAGES else "zh"
