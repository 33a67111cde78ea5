"""Ruled tables on pages of a PDF, row by row: pdfplumber finds the cells, the letters in them come from pdfium.

pdfium alone gives letters as they were drawn, which tells nobody which number belongs to which row. Only what is drawn
with lines is a table here; columns that are kept apart by blanks alone stay lines. No letter is lost: what lies in no
cell stays where it was.
"""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from crawler.documents.extract import Limits

Box = tuple[float, float, float, float]
"""Left, top, right, bottom; the top is the smaller number."""
_FEWEST_SEGMENTS = 12
"""Segments of paths on a page: two rows of two cells need six lines, each with a beginning and an end (own rule)."""
_DEEPEST = 3
"""Forms inside one another in which paths are looked for."""
_ROUGHLY = 0.01
_SNAP = 3
"""Points within which pdfplumber takes lines for one."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its cells row by row, None where a merged cell goes on."""

    rows: tuple[tuple[Box | None, ...], ...]

    @property
    def cells(self) -> list[Box]:
        """All cells."""
        return [cell for row in self.rows for cell in row if cell is not None]

    @property
    def is_table(self) -> bool:
        """Whether it has two rows and two columns at least: a frame around text is none."""
        return len(self.rows) > 1 and max(sum(cell is not None for cell in row) for row in self.rows) > 1


class Tables:
    """Reads the tables of one PDF within the limits. Close it."""

    def __init__(self, body: bytes, limits: Limits) -> None:
        self._body, self._limits = body, limits
        self._plumber: Any = None
        self._missing = False
        self._pages, self._seconds = 0, 0.0
        self.left_out = False
        """Whether a page that seems to hold a table was not looked at: limits, or pdfplumber is not installed."""

    def text(self, pdfium: Any, page: Any, number: int) -> str | None:
        """The text of the page with its tables as rows; None where it has none."""
        if not self._suggested(pdfium, page):
            return None
        if not self._open():
            self.left_out = True
            return None
        began = time.process_time()
        grids = self._grids(number)
        self._seconds += time.process_time() - began
        self._pages += 1
        if not grids:
            return None
        with closing(page.get_textpage()) as layer:
            return _laid_out(pdfium, layer, grids, self._place(number))

    def close(self) -> None:
        """Give back what was opened."""
        if self._plumber is not None:
            self._plumber.close()

    def _suggested(self, pdfium: Any, page: Any) -> bool:
        """Whether there are enough lines on the page for a table, and not so many that it is a drawing."""
        segments = 0
        paths = page.get_objects(filter=(pdfium.raw.FPDF_PAGEOBJ_PATH,), max_depth=_DEEPEST)
        for count, path in enumerate(paths, start=1):
            if count > self._limits.table_marks:
                return False
            segments += pdfium.raw.FPDFPath_CountSegments(path)
            if segments > 4 * self._limits.table_marks:
                return False
        return segments >= _FEWEST_SEGMENTS

    def _open(self) -> bool:
        """Whether another page may be looked at."""
        if self._missing or self._pages >= self._limits.table_pages or self._seconds >= self._limits.table_seconds:
            return False
        if self._plumber is None:
            try:
                import pdfplumber  # noqa: PLC0415  # of the extra "documents"

                self._plumber = pdfplumber.open(io.BytesIO(self._body))
            except MemoryError:
                raise
            except Exception:  # noqa: BLE001  # pdfium reads files that pdfminer does not; its lines stay
                self._missing = True
                return False
        return True

    def _grids(self, number: int) -> list[Grid]:
        try:
            page = self._plumber.pages[number]
            tables = page.find_tables() if _crossings(page.edges) <= self._limits.table_crossings else []
            found = [Grid(tuple(tuple(row.cells) for row in table.rows)) for table in tables]
            page.close()
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  # whatever it trips over: the page's lines stay as they are
            self.left_out = True
            return []
        return [grid for grid in found if grid.is_table]

    def _place(self, number: int) -> _Place:
        page = self._plumber.pages[number]
        return _Place.of(page.page_obj.rotate, page.page_obj.mediabox, page.mediabox, page.height)


