"""Says which official documents are from another judging than the results that lie beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from config.messages import text
from xuncha.cli.output import say


def say_stale(found: Sequence[Path], lang: str) -> None:
    """Name the documents, all of one folder; nothing for none."""
    if found:
        names = text("report.list-joint", lang).join(path.name for path in found)
        say(text("office.said.stale", lang, count=len(found), folder=found[0].parent, names=names))
