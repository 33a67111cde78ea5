"""PDF of Word files by LibreOffice, in a folder and with a profile of its own. It embeds the fonts that it uses."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from config.errors import UserError
from config.office import office

PROGRAMS = ("soffice", "libreoffice")
"""Names of LibreOffice, as its packages install it."""
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
"""Where it lies on systems that do not put programs of users on the search path."""


def writer() -> str:
    """The program. Raises `UserError` that says what to install where there is none."""
    found = next((path for name in (*PROGRAMS, *PLACES) if (path := shutil.which(name))), None)
    if found is None:
        raise UserError("office-no-libreoffice")
    return found


def as_pdf(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The PDF of each Word file, under its name with another ending.

    Raises `UserError` where LibreOffice is missing, fails, or takes too long; nothing is left behind.
    """
    program = writer()
    if not documents:
        return {}
    with tempfile.TemporaryDirectory(prefix="xuncha-office-", ignore_cleanup_errors=True) as folder:
        room = Path(folder)
        for place, content in enumerate(documents.values()):
            (room / f"{place}.docx").write_bytes(content)
        detail = _convert(program, room, len(documents))
        made = {}
        for place, name in enumerate(documents):
            file = room / f"{place}.pdf"
            if not file.is_file():
                raise UserError("office-pdf-failed", file=name, detail=detail or program)
            made[str(Path(name).with_suffix(".pdf"))] = file.read_bytes()
        return made


def _convert(program: str, room: Path, count: int) -> str:
    """Have all files converted at once: starting LibreOffice takes longer than a letter does. Returns what it said."""
    fonts = room / "fonts.conf"
    fonts.write_bytes((resources.files("reports.office") / "fonts.conf").read_bytes())
    command = [
        program,
        f"-env:UserInstallation={(room / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(room)),
        *(str(room / f"{place}.docx") for place in range(count)),
    ]
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    try:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, start_new_session=True
        )
    except OSError as error:
        raise UserError("office-pdf-failed", file=program, detail=error) from error
    return _said(process, office().pdf.seconds)


def _said(process: subprocess.Popen[bytes], seconds: int) -> str:
    """What the program said on standard error. It leaves no child behind, however this ends."""
    with process:
        try:
            return process.communicate(timeout=seconds)[1].decode(errors="replace").strip()
        except subprocess.TimeoutExpired as error:
            raise UserError("office-pdf-slow", seconds=seconds) from error
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with its children: what is started as soffice is only the parent of what works."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
