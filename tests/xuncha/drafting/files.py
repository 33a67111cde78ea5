"""Small plans of our own in the formats that are read: .docx with a table, .pdf with a text layer."""

from __future__ import annotations

from pathlib import Path

import docx

PLAN = """云岭县人民政府办公室
云岭县2031年政务公开工作要点
2031年3月8日
2031年全县政务公开工作的总体要求是：守正创新。
一、做好决策公开
（一）公开决策目录。县司法局要在3月底前公布决策事项目录。
1.目录要素。明确事项名称、承办单位、计划时间等要素。
2.目录调整。调整后5个工作日内重新公布。
（二）邀请代表列席。全年列席会议不少于6次。
二、加强保障
（四）开展培训。各乡镇每年至少组织两次业务培训。
各乡镇、各部门要于2031年4月15日前制定本单位实施方案。"""

ROWS = (
    ("序号", "工作任务", "具体要求", "责任单位", "完成时限"),
    ("1", "决策公开", "公布决策事项目录。", "县司法局", "2031年3月底前"),
    ("2", "决策公开", "邀请代表列席会议。", "县政府办公室", "2031年12月底前"),
    ("3", "加强保障", "组织业务培训。", "各乡镇、各部门", "长期坚持"),
)


def write_docx(path: Path, *, header: bool = True) -> Path:
    """The plan with its annex as a real table whose second column is merged over two rows; or without its header."""
    document = docx.Document()
    for line in PLAN.splitlines():
        document.add_paragraph(line)
    document.add_paragraph("附件")
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for at, row in enumerate(ROWS):
        for column, words in enumerate(row):
            table.cell(at, column).text = words if at or header else "—"
    table.cell(2, 1).text = ""
    table.cell(1, 1).merge(table.cell(2, 1))
    document.save(str(path))
    return path


def write_pdf(path: Path, lines: list[str]) -> Path:
    """A page with `lines` in a text layer: a font without outlines, whose ToUnicode map says what each code means."""
    letters = sorted(set("".join(lines)))
    code = {letter: at for at, letter in enumerate(letters, start=1)}
    text = ["BT /F1 10 Tf 14 TL 40 800 Td"]
    text += [f"<{''.join(f'{code[letter]:04X}' for letter in line)}> Tj T*" for line in lines]
    content = "\n".join([*text, "ET"])
    pairs = [f"<{code[letter]:04X}> <{letter.encode('utf-16-be').hex()}>" for letter in letters]
    maps = "\n".join(
        f"{len(part)} beginbfchar\n{chr(10).join(part)}\nendbfchar"
        for part in (pairs[at : at + 90] for at in range(0, len(pairs), 90))
    )
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{maps}\nendcmap end end"
    )
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /DescendantFonts [6 0 R]"
        " /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 1000 /FontDescriptor 8 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(to_unicode)} >>\nstream\n{to_unicode}\nendstream",
        "<< /Type /FontDescriptor /FontName /Plain /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0"
        " /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]
    path.write_bytes(_pdf(bodies))
    return path


def _pdf(bodies: list[str]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(bodies) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")
