"""Puts words into a Word template with docxtpl, and says where a template is broken. Needs the extra `office`."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError, fromstring
from markupsafe import Markup, escape

from config.errors import Place, UserError
from config.faults import Fault, fault_of
from reports.office.links import Links
from reports.office.templates import Template
from reports.textclean import printable

FAULTS = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError)
"""What an expression in a template can raise."""
LINE_END = '</w:t><w:br/><w:t xml:space="preserve">'
SHOWN = 120
"""So many characters of a faulty paragraph are told."""
_BEFORE_ADDRESS = re.compile(r"(?<=[：，。；（、])(?=https?://)")
"""Word processors take a Chinese mark and the address behind it for one word, and break it anywhere."""


def filled(template: Template, names: Mapping[str, object], title: str, day: date, mark: str) -> bytes:
    """The Word file; see `rendering.render`."""
    document = _opened(template)
    document.render(dict(names), _environment(Links(document)), autoescape=True)
    _stamp(document.docx.core_properties, title, day, mark)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


class Filling(DocxTemplate):  # type: ignore[misc]
    """Says where in the template a fault stands, and takes texts as `_fit` makes them."""

    def __init__(self, template: Template) -> None:
        super().__init__(io.BytesIO(template.content))
        self._name = template.name

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """As docxtpl does. Raises `UserError` with the place of what cannot be rendered."""
        try:
            xml: str = super().render_xml_part(src_xml, part, context, jinja_env)
            fromstring(xml)
        except XMLSyntaxError as error:
            raise self._broken(part, "", error) from error
        except FAULTS as error:
            raise self._broken(part, _paragraph(src_xml, error), error) from error
        return xml

    def resolve_listing(self, xml: str) -> str:
        """Line ends were made when each text was put in, which is ten times faster."""
        return xml

    def _broken(self, part: Any, paragraph: str, error: Exception) -> UserError:
        name = str(part.partname).rsplit("/", 1)[-1].removesuffix(".xml")
        place = Place(self._name if name == "document" else f"{self._name} ({name})")
        if not paragraph:
            return UserError("office-template-marks", place=place, detail=_detail(error))
        return UserError("office-template-broken", place=place, paragraph=paragraph, detail=_detail(error))


def _opened(template: Template) -> Filling:
    document = Filling(template)
    try:
        document.init_docx()
    except (PackageNotFoundError, zipfile.BadZipFile, LookupError, ValueError, XMLSyntaxError) as error:
        raise UserError("office-template-unreadable", place=Place(template.name), detail=error) from error
    return document


def _environment(links: Links) -> SandboxedEnvironment:
    """Templates come from outside: they may name what they are given, and nothing else."""
    environment = SandboxedEnvironment(
        undefined=StrictUndefined, finalize=lambda value: _fit(value) if type(value) is str else value
    )
    environment.filters["link"] = links.link
    return environment


def _fit(words: str) -> Markup:
    """Text as a Word file can hold it: lines end where they end, and may end before an address."""
    clean = escape(_BEFORE_ADDRESS.sub(" ", printable(words).replace("\r", "").replace("\t", " ")))
    return Markup(str(clean).replace("\n", LINE_END))


def _detail(error: Exception) -> Fault:
    """What is wrong, without the place of our records in the program."""
    if not isinstance(error, TemplateError | XMLSyntaxError):
        return Fault("template-expression", {"said": _without_home(str(error))})
    words = error.message if isinstance(error, TemplateError) and error.message else str(error)
    return replace(fault_of(error, _without_home(words)), line=None)  # which is that of XML that docxtpl made


def _without_home(words: str) -> str:
    return re.sub(r"'reports\.office\.vocabulary\.(\w+) object'", r"\1", words)


def _paragraph(source: str, error: Exception) -> str:
    """The words of the paragraph in which the error stands; docxtpl puts each on a line of its own."""
    line = error.lineno if isinstance(error, TemplateSyntaxError) else _line_of(error)
    lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", source).splitlines()
    if line is None or not 0 < line <= len(lines):
        return ""
    return re.sub(r"<[^>]+>", "", lines[line - 1]).strip()[:SHOWN]


def _line_of(error: Exception) -> int | None:
    """The line of the template in a traceback, as Jinja rewrites it."""
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _stamp(properties: Any, title: str, day: date, mark: str) -> None:
    """Properties of the file; the day of the letter stands for the present moment, which no two runs share."""
    properties.title = printable(title)[:255]
    properties.identifier = mark
    properties.created = properties.modified = datetime.combine(day, time())
    properties.last_modified_by = ""
    properties.revision = 1
