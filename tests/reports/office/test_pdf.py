"""PDF by LibreOffice: fonts are in it, and without LibreOffice, or when it fails, there is one clear error."""

from __future__ import annotations

import io
import os
import shutil
import sys
import time
from pathlib import Path

import pdfplumber
import pytest

from config.errors import UserError
from reports.office import pdf
from reports.office.templates import Paper
from tests.reports.county import audit
from tests.reports.office.word import made

LIBREOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def program(folder: Path, body: str) -> Path:
    """Something that is called soffice and does `body`."""
    path = folder / "soffice"
    path.write_text(f"#!{sys.executable}\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.skipif(LIBREOFFICE is None, reason="no LibreOffice on this machine (make office installs it)")
def test_the_pdf_says_the_same_and_has_its_fonts_in_it() -> None:
    made_pdf = pdf.as_pdf(made(audit(), Paper.BULLETIN))
    assert list(made_pdf) == ["检查通报.pdf"]
    with pdfplumber.open(io.BytesIO(made_pdf["检查通报.pdf"])) as document:
        assert "政务公开和网站检查情况的通报" in document.pages[0].extract_text()
        assert "— 1 —" in document.pages[0].extract_text().replace("—1—", "— 1 —")
        described = [
            (each.get("FontDescriptor") or each["DescendantFonts"][0].resolve()["FontDescriptor"]).resolve()
            for page in document.pages
            for each in (font.resolve() for font in page.page_obj.resources["Font"].resolve().values())
        ]
    assert described
    assert all({"FontFile", "FontFile2", "FontFile3"} & {*each} for each in described), "every font is embedded"


def test_without_libreoffice_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError) as caught:
        pdf.as_pdf({"a.docx": b""})
    assert "libreoffice-writer" in caught.value.text("zh") and "\n" not in caught.value.text("zh")
    assert caught.value.exit_status == 2


def test_what_libreoffice_says_when_it_fails_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, "import sys; sys.exit('source file could not be loaded')")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match=r"no PDF of 检查\.docx \(source file could not be loaded\)"):
        pdf.as_pdf({"检查.docx": b""})


def test_a_libreoffice_that_hangs_is_ended_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mark = tmp_path / "child"
    child = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    program(tmp_path, f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])")
    monkeypatch.setenv("PATH", str(tmp_path))
    limits = pdf.office().model_copy(update={"pdf": pdf.office().pdf.model_copy(update={"seconds": 1})})
    monkeypatch.setattr(pdf, "office", lambda: limits)
    monkeypatch.setattr(pdf, "_said", _waits_for(mark, pdf._said))
    with pytest.raises(UserError, match="not done after 1 seconds"):
        pdf.as_pdf({"a.docx": b""})
    assert _gone(int(mark.read_text()))


def _waits_for(mark: Path, said: object) -> object:
    def waiting(process: object, seconds: int) -> str:
        while not (mark.exists() and mark.read_text()):
            os.sched_yield()
        return str(said(process, seconds))  # type: ignore[operator]

    return waiting


def _gone(pid: int) -> bool:
    """Whether the process dies within ten seconds; a zombie that nobody has collected is dead."""
    for _ in range(1000):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False
