"""What an audit costs again when nothing changed: a full audit of a generated portal, and one with `--previous`.

    python -m benchmarks.incremental [--pages 10000] [--work DIR]

The portal (files served by nginx on loopback, with ETag and Last-Modified) has articles in columns of twenty rows a
list page, pages of some 35 KB with about 120 links, and planted faults. Printed are processor seconds of all processes
of each run, bytes that the server sent, their ratios, and whether both runs found the same.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.nginx import serve

_COLUMNS = 20
_ROWS = 20
_DEAD_EVERY = 200
_PARAGRAPH = (
    '<p style="margin-top:0pt;margin-bottom:0pt;text-indent:32pt;line-height:28pt;text-align:justify;">'
    '<span style="font-family:仿宋_GB2312;font-size:16pt;letter-spacing:0pt;">{}</span></p>'
)
_STYLE = "".join(f".box{at} a:hover{{color:#c00;text-decoration:none;padding:{at}px 2px 3px 4px}}" for at in range(150))
_LETTERS = "关于做好年度政务公开工作推进行政审批改革加强基层治理服务保障民生项目建设安全生产监督检查通知意见"


@dataclass(frozen=True)
class Cost:
    """Processor seconds of a run, and bytes that the server sent during it."""

    cpu: float
    sent: int
    asked: int
    unchanged: int


def main() -> None:
    """Print the costs of both runs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=10_000)
    options.add_argument("--work", type=Path, help="where the portal and the runs go; a temporary folder by default")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="xuncha-incremental-") as scratch:
        work = given.work or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        (work / "site").mkdir()
        write_portal(work / "site", given.pages)
        for folder in (Path(scratch), work, work / "site"):
            folder.chmod(0o755)
        with serve(work / "site", rules=f"access_log {work}/sent.log sent;") as url:
            first = audit(url, work / "first", work / "sent.log")
            again = audit(url, work / "again", work / "sent.log", "--previous", str(work / "first"))
        report(first, again, same_findings(work / "first", work / "again"))


def report(first: Cost, again: Cost, same: bool) -> None:
    """Print both runs and their ratios."""
    for name, cost in (("first", first), ("again", again)):
        answers = f"{cost.asked} answers, {cost.unchanged} of them 304"
        print(f"{name}: {cost.cpu:.1f} CPU s, {cost.sent / 1e6:.1f} MB in {answers}")
    print(f"ratios: CPU {again.cpu / first.cpu:.3f}, bytes {again.sent / first.sent:.3f}; same findings: {same}")


def audit(url: str, out: Path, log: Path, *more: str) -> Cost:
    """Audit the portal in a process of its own."""
    words = ["audit", url, "--profile", "full", "--rate", "0", "--allow-private", "--no-browser", "--out", str(out)]
    log.write_bytes(b"")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "xuncha", *words, "--as-of", "2026-06-30", "--no-cache", *more],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "XUNCHA_RETRY_AFTER_S": "0.1", "XUNCHA_CONCURRENCY": "16"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = [line.split() for line in log.read_text().splitlines()]
    return Cost(
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        sum(int(sent) for _, sent in lines),
        len(lines),
        sum(status == "304" for status, _ in lines),
    )


def same_findings(first: Path, again: Path) -> bool:
    """Whether two runs found the same (by everything but the evidence, which names times and records)."""
    told = []
    for folder in (first, again):
        lines = [json.loads(line) for line in (folder / "findings.jsonl").read_text("utf-8").splitlines()]
        told.append([{name: value for name, value in line.items() if name != "evidence"} for line in lines])
    return bool(told[0] == told[1] and told[0])


