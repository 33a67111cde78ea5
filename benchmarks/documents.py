"""What reading files costs: milliseconds per file and the most memory of the reading process.

`python -m benchmarks.documents [FILE ...]`: without files, made ones of every kind, the PDF with 47 pages.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from crawler.documents.reader import DocumentReader
from xuncha.sample.files import make_file
from xuncha.sample.pdf_files import ruled_pdf, scanned_pdf

PAGES, LINES = 47, 40
ROUNDS = 5
LINE = "各镇人民政府、县直各部门要认真做好防汛应急准备工作，确保群众安全"


def made() -> dict[str, bytes]:
    """A file of every kind, of an ordinary size."""
    long = "\n".join([LINE] * (PAGES * LINES))
    table = "\n".join("\t".join(["科目", "1200", "3400", "备注"]) for _ in range(2_000))
    files = {f"{PAGES} pages.pdf": make_file("pdf", long), "scan.pdf": scanned_pdf("x")}
    ruled = "\n".join(["支出表", *("\t".join(["科目", "1200", "3400", "备注"]) for _ in range(25))])
    files["ruled.pdf"] = ruled_pdf(ruled, pages=PAGES)
    files |= {f"text.{kind}": make_file(kind, long) for kind in ("docx", "doc", "ofd", "rtf", "txt", "zip")}
    return files | {f"table.{kind}": make_file(kind, table) for kind in ("xlsx", "xls")}


def main() -> None:
    """Print one line for each file."""
    named = {Path(name).name: Path(name).read_bytes() for name in sys.argv[1:]} or made()
    print(f"{'file':<16}{'KiB':>8}{'pages':>7}{'letters':>9}{'first ms':>10}{'ms':>8}{'peak MiB':>10}  reason")
    for name, body in named.items():
        with DocumentReader() as reader:
            spent = []
            for _ in range(ROUNDS):
                begin = time.perf_counter()
                read = reader.read(f"http://x/{name}", body)
                spent.append(1000 * (time.perf_counter() - begin))
            peak = reader.peak_kb / 1024
        pages = "" if read.pages is None else read.pages
        size = len(body) / 1024
        print(
            f"{name:<16}{size:>8.0f}{pages:>7}{read.length:>9}{spent[0]:>10.0f}{min(spent[1:]):>8.1f}{peak:>10.0f}"
            f"  {read.reason or ''}"
        )


if __name__ == "__main__":
    main()
