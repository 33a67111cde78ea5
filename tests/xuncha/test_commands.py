"""The commands beside the demo: audit of a bare URL and of units, inspect, checks, rubric."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from config.rubric import schema
from tests.xuncha.runs import scorecards, xuncha
from tests.xuncha.small_site import PAGES, SmallSite

QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-external", "--as-of", "2026-06-30")
SOON = {"XUNCHA_RETRY_AFTER_S": "0.05"}
LIST_PAGE = """<html><head><meta charset="gbk"><title>通知公告 - 小县</title></head><body>
<div>当前位置：<a href="/">首页</a> &gt; <a href="/tzgg/">通知公告</a></div><ul class="list">
<li><a href="/tzgg/t1.html">关于防汛工作的通知</a><span>2026-06-01</span></li>
<li><a href="/tzgg/t2.html">关于防火工作的通知</a><span>2026-05-01</span></li>
<li><a href="/tzgg/t3.html">关于防冻工作的通知</a><span>2026-04-01</span></li>
</ul></body></html>"""


def test_bare_url_is_a_portal_with_one_unit_named_after_the_host(tmp_path: Path) -> None:
    with SmallSite() as site:
        done = xuncha("audit", site.url, *QUICKLY, "--out", tmp_path / "run", "--json", **SOON)
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert printed["end_reason"] == "finished"
    assert printed["scorecards"] == scorecards(tmp_path / "run")
    [card] = printed["scorecards"]
    assert (card["unit"], card["unit_class"], card["pages_observed"]) == ("127.0.0.1", "portal", PAGES + 1)


def test_fail_under_decides_the_status(tmp_path: Path) -> None:
    with SmallSite() as site:
        strict = xuncha("audit", site.url, *QUICKLY, "--out", tmp_path / "a", "--fail-under", "100", **SOON)
        lax = xuncha("audit", site.url, *QUICKLY, "--out", tmp_path / "b", "--fail-under", "1", **SOON)
    assert (strict.returncode, lax.returncode) == (1, 0), strict.stderr + lax.stderr
    assert "低于 100" in strict.stderr


def test_a_unit_of_a_registry_is_judged_on_its_subtree(tmp_path: Path) -> None:
    with SmallSite() as site:
        registry = tmp_path / "registry.yaml"
        registry.write_text(
            f"portals:\n  - id: xian\n    name: 小县\n    start_urls: ['{site.url}']\n    politeness: {{rate: 0}}\n"
            f"    units:\n      - {{id: xian, name: 小县, class: portal}}\n"
            f"      - {{id: zhen, name: 小镇, class: township, scope: ['{site.url}tz/']}}\n",
            encoding="utf-8",
        )
        options = ("--registry", registry, "--allow-private", "--as-of", "2026-06-30", "--out", tmp_path / "run")
        done = xuncha("audit", "zhen", *options, **SOON)
    assert done.returncode == 0, done.stderr
    [card] = scorecards(tmp_path / "run")
    assert (card["unit"], card["unit_class"], card["pages_observed"]) == ("zhen", "township", PAGES)


def seen(*arguments: str | Path) -> dict[str, Any]:
    done = xuncha("inspect", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("url", [(), ("--url", "http://www.xiao.example/tzgg/")])
def test_inspect_of_a_saved_page(tmp_path: Path, url: tuple[str, ...]) -> None:
    saved = tmp_path / "saved.html"
    saved.write_bytes(LIST_PAGE.encode("gbk"))
    page = seen(saved, *url)
    column = page["column"]
    assert (page["kind"], page["judgeable"], page["reason"]) == ("column", True, None)
    assert (column["name"], column["path"], column["kind"]) == ("通知公告", "首页>通知公告", "通知公告")
    assert (column["newest_date"], len(column["rows"])) == ("2026-06-01", 3)
    assert url == () or column["rows"][0]["url"] == "http://www.xiao.example/tzgg/t1.html"


def test_inspect_for_a_person(tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_bytes(LIST_PAGE.encode("gbk"))
    done = xuncha("inspect", saved)
    assert done.returncode == 0, done.stderr
    assert "通知公告" in done.stdout and "2026-06-01" in done.stdout


def test_inspect_of_a_url_and_of_what_cannot_be_had() -> None:
    with SmallSite() as site:
        assert seen(site.url + "tz/", "--allow-private")["column"]["name"] == "通知公告"
        gone = xuncha("inspect", site.url + "gone.html", "--allow-private")
        refused = xuncha("inspect", site.url)
    assert gone.returncode == 2 and "404" in gone.stderr
    assert refused.returncode == 3 and "--allow-private" in refused.stderr
    closed = xuncha("inspect", site.url, "--allow-private", "--lang", "en")
    assert closed.returncode == 3 and "Traceback" not in closed.stderr
    missing = xuncha("inspect", "no-such-file.html")
    assert missing.returncode == 2 and "no-such-file.html" in missing.stderr


def test_checks_are_listed_and_explained() -> None:
    listed = json.loads(xuncha("checks", "--json").stdout)
    assert {"broken-link", "bad-href", "empty-column", "stale-column", "stale-home", "mandated-item"} <= {
        check["id"] for check in listed
    }
    explained = xuncha("checks", "empty-column")
    assert explained.returncode == 0 and "怎样判断" in explained.stdout and "<!--" not in explained.stdout
    table = xuncha("checks").stdout.splitlines()
    assert len(table) == len(listed)
    assert all(line.startswith(f"{check['id']}  ") for line, check in zip(table, listed, strict=True))
    unknown = xuncha("checks", "empty-colum")
    assert unknown.returncode == 2 and "empty-column" in unknown.stderr
    assert "wording" not in xuncha("checks", "xyzzy").stderr


def test_rubrics_are_listed_shown_and_validated(tmp_path: Path) -> None:
    assert "national-2019" in xuncha("rubric", "list").stdout
    shown = xuncha("rubric", "show", "national-2019")
    assert shown.returncode == 0 and "监测2周" in shown.stdout
    mine = tmp_path / "mine.yaml"
    data = Path(__file__).parents[2] / "config/rubrics/national-2019.yaml"
    mine.write_text(data.read_text(encoding="utf-8"), encoding="utf-8")
    assert xuncha("rubric", "validate", mine).returncode == 0
    lines = mine.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("pass_mark:"))
    lines[at] = lines[at].replace("pass_mark", "pas_mark")
    mine.write_text("\n".join(lines), encoding="utf-8")
    broken = xuncha("rubric", "validate", mine, "--lang", "en")
    assert broken.returncode == 2
    assert f"{mine}:{at + 1}" in broken.stderr and "pass_mark" in broken.stderr


PLAN = """\
id: plan-2026
title: 政务公开工作要点
issuer: 某县
source: https://www.qinghe.example/2.html
effective_from: 2026-01-01
form: checklist
coverage_floor: 0.8
min_pages: 5
defaults: {part: clause, status: confirmed, source: 某政办发〔2026〕2号}
indicators:
  - {id: a, group: 一, title: 目录, clause: 年底前编制目录, manual_reason: 人工}
"""


def test_a_rubric_without_points_and_the_schema_for_editors(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    shown = xuncha("rubric", "show", plan)
    assert shown.returncode == 0 and "年底前编制目录" in shown.stdout and "None" not in shown.stdout
    assert xuncha("rubric", "schema").stdout == schema.document()
    listed = {each["id"]: each for each in json.loads(xuncha("rubric", "list", "--json").stdout)}
    assert (listed["national-2019"]["form"], listed["national-2019"]["effective_from"]) == ("deduction", "2019-04-01")


def test_two_versions_in_force_on_the_same_day_are_refused(tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(PLAN.replace("form:", "family: plan\nform:"), encoding="utf-8")
    new.write_text(old.read_text(encoding="utf-8").replace("id: plan-2026", "id: plan-2027"), encoding="utf-8")
    assert xuncha("rubric", "validate", old).returncode == 0
    clash = xuncha("rubric", "validate", old, new, "--lang", "en")
    assert clash.returncode == 2
    assert f"{new}:5: effective_from: " in clash.stderr and "effective_until" in clash.stderr
    assert clash.stdout == ""
