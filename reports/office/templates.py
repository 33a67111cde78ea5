"""The templates of official documents: those that come with the house, and an office's own edited copies of them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from config.errors import Place, UserError
from reports.files import write_all
from reports.office.variables import page

SUFFIX = ".docx"


class Paper(StrEnum):
    """The documents; the value names the template's file."""

    BULLETIN = "bulletin"
    ASSESSMENT = "assessment"
    NOTICE = "notice"
    SELF_CHECK = "self-check"

    @property
    def template(self) -> str:
        """The name of its template."""
        return f"{self.value}{SUFFIX}"


class Template(NamedTuple):
    """A template with the name under which errors speak of it."""

    name: str
    content: bytes


def template(paper: Paper, own: Path | None, lang: str) -> Template:
    """The template of a document: from the folder `own` if it has one, else the one that comes with the house.

    Raises `UserError` for a folder that is none or holds no template at all, and for a file that cannot be read.
    """
    if own is not None:
        _require_templates(own)
        path = own / paper.template
        if path.is_file():
            try:
                return Template(str(path), path.read_bytes())
            except OSError as error:
                raise UserError("office-template-unreadable", place=Place(path), detail=error) from error
    return Template(paper.template, shipped(paper, lang))


def missing(papers: Sequence[Paper], own: Path | None) -> list[Paper]:
    """The documents for which an office's folder has no template. Raises `UserError` when it has none at all."""
    if own is None:
        return []
    _require_templates(own)
    return [paper for paper in papers if not (own / paper.template).is_file()]


def shipped(paper: Paper, lang: str) -> bytes:
    """The bytes of the template that comes with the house."""
    return (resources.files("reports.office") / "forms" / lang / paper.template).read_bytes()


def write_templates(folder: Path, lang: str) -> list[Path]:
    """Write the templates that come with the house, and the list of their variables, to be edited.

    Raises `UserError` when one is there already: it may hold an office's work.
    """
    contents = {folder / paper.template: shipped(paper, lang) for paper in Paper}
    contents[folder / VARIABLES] = page(lang).encode()
    for path in contents:
        if path.exists():
            raise UserError("office-template-exists", place=Place(path))
    return write_all(contents)


VARIABLES = "variables.md"
"""Name of the list of variables beside the templates."""


def _require_templates(own: Path) -> None:
    if not any((own / paper.template).is_file() for paper in Paper):
        names = ", ".join(paper.template for paper in Paper)
        raise UserError("office-no-templates", place=Place(own), names=names)
