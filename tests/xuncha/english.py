"""A portal, a registry and a rubric without a Chinese letter."""

from __future__ import annotations

import json
from pathlib import Path

from tests.xuncha.small_site import PAGE

RUBRIC = """\
id: latin-2026
title: Latin rubric
issuer: Nobody
document_number: No. 1
source: https://rubric.example/
effective_from: 2026-01-01
form: deduction
base_points: 20
pass_mark: 12
bonus_points: 2
bonus_gate: 16
coverage_floor: 0.5
min_pages: 3
notes: [made up]
defaults: {source: https://rubric.example/, status: unconfirmed, applies_to: [portal]}
checks:
  broken-link: {values: {}, clause: Links open., source: https://rubric.example/, status: confirmed}
  bad-href: {values: {}, clause: Links are addresses., source: https://rubric.example/, status: confirmed}
  empty-column: {values: {}, clause: Nothing is empty., source: https://rubric.example/, status: confirmed}
groups:
  - {id: v, part: veto, name: Vetoes, clause: What ends it}
  - {id: g, part: deduction, name: Group, clause: All that counts}
  - {id: b, part: bonus, name: More, clause: What adds to it}
indicators:
  - id: V1
    group: v
    part: veto
    title: Emptiness
    clause: Five empty columns.
    rules:
      - id: V1.1
        text: Five empty columns.
        mode: veto
        veto_at: 5
        warn_at: 3
        count: [{check: empty-column, codes: [empty]}]
  - id: D1
    group: g
    part: deduction
    title: Links
    points: 10
    clause: Each dead link costs a point.
    rules:
      - id: D1.1
        text: Each dead link costs a point.
        mode: per-occurrence
        points_each: 1
        count: [{check: broken-link, codes: [http-404]}]
  - {id: D2, group: g, part: deduction, title: By hand, points: 10, clause: Asked., manual_reason: A person must ask.}
  - {id: B1, group: b, part: bonus, title: New things, points: 2, clause: New., manual_reason: A person must look.}
"""


def pages() -> dict[str, str]:
    """Path to HTML: a home page, a list, articles, dead links and one that leads nowhere."""
    rows = "".join(
        f'<li><a href="/news/t{n}.html">Notice on matter {n}</a><span>2026-06-{n + 5:02}</span></li>'
        for n in range(1, 9)
    )
    dead = "".join(f'<a href="/gone/{n}.html">An old page {n}</a> ' for n in range(1, 4))
    bad = '<a href="file:///C:/a.doc">A file</a> <a href="http://192.168.3.4/a">Inside</a>'
    site = {
        "/": PAGE.format(
            title="Small county", body=f"<div class='nav'><a href='/news/'>News</a></div><ul>{rows}</ul>{dead}{bad}"
        ),
        "/news/": PAGE.format(
            title="News - Small county", body=f"<div><a href='/'>Home</a> &gt; News</div><ul class='list'>{rows}</ul>"
        ),
    }
    for n in range(1, 9):
        body = f"<h1>Notice on matter {n}</h1><p>2026-06-{n + 5:02}</p><p>{'All offices take note of this. ' * 9}</p>"
        site[f"/news/t{n}.html"] = PAGE.format(title=f"Notice {n} - Small county", body=body)
    return site


def rubric(folder: Path) -> Path:
    """The file of the rubric."""
    path = folder / "latin.yaml"
    path.write_text(RUBRIC, encoding="utf-8")
    return path


def registry(folder: Path, url: str) -> Path:
    """The file of a registry with one portal and one unit on it."""
    unit = {"id": "county", "name": "Small county", "class": "portal", "entry_urls": [url]}
    portal = {"id": "small", "name": "Small portal", "start_urls": [url], "units": [unit]}
    path = folder / "registry.yaml"
    path.write_text(json.dumps({"portals": [portal | {"politeness": {"rate": 0}}]}), encoding="utf-8")
    return path
