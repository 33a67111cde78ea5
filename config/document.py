"""The documents that rubrics quote (`config/documents/`), and whether a clause is really a quotation.

PDF texts break lines inside words and tables, and web pages indent with blanks of all kinds; so blanks never count when
a clause is compared with a document. Everything else does, mistakes included.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "documents"
_BLANKS = re.compile(r"[\s\u3000\u200b\ufeff]+")


def document_names() -> tuple[str, ...]:
    """The names of the documents that come with the house, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))


@cache
def document_text(name: str) -> str:
    """The text of a document as it was published. Raises `KeyError` for a name that nobody knows."""
    path = FOLDER / f"{name}.txt"
    if name not in document_names():
        raise KeyError(name)
    return path.read_text(encoding="utf-8")


def without_blanks(text: str) -> str:
    """`text` as quotations are compared: without blanks and line breaks of any kind."""
    return _BLANKS.sub("", text)


@cache
def _plain(name: str) -> str:
    return without_blanks(document_text(name))


def quotes(clause: str, name: str) -> bool:
    """Whether `clause` stands word for word in the document `name` (blanks aside); an empty clause quotes nothing."""
    plain = without_blanks(clause)
    return bool(plain) and plain in _plain(name)