def write_portal(root: Path, pages: int) -> None:
    """Write the portal: `pages` pages, of which about one in twenty is a list."""
    chance = Random(8)
    columns = [f"c{number:02d}" for number in range(_COLUMNS)]
    articles = max(_COLUMNS, round((pages - 1) * _ROWS / (_ROWS + 1)))
    by_column: dict[str, list[tuple[str, str, str]]] = {column: [] for column in columns}
    for number in range(articles):
        column = columns[number % _COLUMNS]
        day = f"2026-{1 + number % 6:02d}-{1 + number % 28:02d}"
        by_column[column].append((f"/{column}/a{number}.html", _words(chance, 16) + str(number), day))
    popular = [row for rows in by_column.values() for row in rows[:4]]
    frame = _Frame(columns, popular)
    _write(root / "index.html", frame.page("首页", "", "".join(_row(rows[0]) for rows in by_column.values())))
    for place, (column, rows) in enumerate(by_column.items()):
        rows.sort(key=lambda row: row[2], reverse=True)
        name = f"栏目{place}"
        _write_lists(root, frame, column, name, rows)
        for at, (url, title, day) in enumerate(rows):
            near = "".join(_row(each) for each in rows[at + 1 : at + 11])
            body = "".join(_PARAGRAPH.format(_words(chance, 150)) for _ in range(10))
            dead = f'<a href="/gone/{at}.html">附件说明</a>' if at % _DEAD_EVERY == 1 else ""
            head = f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{day} 09:00">'
            text = (
                f'<h1>{title}</h1><div class="info">发布时间：{day} 来源：办公室</div><div id="zoom">{body}{dead}</div>'
            )
            crumbs = f'<a href="/{column}/index.html">{name}</a> &gt; 正文'
            _write(root / url[1:], frame.page(title, crumbs, f"{text}<ul>{near}</ul>", head))


def _write_lists(root: Path, frame: _Frame, column: str, name: str, rows: list[tuple[str, str, str]]) -> None:
    parts = [rows[at : at + _ROWS] for at in range(0, len(rows), _ROWS)]
    files = ["index.html", *(f"index_{number}.html" for number in range(1, len(parts)))]
    for number, part in enumerate(parts):
        pager = "".join(f'<a href="/{column}/{file}">{at + 1}</a>' for at, file in enumerate(files[:10]))
        if number + 1 < len(files):
            pager += f'<a href="/{column}/{files[number + 1]}">下一页</a>'
        crumbs = f'<a href="/{column}/index.html">{name}</a>'
        head = f'<meta name="ColumnName" content="{name}">'
        shown = f'<ul class="list">{"".join(map(_row, part))}</ul><div class="page">{pager}</div>'
        _write(root / column / files[number], frame.page(name, crumbs, shown, head))


class _Frame:
    """What all pages share: navigation, side bar, footer; about a hundred links."""

    def __init__(self, columns: list[str], popular: list[tuple[str, str, str]]) -> None:
        links = "".join(_menu(f"/{each}/index.html", f"栏目{at}") for at, each in enumerate(columns))
        side = "".join(_menu(url, title) for url, title, _ in popular)
        self._nav = f'<div class="nav"><ul>{links}</ul></div>'
        self._side = f'<div class="side"><ul>{side}</ul></div>'

    def page(self, title: str, crumbs: str, content: str, head: str = "") -> str:
        """A whole page."""
        place = f'<div class="location">当前位置：<a href="/index.html">首页</a> &gt; {crumbs}</div>' if crumbs else ""
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="SiteName" content="样例县人民政府">{head}'
            f"<title>{title}</title><style>{_STYLE}</style></head><body>{self._nav}{place}"
            f'<div class="main">{content}</div>{self._side}'
            '<div class="footer">主办单位：样例县人民政府办公室 网站标识码：6200000068</div></body></html>'
        )


def _menu(url: str, name: str) -> str:
    opens = f'<a href="{url}" target="_blank" title="{name}">{name}</a>'
    return f'<li class="menu-item box3" onmouseover="show(this)">{opens}</li>'


def _row(row: tuple[str, str, str]) -> str:
    url, title, day = row
    return f'<li><a href="{url}">{title}</a><span>{day}</span></li>'


def _words(chance: Random, length: int) -> str:
    return "".join(chance.choice(_LETTERS) for _ in range(length))


def _write(path: Path, page: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
