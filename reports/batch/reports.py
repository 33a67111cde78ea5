"""The files of a batch directory."""

from __future__ import annotations

from collections.abc import Callable

from reports.batch import batch_json, page, workbook
from reports.batch.summary import BatchSummary

RENDERERS: dict[str, Callable[[BatchSummary], bytes]] = {
    batch_json.NAME: batch_json.render,
    page.NAME: page.render,
    workbook.NAME: workbook.render,
}
"""One renderer per file."""


def rendered(summary: BatchSummary) -> dict[str, bytes]:
    """The content of every report by its file's name."""
    return {name: render(summary) for name, render in RENDERERS.items()}
