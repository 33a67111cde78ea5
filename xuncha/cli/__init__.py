"""The command line. One module per command; this one joins them and turns errors into one message and a status.

Exit status: 0 audited; 1 below `--fail-under`; 2 bad usage or configuration; 3 the portal could not be reached.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

import click

from config.errors import UserError
from config.messages import LANGUAGES, text
from xuncha import __version__
from xuncha.cli.audit import audit
from xuncha.cli.checks import checks
from xuncha.cli.compare import compare
from xuncha.cli.demo import demo
from xuncha.cli.export import export, schema
from xuncha.cli.inspect import inspect
from xuncha.cli.judge import judge
from xuncha.cli.output import say
from xuncha.cli.rubric import rubric
from xuncha.cli.score import score
from xuncha.cli.score_sheet import sheet
from xuncha.cli.watch import watch_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="xuncha")
def cli() -> None:
    """巡查: audits government portals and explains every point. Start with `xuncha demo`."""


for command in (demo, audit, watch_command, judge, score, sheet, compare, export, schema, inspect, checks, rubric):
    cli.add_command(command)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    lang = _language(arguments)
    try:
        status = cli.main(arguments, prog_name="xuncha", standalone_mode=False)
    except UserError as error:
        say(error.text(lang))
        return error.exit_status
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        say(text("cli.aborted", lang))
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            raise
        say(text("error.cannot-write", lang, file=error.filename or "?", reason=error.strerror))
        return 2
    return int(status or 0)


def _language(arguments: Sequence[str]) -> str:
    """The language of error messages, known before the arguments are parsed."""
    wanted = os.environ.get("XUNCHA_LANG", "zh")
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            wanted = argument.partition("=")[2]
        elif argument == "--lang" and position + 1 < len(arguments):
            wanted = arguments[position + 1]
    return wanted if wanted in LANGUAGES else "zh"
