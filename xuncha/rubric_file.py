"""Writing a rubric file that people will read and change: YAML with comments, checked before anybody sees it."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString

from config.errors import Place, UserError
from config.rubric import Rubric
from reports.files import write_all
from xuncha.judging import load_rubrics

_WIDTH = 4096
"""Chinese text holds no blanks at which YAML could fold it; lines stay whole."""


def mapping(**values: Any) -> CommentedMap:
    """A mapping of the `values` that are not None, in their order; decimals plain numbers, long texts blocks."""
    return CommentedMap((name, _block(value)) for name, value in values.items() if value is not None)


def sequence(items: Sequence[tuple[CommentedMap, Sequence[str]]], *, indent: int) -> CommentedSeq:
    """A list of mappings, each below its comment lines."""
    listed = CommentedSeq(item for item, _ in items)
    for at, (_, comments) in enumerate(items):
        if comments:
            listed.yaml_set_comment_before_after_key(at, before="\n".join(comments), indent=indent)
    return listed


def rubric_text(rubric: CommentedMap, heading: Sequence[str]) -> str:
    """The file's text, with `heading` as comment lines at its top.

    Raises `InvalidData` when it is no valid rubric, which is a fault of ours and must not reach a file.
    """
    rubric.yaml_set_start_comment("\n".join(heading))
    writer = YAML()
    writer.width = _WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    writer.dump(rubric, stream)
    written = stream.getvalue()
    checked_rubric(written)
    return written


def checked_rubric(written: str) -> Rubric:
    """The rubric that `written` is. Raises `InvalidData` like `xuncha rubric validate`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.yaml"
        path.write_text(written, encoding="utf-8")
        return load_rubrics([str(path)])[0]


def deliver(written: str, out: Path | None, *, force: bool) -> None:
    """Write to `out`, or to standard output. A file that is there stays as it is unless `force` is given.

    Raises `UserError` (`out-exists`, `out-folder`, `report-not-written`); nothing is left half-written.
    """
    if out is None:
        click.echo(written, nl=False)
        return
    refuse_to_overwrite(out, force=force)
    write_all({out: written.encode()})


def refuse_to_overwrite(out: Path | None, *, force: bool) -> None:
    """Raises `UserError` when `out` cannot be the place for a new file."""
    if out is None:
        return
    if out.is_dir() or (out.exists() and not force):
        raise UserError("out-exists", place=Place(out))
    if not out.parent.is_dir():
        raise UserError("out-folder", place=Place(out))


def _block(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return LiteralScalarString(value) if isinstance(value, str) and "\n" in value else value
