"""Word pages in the style of official documents (GB/T 9704-2012), for the templates that come with the house.

A4; upper margin 37 mm, binding margin 28 mm, type area 156 × 225 mm; title in 小标宋 2号, text in 仿宋 3号,
28 pt from line to line, headings in 黑体 and 楷体; page numbers in 宋体 4号 between dashes, on the outer side.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt, RGBColor

from reports.office.rendering import same_every_time

TITLE, SONG, FANGSONG, HEI, KAI = "方正小标宋简体", "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312"
LATIN = "Times New Roman"
AFTER_WRAP = ("w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:spacing", "w:ind", "w:jc")
"""Properties of a paragraph that stand behind `w:wordWrap` (ECMA-376, CT_PPr)."""
NEEDLESS = frozenset({"thumbnail", "stylesWithEffects", "customXml"})
UNUSED = (WD_STYLE_TYPE.TABLE, WD_STYLE_TYPE.LIST)
USED = ("Normal Table", "Table Grid", "No List")
"""What of python-docx's own template (parts, kinds of styles) is left out, and which styles of these kinds stay."""
BORN = datetime(2026, 1, 1)
"""The time that stands in every template, so that making them again changes nothing."""
INSTEAD = {TITLE: "华文中宋", FANGSONG: "仿宋", KAI: "楷体", HEI: "SimHei", SONG: "SimSun"}
"""Fonts that Word takes where the first is not installed (`w:altName`)."""

BODY, ITEM, NUMBER, HEAD, CELL = "公文正文", "列举", "发文字号", "表头", "表格文字"
MARK, RIGHT, GAP = "模板标记", "落款", "表间"
IN_ENGLISH = {
    BODY: "Official text",
    ITEM: "Official item",
    NUMBER: "Official number",
    HEAD: "Table head",
    CELL: "Table cell",
    MARK: "Template mark",
    RIGHT: "Signature",
    GAP: "Between tables",
}
"""What an office that reads English finds in Word's list of styles."""


class Column(NamedTuple):
    """A column of a table: its heading, its width in mm, and the paragraphs of its cells."""

    heading: str
    width: int
    cell: Sequence[str]


class Page:
    """One template in the making. Everything is added at its end."""

    def __init__(self, lang: str) -> None:
        """In Chinese, lines of lists and tables may end within Latin words, as its typesetting permits."""
        self._named = {} if lang == "zh" else IN_ENGLISH
        self._document = Document()
        self._width = Mm(156)
        _forget_origin(self._document)
        _fonts(self._document)
        _styles(self._document, self._named, breaks=lang == "zh")
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(25)
        self._document.settings.odd_and_even_pages_header_footer = True
        _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)

    def text(self, *texts: str, style: str = BODY) -> None:
        """Paragraphs."""
        for each in texts:
            self._document.add_paragraph(each, self._named.get(style, style))

    def mark(self, code: str) -> None:
        """A paragraph with nothing but a mark (`if matters`), which does not stay in the document."""
        self._document.add_paragraph(f"{{%p {code} %}}", self._named.get(MARK, MARK))

    def listed(self, loop: str, *texts: str, style: str = BODY) -> None:
        """Paragraphs for each member of a list (`matter in matters`)."""
        self.mark(f"for {loop}")
        self.text(*texts, style=style)
        self.mark("endfor")

    def annex(self) -> None:
        """A new page, lying on its side, for wide tables."""
        self._lay_down(self._document.add_section(WD_SECTION.NEW_PAGE))

    def lie_down(self) -> None:
        """Lay the first page on its side."""
        self._lay_down(self._document.sections[0])

    def _lay_down(self, section: Any) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin = Mm(28), Mm(26)
        section.left_margin, section.right_margin = Mm(20), Mm(20)
        section.footer_distance = Mm(16)
        self._width = Mm(257)

    def table(self, loops: Sequence[str], columns: Sequence[Column], *, whole_rows: bool = True) -> None:
        """A table with one row for each turn of the innermost of the loops; its heading is repeated on every page."""
        table = self._document.add_table(rows=0, cols=len(columns), style="Table Grid")
        table.autofit = False
        scale = self._width / sum(column.width for column in columns)
        widths = [Emu(int(column.width * scale)) for column in columns]
        for grid, width in zip(table.columns, widths, strict=True):
            grid.width = width
        head, cell = (self._named.get(style, style) for style in (HEAD, CELL))
        _row(table, [[column.heading] for column in columns], widths, head)
        _flag(table.rows[0], "w:tblHeader")
        for loop in loops:
            _row(table, [[f"{{%tr for {loop} %}}"]], widths, cell)
        _row(table, [column.cell for column in columns], widths, cell)
        if whole_rows:
            _flag(table.rows[-1], "w:cantSplit")
        for _ in loops:
            _row(table, [["{%tr endfor %}"]], widths, cell)

    def content(self) -> bytes:
        """The file, the same whenever it is made."""
        out = io.BytesIO()
        self._document.save(out)
        return same_every_time(out.getvalue())


