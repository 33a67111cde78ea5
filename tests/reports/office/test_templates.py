"""Templates: the house's are what their script makes, an office's own are used, and a broken one is one clear error."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from config.errors import UserError
from config.messages import LANGUAGES, catalogue
from reports.office import variables
from reports.office.templates import Paper, missing, shipped, write_templates
from scripts.office_page import Page
from scripts.office_templates import MAKERS, Words, build
from tests.reports.county import audit
from tests.reports.office.word import made, words


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a Word file: how they are packed depends on the machine's zlib."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def edited(folder: Path, change: Callable[[Any], object], paper: Paper = Paper.NOTICE) -> Path:
    """The house's template with a change, as somebody would make it in Word."""
    document = Document(io.BytesIO(shipped(paper, "zh")))
    change(document)
    folder.mkdir(exist_ok=True)
    document.save(str(folder / paper.template))
    return folder


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("paper", Paper)
def test_the_templates_of_the_house_are_what_their_script_makes(paper: Paper, lang: str) -> None:
    assert parts(shipped(paper, lang)) == parts(build(paper, lang)), "run python -m scripts.office_templates"


def test_the_catalogue_holds_no_words_that_no_template_has() -> None:
    used: set[str] = set()

    class Noted(Words):
        def text(self, key: str) -> str:
            used.add(key)
            return super().text(key)

    for paper in Paper:
        MAKERS[paper](Page("zh"), Noted("zh", paper))
    assert used == {key for key in catalogue("zh") if key.startswith("office.template.")}


@pytest.mark.parametrize("paper", Paper)
def test_the_templates_are_in_the_official_style(paper: Paper) -> None:
    document = Document(io.BytesIO(shipped(paper, "zh")))
    fonts = {name: document.styles[name].element.xml for name in ("Title", "Heading 1", "Heading 2", "公文正文")}
    for name, font in zip(fonts, ("方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"), strict=True):
        assert f'w:eastAsia="{font}"' in fonts[name]
    section = document.sections[-1 if paper is not Paper.ASSESSMENT else 0]
    assert round(section.page_width.mm), round(section.page_height.mm) in {(297, 210), (210, 297)}
    xml = parts(shipped(paper, "zh"))
    footers = [content for name, content in xml.items() if name.startswith("word/footer")]
    assert len(footers) == 2 and all(b"PAGE" in content for content in footers)
    assert xml["word/document.xml"].count(b"<w:tblHeader") == xml["word/document.xml"].count(b"<w:tbl>")
    assert '<w:altName w:val="仿宋"/>'.encode() in xml["word/fontTable.xml"]


def test_the_list_of_variables_is_complete() -> None:
    assert variables.FILE.read_text(encoding="utf-8") == variables.file_page(), "run python -m reports.office.variables"
    for record in variables.records():
        assert f"## {record.__name__}:" in variables.file_page()


def test_an_offices_own_template_is_used_and_the_others_are_the_houses(tmp_path: Path) -> None:
    own = edited(tmp_path / "own", lambda document: document.add_paragraph("联系人：王五，电话 {{ matters|length }}"))
    assert missing([*Paper], own) == [Paper.BULLETIN, Paper.ASSESSMENT, Paper.SELF_CHECK]
    files = made(audit(), Paper.NOTICE, Paper.BULLETIN, templates=own)
    assert "联系人：王五，电话 18" in words(files["整改通知单-云岭县人民政府.docx"])
    assert "检查情况的通报" in words(files["检查通报.docx"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_templates_are_written_with_the_list_of_variables_and_never_over_somebodys_work(
    tmp_path: Path, lang: str
) -> None:
    written = write_templates(tmp_path / "mine", lang)
    assert {path.name for path in written} == {*(paper.template for paper in Paper), "variables.md"}
    assert "`deadline_remark`" in (tmp_path / "mine/variables.md").read_text(encoding="utf-8")
    (tmp_path / "mine/bulletin.docx").unlink()
    with pytest.raises(UserError, match=r"assessment\.docx"):
        write_templates(tmp_path / "mine", lang)
    assert not (tmp_path / "mine/bulletin.docx").exists()


def add(text: str) -> Callable[[Any], object]:
    return lambda document: document.add_paragraph(text)


def in_footer(text: str) -> Callable[[Any], object]:
    return lambda document: document.sections[0].footer.add_paragraph(text)


def in_table(text: str) -> Callable[[Any], object]:
    return lambda document: setattr(document.tables[0].rows[-1].cells[0], "text", text)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (add("{{ letter.dedline }}"), ("{{ letter.dedline }}", "Letter", "dedline")),
        (add("{{ unknown }}"), ("{{ unknown }}", "unknown")),
        (add("{% if matters %}没有结束"), ("if",)),
        (add("{{ unit.name "), ("{{ unit.name",)),
        (add("{{ matters|nosuch }}"), ("{{ matters|nosuch }}", "nosuch")),
        (add("{{ 1 // 0 }}"), ("{{ 1 // 0 }}",)),
        (add("{% for x in 5 %}{{ x }}{% endfor %}"), ("{% for x in 5 %}", "int")),
        (add("{{ unit.__class__.__mro__ }}"), ("__class__",)),
        (add("{{ range(10**9)|list }}"), ("range",)),
        (in_footer("{{ nobody }}"), ("notice.docx (footer", "nobody")),
        (in_table("{%tr endif %}"), ("endif",)),
    ],
)
def test_a_broken_template_is_one_clear_error_with_file_and_place(
    tmp_path: Path, change: Callable[[Any], object], told: tuple[str, ...]
) -> None:
    own = edited(tmp_path, change)
    with pytest.raises(UserError) as caught:
        made(audit(), Paper.NOTICE, templates=own)
    for lang in LANGUAGES:
        assert str(own / "notice.docx") in caught.value.text(lang)
        assert all(word in caught.value.text(lang) for word in told), caught.value.text(lang)
        assert "reports.office" not in caught.value.text(lang)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_word_file_is_a_clear_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "notice.docx").write_bytes(content)
    with pytest.raises(UserError, match=r"notice\.docx: no usable Word template"):
        made(audit(), Paper.NOTICE, templates=tmp_path)


def test_a_folder_without_templates_is_a_clear_error(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(UserError, match="holds no template"):
            made(audit(), Paper.NOTICE, templates=folder)
