"""The style sheets of the pages that reports are."""

from __future__ import annotations

from importlib import resources


def stylesheets(*names: str) -> str:
    """The style sheets of `reports/templates` with these names, one after the other."""
    folder = resources.files("reports") / "templates"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
