"""An audit of an invented county, as the checks would hand it over: enough of everything that a report can show."""

from __future__ import annotations

from decimal import Decimal

from checks.finding import Outcome, State, Unjudged, Verdict
from config.registry import Portal, UnitClass
from config.rubric import CheckParameters, Part, Rubric, Status
from crawler.kinds import EndReason
from reports.result import AuditResult, Judgement, RunCard
from reports.scoring import score_unit
from tests.reports.samples import (
    AS_OF,
    HOST,
    Hidden,
    Seen,
    broken,
    counted,
    empty,
    finding,
    indicator,
    outcome,
    rubric,
    rule,
    stale,
    unit,
)


def national() -> Rubric:
    """A rubric in the form of 国办秘函〔2019〕19号 with some of its clauses."""
    portal = (UnitClass.PORTAL,)
    fresh = "监测时间点前2周内的动态、要闻类栏目,以及前6个月内的通知公告、政策文件类一级栏目,累计超过(含)5个未更新。"
    blank = "空白栏目数量超过(含)5个。"
    policy = "前6个月内政策文件类一级栏目未更新。"
    leaders = "未开设领导信息类栏目。"
    guess = Status.UNCONFIRMED
    return rubric(
        indicator(
            "V1",
            Part.VETO,
            "安全、泄密事故等严重问题",
            None,
            group="单项否决",
            clause="1.出现严重表述错误。2.泄露国家秘密。3.发布或链接反动、暴力、色情等内容。",
            manual_reason="须由人工阅读内容判断。",
        ),
        indicator(
            "V3",
            Part.VETO,
            "首页不更新",
            None,
            group="单项否决",
            clause="监测2周,首页无信息更新的。",
            rules=(rule("V3", "监测2周,首页无信息更新的。", counted("stale-home", "stale"), veto_at=1),),
        ),
        indicator(
            "V4",
            Part.VETO,
            "栏目不更新",
            None,
            group="单项否决",
            clause=f"1.{fresh}2.应更新但长期未更新的栏目数量超过(含)10个。3.{blank}",
            rules=(
                rule(
                    "V4.1",
                    fresh,
                    counted("stale-column", "stale", kind=["动态要闻", "通知公告", "政策文件"], level=[1]),
                    veto_at=5,
                    warn_at=3,
                ),
                rule("V4.3", blank, counted("empty-column", "empty"), veto_at=5, warn_at=3),
            ),
        ),
        indicator(
            "D1",
            Part.DEDUCTION,
            "领导信息",
            "5",
            applies_to=portal,
            status=guess,
            clause="未开设领导信息类栏目的,扣5分;信息缺失或不准确的,每处扣1分。",
            rules=(
                rule(
                    "D1.1",
                    leaders,
                    counted("mandated-item", "missing", item=["leaders"]),
                    points=Decimal(5),
                    status=guess,
                ),
                rule(
                    "D1.2",
                    "缺失或不准确,每处。",
                    counted("mandated-item", "incomplete", item=["leaders"]),
                    points_each=Decimal(1),
                    status=guess,
                ),
            ),
        ),
        indicator(
            "D2",
            Part.DEDUCTION,
            "政策文件",
            "5",
            applies_to=portal,
            clause=policy,
            rules=(rule("D2.1", policy, counted("stale-column", "stale", kind=["政策文件"]), points=Decimal(5)),),
        ),
        indicator(
            "D3",
            Part.DEDUCTION,
            "链接可用性",
            "10",
            applies_to=portal,
            group="功能设计",
            status=guess,
            clause="页面链接(含图片、附件、外部链接)打不开或错误的,每个扣0.5分。",
            rules=(
                rule(
                    "D3.1",
                    "链接打不开或错误,每个。",
                    counted("broken-link", "http-404", "timeout", "soft-404"),
                    counted("bad-href", "private-address"),
                    points_each=Decimal("0.5"),
                    status=guess,
                ),
            ),
        ),
        indicator(
            "D4",
            Part.DEDUCTION,
            "办事指南",
            "25",
            applies_to=portal,
            group="办事服务",
            status=guess,
            clause="随机抽查5个事项,要素缺失的,每处扣分。",
            manual_reason="须对照实际办理情况人工抽查。",
        ),
        indicator(
            "D5",
            Part.DEDUCTION,
            "办理答复",
            None,
            applies_to=portal,
            group="互动交流",
            status=guess,
            clause="模拟用户咨询,5个工作日内未答复的扣分。",
            manual_reason="须人工提交模拟咨询。",
        ),
        indicator(
            "B1",
            Part.BONUS,
            "智能搜索",
            None,
            applies_to=portal,
            group="功能设计",
            status=guess,
            clause="提供智能搜索功能。",
            manual_reason="须人工试用。",
        ),
        id="county-2019",
        title="县级政府网站检查指标",
        base_points=Decimal(100),
        checks={
            "stale-column": CheckParameters(
                values={"notice_months": 6},
                clause="通知公告、政策文件类栏目6个月",
                source="国办秘函〔2019〕19号",
                status=Status.CONFIRMED,
            ),
            "broken-link": CheckParameters(
                values={}, clause="链接超时按15秒认定", source="国办秘函〔2019〕19号", status=guess
            ),
        },
        notes=("扣分表中标“待核对”的分值尚未与官方原文核对。",),
    )