def _row(table: Any, cells: Sequence[Sequence[str]], widths: Sequence[Any], style: str) -> None:
    made = table.add_row().cells
    for cell, width in zip(made, widths, strict=True):
        cell.width = width
    for cell, texts in zip(made, cells, strict=False):
        cell.paragraphs[0].text, cell.paragraphs[0].style = texts[0], style
        for each in texts[1:]:
            cell.add_paragraph(each, style)
    for cell in made[len(cells) :]:
        cell.paragraphs[0].style = style


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _forget_origin(document: Any) -> None:
    """Take away what tells of the library's own template: names, times, its picture."""
    properties = document.core_properties
    properties.author = properties.comments = properties.title = properties.last_modified_by = ""
    properties.created = properties.modified = BORN
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.rsplit("/", 1)[-1] in NEEDLESS]:
            del rels[key]
    for style in [each for each in document.styles if each.type in UNUSED and each.name not in USED]:
        style.delete()
    for mode in document.settings.element.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")


def _fonts(document: Any) -> None:
    """The table of fonts, with those that may stand in."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, other in INSTEAD.items()
    )
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()
    )


def _styles(document: Any, named: Mapping[str, str], *, breaks: bool) -> None:
    styles = document.styles
    language = styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    language.set(qn("w:eastAsia"), "zh-CN")
    _style(styles["Normal"], FANGSONG, 16, line=28)
    _style(styles["Title"], TITLE, 22, line=34, align=WD_ALIGN_PARAGRAPH.CENTER, before=12, after=18)
    _style(styles["Heading 1"], HEI, 16, line=28, indent=True, follows=True)
    _style(styles["Heading 2"], KAI, 16, line=28, indent=True, follows=True)
    _style(_new(styles, named.get(BODY, BODY)), FANGSONG, 16, line=28, indent=True, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    _style(_new(styles, named.get(ITEM, ITEM)), FANGSONG, 14, line=25, indent=True, breaks=breaks)
    _style(_new(styles, named.get(NUMBER, NUMBER)), FANGSONG, 16, line=28, align=WD_ALIGN_PARAGRAPH.CENTER)
    _style(_new(styles, named.get(RIGHT, RIGHT)), FANGSONG, 16, line=28, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _style(_new(styles, named.get(HEAD, HEAD)), HEI, 10, line=14, align=WD_ALIGN_PARAGRAPH.CENTER)
    _style(_new(styles, named.get(CELL, CELL)), FANGSONG, 10, line=14, breaks=breaks)
    _style(_new(styles, named.get(GAP, GAP)), LATIN, 1, line=1)
    _style(_new(styles, named.get(MARK, MARK)), LATIN, 9, line=12, color=RGBColor(0x80, 0x80, 0x80))
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor(0x05, 0x63, 0xC1), True


def _new(styles: Any, name: str) -> Any:
    made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style, made.quick_style = styles["Normal"], True
    return made


def _style(
    style: Any,
    font: str,
    size: float,
    *,
    line: float,
    indent: bool = False,
    follows: bool = False,
    align: Any = None,
    before: float = 0,
    after: float = 0,
    color: Any = None,
    breaks: bool = False,
) -> None:
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = f'<w:rFonts {nsdecls("w")} w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{font}"/>'
    properties.insert(0, parse_xml(fonts))
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), False, color or RGBColor(0, 0, 0)
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.alignment = Pt(before), Pt(after), align
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    shape.keep_with_next = follows
    paragraph = style.element.get_or_add_pPr()
    for border in paragraph.findall(qn("w:pBdr")):
        paragraph.remove(border)
    if breaks:
        # Addresses may break anywhere, as they have no blanks.
        wrap = OxmlElement("w:wordWrap")
        wrap.set(qn("w:val"), "0")
        paragraph.insert_element_before(wrap, *AFTER_WRAP)
    if indent:
        shape.first_line_indent = Pt(2 * size)
        paragraph.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")


def _page_number(paragraph: Any, side: Any) -> None:
    paragraph.alignment = side
    for words, field in (("— ", None), (None, "PAGE"), (" —", None)):
        run = paragraph.add_run(words or "")
        run.font.size, run.font.name = Pt(14), LATIN
        run._r.get_or_add_rPr().find(qn("w:rFonts")).set(qn("w:eastAsia"), SONG)
        if field:
            for kind in ("begin", None, "end"):
                part = OxmlElement("w:fldChar" if kind else "w:instrText")
                if kind:
                    part.set(qn("w:fldCharType"), kind)
                else:
                    part.text = field
                run._r.append(part)
