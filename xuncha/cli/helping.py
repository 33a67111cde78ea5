"""Help in the reader's language. Commands and options carry it in English; other languages translate it.

The translations are `config/messages/<lang>/help.po`, kept by `python -m scripts.messages`; msgid is the English.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from inspect import cleandoc

import click
from rich.cells import cell_len

from config.messages import HELP, WRITTEN_IN, translations

WORDS = ("Usage:", "Options:", "Commands:", "default:", "required")
"""Click's own words that stand around the help."""
_GAP = 2
_NO_START = "，。、；：）”！？"
"""What no line begins with (GB/T 15834)."""


def in_language(command: click.Command, lang: str) -> click.Command:
    """The same command, whose help and that of its subcommands is in `lang`. The given one stays as it is.

    Translations are read when help is shown, and not by whoever wants none.
    """
    if lang == WRITTEN_IN:
        return command
    spoken = copy.copy(command)
    formatter = type("SpokenFormatter", (Formatter,), {"lang": lang})
    spoken.context_class = type("SpokenContext", (click.Context,), {"formatter_class": formatter})

    def short(limit: int = 45) -> str:
        """The whole first sentence: click's own would cut behind words, and Chinese has no blanks."""
        return first_sentence(command.short_help or command.help or "", lang)

    spoken.get_short_help_str = short  # type: ignore[method-assign]
    if isinstance(spoken, click.Group):
        spoken.commands = {name: in_language(each, lang) for name, each in spoken.commands.items()}
    return spoken


def helps(command: click.Command, context: click.Context | None = None) -> Iterator[str]:
    """Every English text that the help of a command, and of those below it, is made of."""
    context = click.Context(command, parent=context, info_name=command.name)
    options = [*command.params, command.get_help_option(context)]
    for words in (command.help, command.short_help, *(getattr(each, "help", None) for each in options)):
        if words:
            yield plain(words)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from helps(inner, context)


def first_sentence(words: str, lang: str) -> str:
    """The first sentence of some help, in a language, without its stop."""
    return re.split(r"(?<=。)|(?<=\.)(?=\s|$)|\n\n", _said(words, lang), maxsplit=1)[0].rstrip("。.")


def plain(words: str) -> str:
    """Help without the line breaks of its source; paragraphs stay apart."""
    return "\n\n".join(" ".join(part.split()) for part in cleandoc(words).split("\n\n"))


class Formatter(click.HelpFormatter):
    """Wraps by the width of letters on the screen, where Chinese ones take two places and need no blank between."""

    lang = WRITTEN_IN

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage."""
        super().write_usage(prog, args, prefix or _said("Usage:", self.lang))

    def write_heading(self, heading: str) -> None:
        """A heading."""
        self.write(" " * self.current_indent + _said(f"{heading}:", self.lang) + "\n")

    def write_text(self, text: str) -> None:
        """Paragraphs."""
        width = max(self.width - self.current_indent, 11)
        parts = [list(_lines(part, width)) for part in _said(text, self.lang).split("\n\n")]
        self.write("\n\n".join("\n".join(" " * self.current_indent + line for line in part) for part in parts) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = _GAP) -> None:
        """Names with what they mean, in two columns."""
        rows = list(rows)
        first = min(max((cell_len(name) for name, _ in rows), default=0), col_max) + col_spacing
        for name, meaning in rows:
            lines = list(_lines(self._meaning(meaning), max(self.width - self.current_indent - first - _GAP, 10)))
            fits = cell_len(name) <= first - col_spacing
            start = " " * self.current_indent + name
            if lines and fits:
                start += " " * (first - cell_len(name)) + lines.pop(0)
            rest = "".join("\n" + " " * (self.current_indent + first) + line for line in lines)
            self.write(start + rest + "\n")

    def _meaning(self, words: str) -> str:
        """The help of an option, and behind two blanks what click adds to it: `[default: 3; required]`."""
        said, gap, added = words.partition("  [")
        added = added.replace("default: ", _said("default:", self.lang)).replace(
            "required", _said("required", self.lang)
        )
        return _said(said, self.lang) + gap + added


def _lines(words: str, width: int) -> Iterator[str]:
    line = ""
    for piece in _pieces(words):
        if line and cell_len((line + piece).rstrip()) > width and piece not in _NO_START:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip():
        yield line.rstrip()


def _pieces(words: str) -> Iterable[str]:
    """What a line may end behind: a Chinese letter, or a word with the blank behind it."""
    piece = ""
    for letter in words:
        wide = cell_len(letter) == 2
        if wide and piece:
            yield piece
            piece = ""
        piece += letter
        if wide or letter == " ":
            yield piece
            piece = ""
    if piece:
        yield piece


def _said(words: str, lang: str) -> str:
    return translations(lang, HELP).get(plain(words), plain(words))