def _crossings(edges: Sequence[dict[str, Any]]) -> int:
    """How many places lines may cross in: the time for finding tables grows with its square."""
    rows = {round(edge["top"] / _SNAP) for edge in edges if edge["orientation"] == "h"}
    columns = {round(edge["x0"] / _SNAP) for edge in edges if edge["orientation"] == "v"}
    return len(rows) * len(columns)


@dataclass(frozen=True, slots=True)
class _Place:
    """From points of the file to those of pdfplumber, which turns pages as they are shown."""

    matrix: tuple[float, float, float, float, float, float]
    left: float
    bottom: float

    @classmethod
    def of(cls, turned: int, media: Sequence[float], shown: Sequence[float], height: float) -> _Place:
        """`media` is the page in the file, `shown` the page of pdfplumber (pdfminer's `PDFPageInterpreter`)."""
        x0, y0, x1, y1 = (float(value) for value in media)
        matrix = {
            90: (0.0, -1.0, 1.0, 0.0, -y0, x1),
            180: (-1.0, 0.0, 0.0, -1.0, x1, y1),
            270: (0.0, 1.0, -1.0, 0.0, y1, -x0),
        }.get(turned % 360, (1.0, 0.0, 0.0, 1.0, -x0, -y0))
        return cls(matrix, float(shown[0]), float(shown[1]) + float(height))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where the point lies: from the left, and from the top."""
        a, b, c, d, e, f = self.matrix
        return self.left + a * x + c * y + e, self.bottom - (b * x + d * y + f)


def _laid_out(pdfium: Any, layer: Any, grids: Sequence[Grid], place: _Place) -> str | None:
    """The letters of the page in their order; each table stands where its first letter stood, as rows of cells."""
    owners = {cell: grid for grid in grids for cell in grid.cells}
    texts: dict[Box, list[str]] = {cell: [] for cell in owners}
    flow: list[str | Grid] = []
    shown: set[int] = set()
    here: Box | None = None
    for index in range(layer.count_chars()):
        letter = _letter(pdfium, layer, index)
        if letter in "\r\n":
            (flow if here is None else texts[here]).append(letter)
            continue
        here = _cell_at(owners, place.point(*_middle(layer.get_charbox(index))), here)
        if here is None:
            flow.append(letter)
            continue
        texts[here].append(letter)
        grid = owners[here]
        if id(grid) not in shown:
            shown.add(id(grid))
            flow += ("\n", grid) if flow and flow[-1] != "\n" else (grid,)
    written = (_rows(part, texts) if isinstance(part, Grid) else part for part in flow)
    return "".join(written).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _letter(pdfium: Any, layer: Any, index: int) -> str:
    return chr(pdfium.raw.FPDFText_GetUnicode(layer, index) & 0x1FFFFF)


def _middle(box: Box) -> tuple[float, float]:
    left, bottom, right, top = box
    return (left + right) / 2, (bottom + top) / 2


def _cell_at(cells: dict[Box, Grid], point: tuple[float, float], last: Box | None) -> Box | None:
    """The cell that holds the point. Letters come in runs, so the last one's cell is tried first."""
    if last is not None and _holds(last, point):
        return last
    return next((cell for cell in cells if _holds(cell, point)), None)


def _holds(cell: Box, point: tuple[float, float]) -> bool:
    left, top, right, bottom = cell
    return left - _ROUGHLY <= point[0] <= right + _ROUGHLY and top - _ROUGHLY <= point[1] <= bottom + _ROUGHLY


def _rows(grid: Grid, texts: dict[Box, list[str]]) -> str:
    lines = ("\t".join("" if cell is None else _cell("".join(texts[cell])) for cell in row) for row in grid.rows)
    return "\n".join(filter(None, (line.rstrip("\t") for line in lines))) + "\n"


def _cell(text: str) -> str:
    """The text of a cell on one line: Chinese goes on without a blank, other words with one."""
    whole = ""
    for line in (" ".join(line.split()) for line in text.splitlines()):
        parted = whole[-1:].isascii() and line[:1].isascii() and whole[-1:].isalpha() and line[:1].isalpha()
        whole += f" {line}" if parted else line
    return whole
