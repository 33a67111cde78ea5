"""What is wrong with a command line, in the reader's language: click itself says it in English alone."""

from __future__ import annotations

import re

import click

from config.messages import WRITTEN_IN, text

_EXTRA = re.compile(r"Got unexpected extra arguments? \((.+)\)")
_HELP: tuple[type[Exception], ...] = tuple(filter(None, [getattr(click.exceptions, "NoArgsIsHelpError", None)]))
"""What newer versions raise to show the help of a command that was given nothing."""


def misuse(error: click.ClickException, lang: str) -> str:
    """The whole message: how the command is used, what is wrong, and where more is said."""
    if isinstance(error, _HELP):
        return error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    said = error.format_message() if lang == WRITTEN_IN else _wrong(error, lang)
    if context is None:
        return said
    more = text("cli.misuse.more", lang, command=context.command_path)
    return f"{context.get_usage()}\n{said}\n{more}"


def _wrong(error: click.ClickException, lang: str) -> str:
    joint = text("report.list-joint", lang)
    match error:
        case click.NoSuchOption(option_name=option, possibilities=near):
            key = "no-option-near" if near else "no-option"
            return text(f"cli.misuse.{key}", lang, option=option, near=joint.join(near or ()))
        case click.MissingParameter():
            return text("cli.misuse.missing", lang, name=_name(error))
        case click.BadParameter(param=click.Parameter(type=click.Choice() as kind)):
            return text("cli.misuse.choice", lang, name=_name(error), choices=joint.join(map(str, kind.choices)))
        case click.BadOptionUsage(option_name=option):
            key = "no-value" if "does not take" in error.message else "value"
            return text(f"cli.misuse.{key}", lang, option=option)
        case click.UsageError(ctx=click.Context(command=click.Group() as group) as context):
            return text("cli.misuse.no-command", lang, known=joint.join(group.list_commands(context)))
        case click.UsageError() if extra := _EXTRA.search(error.message):
            return text("cli.misuse.extra", lang, words=extra[1])
        case _:
            return text("cli.misuse.other", lang, detail=error.format_message().rstrip("."))


def _name(error: click.BadParameter) -> str:
    """The option or argument as it is written."""
    hint = error.param_hint or (error.param.get_error_hint(error.ctx) if error.param else "")
    return (hint if isinstance(hint, str) else " / ".join(hint)).replace("'", "")
