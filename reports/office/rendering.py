"""Makes a Word file of a template. The same template and the same words give the same bytes on every machine."""

from __future__ import annotations

import io
import zipfile
from dataclasses import fields
from datetime import date
from importlib import import_module
from typing import TypeAlias

from config.errors import UserError
from reports.office.templates import Template
from reports.office.vocabulary import Assessment, Bulletin, Notice, SelfCheck

Record: TypeAlias = Bulletin | Assessment | Notice | SelfCheck
"""What a template may name directly."""
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def render(template: Template, words: Record, *, title: str, day: date, mark: str = "") -> bytes:
    """The document's bytes; the template names the fields of `words`.

    `title`, `day` and `mark` (`reports.office.origin`) become properties of the file. Raises `UserError` for a template
    that is no Word file, that asks for something that is not there, or whose marks do not fit together (with file and
    place), and without docxtpl.
    """
    try:
        filling = import_module("reports.office.filling")
    except ModuleNotFoundError as error:
        raise UserError("office-missing-part", module=error.name) from error
    names = {field.name: getattr(words, field.name) for field in fields(words)}
    return same_every_time(filling.filled(template, names, title, day, mark))


def same_every_time(content: bytes) -> bytes:
    """The package with its parts in one order and without the times at which they were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(out, "w") as sorted_package:
        names = sorted(package.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            sorted_package.writestr(entry, package.read(name))
    return out.getvalue()
