"""The figures as a table and a chart, for the terminal and for `RESULTS.md`."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.metadata import version
from math import log10
from pathlib import Path

from benchmarks.speed.figures import Row, growth
from benchmarks.speed.portal.truth import Truth
from benchmarks.speed.session import CONCURRENCY, SMALL, TIMEOUT_S
from benchmarks.speed.subjects import BASELINE, SUBJECTS
from xuncha import __version__

RESULTS = Path(__file__).parents[1] / "RESULTS.md"
CHART = Path(__file__).parents[1] / "results.svg"
_HEADINGS = (
    "tool", "pages", "runs", "pages/s", "wall s", "CPU-s per 1,000 pages", f"CPU × {BASELINE}", "peak RSS MB",
    "peak PSS MB", "broken", "soft-404", "columns", "false alarms",
)  # fmt: skip


def table(found: Sequence[Row], truths: Mapping[int, Truth]) -> str:
    """The figures as a Markdown table."""
    lines = [_line(_HEADINGS), _line(["---", *["---:"] * (len(_HEADINGS) - 1)])]
    return "\n".join([*lines, *(_line(_cells(row, truths[row.size])) for row in found)])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(row: Row, truth: Truth) -> list[str]:
    score, over, under = row.score, "> " if row.bound else "", "< " if row.bound else ""
    columns = len(truth.stale) + len(truth.empty)
    judged = score.broken is not None
    return [
        SUBJECTS[row.name].title,
        f"{row.pages:,}",
        str(row.runs),
        f"{under}{row.pages_per_s:,.0f}",
        f"{over}{row.wall_s:,.1f}",
        f"{over}{row.cpu_per_1000:.2f}",
        f"{over}{row.ratio:.2f}" if row.ratio is not None else "–",
        f"{row.peak_rss_mb:,.0f}",
        f"{row.peak_pss_mb:,.0f}",
        _of(score.broken, len(truth.broken)),
        _of(score.soft_404, len(truth.soft_404)),
        _of(score.columns, columns),
        str(len(score.false)) if judged else "–",
    ]


def _of(found: int | None, planted: int) -> str:
    return "–" if found is None else f"{found}/{planted}"


def remarks(found: Sequence[Row], absent: Mapping[str, str], cap_s: float) -> list[str]:
    """What has to be said about the table: store, growth, what was missed or wrong, what was not there."""
    said = []
    for row in found:
        if row.score.store_bytes is not None and row.name == "xuncha":
            said.append(f"crawl store on {row.size:,} pages: {row.score.store_bytes / row.pages:,.0f} bytes a page")
        if row.score.beyond:
            said.append(
                f"{row.name} on {row.size:,} pages also tells {row.score.beyond} items that the made portal does not "
                "have (guides, annual reports, topics …); they are right and not scored"
            )
        if row.score.pages is not None and row.score.pages < row.pages:
            said.append(f"{row.name} opened only {row.score.pages:,} of {row.pages:,} pages")
        if row.bound:
            said.append(f"{row.name} was stopped after {row.wall_s:,.0f} s on {row.size:,} pages")
    for name in ("xuncha", BASELINE):
        grown = growth(found, name)
        if grown is not None:
            said.append(f"{name}: CPU per page on the largest portal is {grown:.2f} × that on the smallest")
    small = [row.name for row in found if SUBJECTS[row.name].slow]
    if small:
        said.append(f"{', '.join(small)}: once, on at most {SMALL:,} pages and for at most {cap_s:g} s")
    return said + [f"{name} did not run: {why.splitlines()[0]}" for name, why in absent.items()]


def errors(found: Sequence[Row], name: str = "xuncha") -> list[str]:
    """What our own tool missed or wrongly reported."""
    said = []
    for row in (row for row in found if row.name == name):
        said += [f"missed on {row.size:,} pages: {each}" for each in row.score.missed]
        said += [f"false alarm on {row.size:,} pages: {each}" for each in row.score.false]
    return said


def chart(found: Sequence[Row]) -> str:
    """CPU-seconds per 1,000 pages as an SVG of bars, on a logarithmic scale."""
    shown = sorted({row.name: row for row in found}.values(), key=lambda row: row.cpu_per_1000)
    least = min(row.cpu_per_1000 for row in shown) / 2
    most = max(row.cpu_per_1000 for row in shown)
    high, left, wide = 26, 330, 420
    bars = []
    for at, row in enumerate(shown):
        y = 34 + at * high
        length = wide * log10(row.cpu_per_1000 / least) / log10(most / least)
        more = "&gt; " if row.bound else ""
        colour = "#1a5fb4" if row.name.startswith("xuncha") else "#9a9996"
        bars.append(
            f'<text x="{left - 8}" y="{y + 13}" text-anchor="end">{escape(SUBJECTS[row.name].title)}</text>'
            f'<rect x="{left}" y="{y}" width="{length:.1f}" height="18" fill="{colour}"/>'
            f'<text x="{left + length + 6:.1f}" y="{y + 13}">{more}{row.cpu_per_1000:.2f}</text>'
        )
    total = 44 + len(shown) * high
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 830 {total}" font-family="sans-serif" font-size="12">'
        f'<rect width="830" height="{total}" fill="#fff"/>'
        f'<text x="8" y="20" font-weight="bold">CPU-seconds per 1,000 pages (logarithmic; less is better)</text>'
        f"{''.join(bars)}</svg>\n"
    )


def machine() -> list[str]:
    """The machine and the versions, one fact a line."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    nginx = subprocess.run(["nginx", "-v"], check=False, capture_output=True, text=True).stderr.strip()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("scrapy", "selectolax", "twisted"))
    return [
        f"{cpu[1] if cpu else platform.processor()}, {os.cpu_count()} processors, {memory:.0f} GiB",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {nginx.partition(': ')[2]}",
        f"xuncha {__version__}, {libraries}",
    ]


def page(found: Sequence[Row], truths: Mapping[int, Truth], absent: Mapping[str, str], cap_s: float) -> str:
    """The text of `RESULTS.md`."""
    planted = max(truths.items())[1]
    facts = "\n".join(f"* {line}" for line in [*machine(), *remarks(found, absent, cap_s)])
    wrong = errors(found)
    told = "\n".join(f"* {line}" for line in wrong) if wrong else "Nothing was missed, nothing wrongly reported."
    return (
        "# How fast a portal is audited\n\n"
        "Written by `make bench` ([docs/speed.md](../docs/speed.md)); do not edit.\n\n"
        f"![CPU-seconds per 1,000 pages]({CHART.name})\n\n{table(found, truths)}\n\n"
        f"Every tool asked {CONCURRENCY} addresses at once where that can be told, gave up after {TIMEOUT_S:g} s, and "
        f"met on {planted.pages:,} pages {len(planted.broken)} broken links, {len(planted.soft_404)} soft-404 pages, "
        f"{len(planted.stale)} stale and {len(planted.empty)} empty columns. CPU is that of all processes of the tool; "
        "nginx is not counted, but shares the machine. Figures are medians of the runs, memory is the highest, ratios "
        "are medians of runs made beside each other.\n\n"
        f"{facts}\n\n## What xuncha missed or wrongly reported\n\n{told}\n"
    )