def county_outcomes() -> list[Outcome]:
    """What the checks said about the county portal: a dozen dead links, stale columns, something suspected and open."""
    return [
        outcome(
            "broken-link",
            *(broken(number) for number in range(1, 13)),
            broken(40, state=State.SUSPECTED, text="<script>alert(1)</script>关于转发文件的通知"),
            Unjudged(f"{HOST}/old/a.html", "bot-wall", "http-404", f"{HOST}/old/a.html", {"kind": "page"}),
        ),
        outcome(
            "bad-href",
            finding(
                "bad-href",
                "private-address",
                "http://192.168.1.20/upload/1.doc",
                text="=附件：申请表",
                column="首页>办事服务>下载",
                found_on=(f"{HOST}/bsfw/xz/index.html",),
                found_on_count=1,
                facts={"host": "192.168.1.20"},
            ),
            finding(
                "bad-href",
                "local-file",
                "file:///C:/Users/a/Desktop/1.doc",
                text="附件",
                found_on=(f"{HOST}/bsfw/xz/2.html",),
                found_on_count=1,
            ),
            finding(
                "mislink", "hijacked-target", "javascript:alert(document.cookie)", text="老网站", state=State.SUSPECTED
            ),
        ),
        outcome(
            "stale-column",
            stale("政策文件", "政策文件", 263),
            stale("通知公告", "通知公告", 201),
            Unjudged(
                "首页>专题专栏>乡村振兴", "list-by-script", "stale", f"{HOST}/ztzl/", {"kind": "动态要闻", "level": 1}
            ),
        ),
        outcome("empty-column", empty("专题专栏>数据开放")),
        outcome("stale-home"),
        outcome(
            "mandated-item",
            finding(
                "mandated-item",
                "incomplete",
                "leaders-1",
                url=f"{HOST}/ldzc/",
                column="首页>领导之窗",
                facts={
                    "item": "leaders",
                    "title": "领导信息",
                    "absent": ["简历", "分工"],
                    "expected": ["姓名", "照片", "简历", "分工"],
                    "observed": ["姓名", "照片"],
                },
            ),
        ),
    ]


def town_outcomes(owner: str, blanks: int) -> list[Outcome]:
    """A township with so many empty columns; nothing else is wrong there."""
    names = ("机构职能", "领导信息", "通知公告栏", "政策解读专栏", "重点领域信息", "社会救助公开信息")
    return [
        outcome("broken-link", owner=owner),
        outcome("bad-href", owner=owner),
        outcome("stale-column", owner=owner),
        outcome("empty-column", *(empty(name, owner) for name in names[:blanks]), owner=owner),
        Outcome("stale-home", owner, Verdict.NOT_APPLICABLE, "no-home"),
        Outcome("mandated-item", owner, Verdict.CANNOT_JUDGE, "needs-columns"),
    ]


def audit(lang: str = "zh", outcomes: list[Outcome] | None = None) -> AuditResult:
    """The whole result: the county, a department and two townships."""
    units = (
        unit(),
        unit("jiaoyu", "云岭县教育和体育局", "department", scope=(f"{HOST}/jytyj/",)),
        unit("chengguan", "城关街道办事处", "township", scope=(f"{HOST}/cgjd/",)),
        unit("beihe", "北河镇人民政府", "township", scope=(f"{HOST}/bhz/",)),
    )
    portal = Portal(id="yunling", name="云岭县人民政府", start_urls=(f"{HOST}/",), site_code="9900000001", units=units)
    rules = national()
    towns = (("jiaoyu", 1), ("chengguan", 6), ("beihe", 3))
    said = [*county_outcomes(), *(one for owner, blanks in towns for one in town_outcomes(owner, blanks))]
    if outcomes is not None:
        said = outcomes
    seen = {"yunling": Seen(1952, 1987), "jiaoyu": Seen(204, 204), "chengguan": Seen(88, 90), "beihe": Seen(31, 60)}
    cards = tuple(score_unit(rules, one, said, seen[one.id], AS_OF) for one in units)
    run = RunCard(
        run_id="20251120-090000-7f3a",
        tool_version="0.1.0",
        as_of=AS_OF,
        profile="standard",
        budget={
            "max_pages": 1987,
            "max_seconds": 7200.0,
            "external": True,
            "documents": "newest",
            "trials": ["search"],
        },
        configuration_hash="9b1c0d5e77aa42f0",
        seed=20251120,
        started="2025-11-20T01:00:00Z",
        finished="2025-11-20T01:34:10Z",
        judged="2025-11-20T01:34:30Z",
        end_reason=EndReason.PAGE_BUDGET,
        crawl_hash="f" * 64,
        user_agent="xuncha/0.1.0 (+mailto:audit@yunling.example)",
        counts={"pages": 1952, "answers": 2301, "by_answer": {"content": 2210, "http-404": 12}},
    )
    hidden = tuple(Hidden(f"{HOST}/old/{number}.html", "bot-wall", "challenge page") for number in range(130))
    hidden += (Hidden(f"{HOST}/big.zip", "oversized"),)
    return AuditResult(run, portal, units, (Judgement(rules, "4d1f" * 8, tuple(said), cards),), hidden, lang)
