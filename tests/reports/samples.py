"""Small builders of rubrics, findings and outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from checks.finding import Finding, Outcome, State, Unjudged, Verdict
from config.registry import Unit
from config.rubric import CheckParameters, CountedFindings, Indicator, Part, Rubric, Rule, Status

AS_OF = date(2025, 11, 20)
HOST = "https://www.yunling.example"


@dataclass(frozen=True)
class Seen:
    """Pages observed and known."""

    observed: int
    known: int


@dataclass(frozen=True)
class Hidden:
    """An address that could not be observed."""

    url: str
    reason: str
    detail: str = ""


def counted(check: str, *codes: str, **where: Any) -> CountedFindings:
    return CountedFindings(check=check, codes=codes, where={name: tuple(values) for name, values in where.items()})


MODES = {"veto_at": "veto", "points_each": "per-occurrence", "points": "boolean"}


def rule(id_: str, text: str, *count: CountedFindings, **numbers: Any) -> Rule:
    """A rule in the mode that its numbers belong to."""
    (mode,) = (name for field, name in MODES.items() if field in numbers)
    made: Rule = TypeAdapter(Rule).validate_python({"id": id_, "text": text, "count": count, "mode": mode, **numbers})
    return made


def indicator(id_: str, part: Part, title: str, points: str | None, **more: Any) -> Indicator:
    defaults = {"group": "发布解读", "clause": title, "source": "国办秘函〔2019〕19号", "status": Status.CONFIRMED}
    return Indicator(
        id=id_, part=part, title=title, points=None if points is None else Decimal(points), **(defaults | more)
    )


def unread() -> Indicator:
    """The part of a rubric whose points nobody has read, for institutions alone: others need not add up to the base."""
    return indicator("REST", Part.DEDUCTION, "其余部分", None, manual_reason="未见原文。", applies_to=("institution",))


def rubric(*indicators: Indicator, **more: Any) -> Rubric:
    defaults: dict[str, Any] = {
        "id": "small-2019",
        "title": "政府网站检查指标（示例）",
        "issuer": "国务院办公厅秘书局",
        "document_number": "国办秘函〔2019〕19号",
        "source": "https://www.gov.cn/zhengce/content/2019-04/18/content_5384134.htm",
        "effective_from": date(2019, 4, 1),
        "base_points": Decimal(100),
        "bonus_points": Decimal(30),
        "pass_mark": Decimal(60),
        "bonus_gate": Decimal(80),
        "coverage_floor": Decimal("0.9"),
        "min_pages": 10,
    }
    used = {part.check for line in indicators for one in line.rules for part in one.count}
    plain = {check: CheckParameters(values={}, clause=check, source="-", status=Status.CONFIRMED) for check in used}
    checks = plain | more.pop("checks", {})
    return Rubric(indicators=indicators, checks=checks, **(defaults | more))


def unit(id_: str = "yunling", name: str = "云岭县人民政府", class_: str = "portal", **more: Any) -> Unit:
    return Unit.model_validate({"id": id_, "name": name, "class": class_, **more})


def finding(check: str, code: str, subject: str, owner: str = "yunling", **more: Any) -> Finding:
    return Finding(check=check, code=code, unit=owner, subject=subject, url=more.pop("url", subject), **more)


def outcome(check: str, *said: Finding | Unjudged, owner: str = "yunling", examined: int = 100) -> Outcome:
    findings = tuple(part for part in said if isinstance(part, Finding))
    unjudged = tuple(part for part in said if isinstance(part, Unjudged))
    failed = any(part.state is State.CONFIRMED for part in findings)
    return Outcome(
        check,
        owner,
        Verdict.FAIL if failed else Verdict.PASS,
        None,
        findings=findings,
        unjudged=unjudged,
        examined=examined,
    )


def broken(number: int, owner: str = "yunling", **more: Any) -> Finding:
    """A dead link as broken-link reports it."""
    url = f"{HOST}/zwgk/tzgg/{2025000 + number}.html"
    facts = {"status": 404, "kind": "page", "region": "body"}
    attempts = [
        {
            "answer": "http-404",
            "status": 404,
            "at": "2025-11-20T01:02:03Z",
            "ms": 31 + number,
            "method": "GET",
            "detail": "",
        },
        {"answer": "http-404", "status": 404, "at": "2025-11-20T01:09:03Z", "ms": 29, "method": "GET", "detail": ""},
    ]
    defaults = {
        "column": "首页>政务公开>通知公告",
        "found_on": (f"{HOST}/zwgk/tzgg/index.html", f"{HOST}/zwgk/tzgg/index_1.html"),
        "found_on_count": 2 + number,
        "text": f"关于公布{number}号通知的公告",
        "facts": facts,
        "evidence": {"attempts": attempts, "redirects": []},
    }
    return finding("broken-link", "http-404", url, owner, **(defaults | more))


def stale(name: str, kind: str, days: int, owner: str = "yunling", **more: Any) -> Finding:
    """A column that was not updated, as stale-column reports it."""
    facts = {
        "kind": kind,
        "last_update": "2025-03-02",
        "age_days": days,
        "limit_days": 183,
        "level": 1,
        "name": name,
        "items": 15,
    }
    return finding(
        "stale-column",
        "stale",
        f"首页>政务公开>{name}",
        owner,
        url=f"{HOST}/zwgk/{days}/index.html",
        column=f"首页>政务公开>{name}",
        found_on=(f"{HOST}/zwgk/{days}/index.html",),
        found_on_count=1,
        **({"facts": facts, "evidence": {"rows": [{"title": "关于开展专项检查的通知", "date": "2025-03-02"}]}} | more),
    )


def empty(name: str, owner: str = "yunling") -> Finding:
    """A column without anything in it, as empty-column reports it."""
    return finding(
        "empty-column",
        "empty",
        f"首页>{name}",
        owner,
        url=f"{HOST}/{owner}/{len(name)}/index.html",
        column=f"首页>{name}",
        facts={"kind": "其他", "level": 2, "name": name, "proof": "declared-total"},
        evidence={"declared_total": 0},
    )
