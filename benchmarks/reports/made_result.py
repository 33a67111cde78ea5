"""An audit result of any size without a crawl: a county with its departments and towns, and as many problems as asked.

The same numbers give the same result. The kinds of problems and what stands in their evidence are those of a real run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from typing import Any, NamedTuple

from checks.finding import Finding, Outcome, State, Verdict
from config.registry import Portal, Unit
from config.rubrics import load_rubric
from crawler.kinds import EndReason
from reports.result import AuditResult, Judgement, RunCard
from reports.scoring import score_unit

SITE = "http://www.bench.gov.cn"
AS_OF = date(2026, 6, 30)
_RUBRIC = "national-2019"
_SUBJECTS = (
    "防汛备汛",
    "义务教育招生",
    "农村公路养护",
    "惠农补贴发放",
    "城乡低保",
    "项目审批",
    "安全生产检查",
    "森林防火",
)
_SEEN = {"regions": ["body"], "template": False, "on_all": False, "pages_in_all": 412, "whole_site": False}


class Seen(NamedTuple):
    """Pages observed and known."""

    observed: int
    known: int


class Hidden(NamedTuple):
    """An address that could not be observed."""

    url: str
    reason: str
    detail: str = ""


def made_result(problems: int, units: int = 20, lang: str = "zh") -> AuditResult:
    """The judged audit of a county with `units` units and as many distinct `problems`."""
    rubric = load_rubric(_RUBRIC)
    bodies = tuple(_unit(number) for number in range(units))
    found = list(islice(_problems(bodies), problems))
    outcomes = tuple(_outcomes(bodies, found))
    cards = tuple(score_unit(rubric, body, outcomes, Seen(411, 412), AS_OF) for body in bodies)
    portal = Portal(id="bench", name="样县人民政府", start_urls=(f"{SITE}/",), site_code="9900000009", units=bodies)
    return AuditResult(
        run=_run_card(),
        portal=portal,
        units=bodies,
        judgements=(Judgement(rubric, "4d1f" * 8, outcomes, cards),),
        not_observed=tuple(Hidden(f"{SITE}/old/{number}.html", "bot-wall") for number in range(40)),
        lang=lang,
    )


def _unit(number: int) -> Unit:
    if number == 0:
        return Unit.model_validate({"id": "bench", "name": "样县人民政府", "class": "portal"})
    kind, name = ("township", "镇人民政府") if number % 2 else ("department", "局")
    scope = (f"{SITE}/unit{number}/",)
    return Unit.model_validate({"id": f"unit{number}", "name": f"样县第{number}{name}", "class": kind, "scope": scope})


def _problems(bodies: tuple[Unit, ...]) -> Iterator[Finding]:
    """Six dead links in ten, and of everything else one: what a real portal of a few thousand pages has."""
    kinds = (_dead_link, _dead_link, _dead_link, _dead_link, _dead_link, _dead_link, _bad_href, _stale, _mislink, _item)
    for number, (body, kind) in enumerate(zip(cycle(bodies), _spread(kinds), strict=False)):
        yield kind(number, body)


def _spread(kinds: tuple[Any, ...]) -> Iterator[Any]:
    """The kinds in turn, each turn begun elsewhere, so that every unit has problems of every kind."""
    for turn in range(1_000_000):
        yield from kinds[turn % len(kinds) :] + kinds[: turn % len(kinds)]


def _page(number: int, body: Unit, folder: str = "tzgg") -> str:
    return (
        f"{SITE}/{body.id}/{folder}/{2024 + number % 3}{number % 12 + 1:02}/t{20240000 + number}_{440000 + number}.html"
    )


def _column(number: int, body: Unit, *names: str) -> str:
    return ">".join(("首页", "县直部门", body.name, *(names or (("通知公告", "工作动态", "政策文件")[number % 3],))))


def _dead_link(number: int, body: Unit) -> Finding:
    status = (404, 404, 404, 500, 403, 410)[number % 6]
    code = {404: "http-404", 500: "http-5xx", 403: "http-4xx", 410: "http-410"}[status]
    look = {"answer": code, "detail": f"status {status}", "method": "GET", "status": status}
    looks = [
        look | {"at": f"2026-06-30T02:{number % 60:02}:{moment:02}+00:00", "ms": 31 + number % 200}
        for moment in (3, 40)
    ]
    target = _page(number, body).replace(".html", ".pdf") if number % 4 == 0 else _page(number, body)
    return Finding(
        "broken-link",
        code,
        body.id,
        target,
        target,
        column=_column(number, body),
        found_on=tuple(_page(number + step, body, "list") for step in range(1, 4)),
        found_on_count=3 + number % 40,
        text=f"关于做好{2024 + number % 3}年{_SUBJECTS[number % 8]}工作有关事项的通知（第{number}号）",
        facts={"status": status, "kind": "page", "final_url": None, "on_home": False, **_SEEN},
        evidence={"attempts": looks, "detail": f"status {status}"},
    )


def _bad_href(number: int, body: Unit) -> Finding:
    href = f"http://10.20.{number % 250}.{number // 250 % 250}:8080/upload/{number}.doc"
    return Finding(
        "bad-href",
        "private-address",
        body.id,
        href,
        href,
        column=_column(number, body),
        found_on=(_page(number, body),),
        found_on_count=1,
        text=f"附件：{_SUBJECTS[number % 8]}情况汇总表{number}",
        facts={"kind": "attachment", "host": f"10.20.{number % 250}.{number // 250 % 250}", **_SEEN},
        evidence={"href": href, "resolved": [href]},
    )


def _stale(number: int, body: Unit) -> Finding:
    column = _column(number, body, "政务公开", f"重点领域{number}")
    url = f"{SITE}/{body.id}/zdly/{number}/"
    newest = {"date_source": "list", "title": f"{_SUBJECTS[number % 8]}工作动态", "url": _page(number, body)}
    return Finding(
        "stale-column",
        "stale",
        body.id,
        column,
        url,
        column=column,
        found_on=(url,),
        found_on_count=1,
        facts={
            "kind": "通知公告",
            "last_update": "2025-03-12",
            "age_days": 475,
            "limit_days": 182,
            "level": 4,
            "name": f"重点领域{number}",
            "since": "2025-12-30",
            "items": 12,
            "undated": 0,
        },
        evidence={
            "kind_reason": "name",
            "list_source": "static",
            "newest": newest,
            "pages_declared": 1,
            "pages_seen": 1,
        },
    )


def _mislink(number: int, body: Unit) -> Finding:
    target = f"http://www.elsewhere{number}.example/"
    return Finding(
        "mislink",
        "text-target-mismatch",
        body.id,
        target,
        target,
        state=State.SUSPECTED,
        column=_column(number, body),
        found_on=(_page(number, body),),
        found_on_count=1,
        text="友情链接：上级部门网站",
        facts={"basis": "body", "title": f"另一单位门户网站{number}", "instead": f"另一单位门户网站{number}", **_SEEN},
        evidence={"target": {"title": f"另一单位门户网站{number}", "excerpt": "要闻 文件 公开 服务 互动" * 4}},
    )


def _item(number: int, body: Unit) -> Finding:
    return Finding(
        "mandated-item",
        "missing",
        body.id,
        f"item-{number}",
        f"{SITE}/{body.id}/zfxxgk/",
        text="依申请公开",
        facts={
            "item": f"item-{number}",
            "title": "依申请公开",
            "expected": "依申请公开",
            "observed": None,
            "nearest": ["政府信息公开", "政府信息公开制度"],
            "searched": {"columns": 13, "links": 70, "pages": 22},
        },
        evidence={"clause": "依申请公开入口", "source": "国办公开办函〔2019〕61号", "status": "unconfirmed"},
    )


def _outcomes(bodies: tuple[Unit, ...], found: list[Finding]) -> Iterator[Outcome]:
    said: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in found:
        said[one.unit, one.check].append(one)
    for body in bodies:
        for check in (
            "broken-link",
            "bad-href",
            "stale-column",
            "mislink",
            "mandated-item",
            "empty-column",
            "stale-home",
        ):
            own = tuple(said.get((body.id, check), ()))
            verdict = Verdict.FAIL if any(one.state is State.CONFIRMED for one in own) else Verdict.PASS
            yield Outcome(check, body.id, verdict, None, findings=own, examined=1000)


def _run_card() -> RunCard:
    return RunCard(
        run_id="20260630-100000-bench",
        tool_version="0.1.0",
        as_of=AS_OF,
        profile="standard",
        configuration_hash="9b1c0d5e77aa42f0",
        seed=20260630,
        started="2026-06-30T02:00:00Z",
        finished="2026-06-30T02:34:10Z",
        judged="2026-06-30T02:34:30Z",
        end_reason=EndReason.FINISHED,
        crawl_hash="f" * 64,
        user_agent="xuncha/0.1.0 (+mailto:audit@bench.example)",
        counts={"pages": 8240, "answers": 9100},
    )
