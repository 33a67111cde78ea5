"""Titles and paragraphs in the language of county offices, put together by chance and yet always the same.

Nothing in them is meant to be a fault: no numbers of things that are counted afterwards, no terms that run out, no
persons.
"""

from __future__ import annotations

import random

from benchmarks.speed.portal.plan import Article, Column

SUBJECTS = (
    "防汛备汛", "义务教育招生", "农村公路养护", "惠农补贴发放", "食品安全抽检", "矿山生态修复", "社会救助", "重大项目建设",
    "高标准农田建设", "饮用水水源保护", "农村人居环境整治", "老旧小区改造", "公共文化服务", "森林防火", "招商引资", "校园安全",
    "基层医疗服务", "城乡公交运营", "特种设备检查", "政务服务提升", "退役军人服务", "医保参保", "秸秆综合利用", "河道清淤",
    "农产品质量安全", "乡村旅游", "养老服务", "残疾人帮扶", "职业技能培训", "危桥改造", "统计调查", "法治宣传",
)  # fmt: skip
_WHO = (
    "各村（社区）", "有关单位", "项目责任单位", "驻村工作队", "包片干部", "业务股室", "行业主管部门", "各镇（街道）", "施工单位",
    "服务窗口", "志愿服务队", "网格员", "技术人员", "工作专班", "农业合作社", "相关企业",
)  # fmt: skip
_WHERE = (
    "东沟片区", "西岭片区", "南塘片区", "北关片区", "河东片区", "河西片区", "城南片区", "城北片区", "新桥片区", "青石片区",
    "上湾片区", "下湾片区", "柳塘片区", "杨树坪片区", "沿河一线", "山区一线", "集镇周边", "园区周边",
)  # fmt: skip
_DID = (
    "逐户走访了解情况", "集中开展隐患排查", "组织业务骨干现场指导", "完善工作台账", "召开现场推进会", "细化任务分工",
    "健全长效管护机制", "推行上门服务", "开展宣传引导", "加强部门联动", "优化办理流程", "落实专人值守", "建立定期会商机制",
    "整合各类资金资源", "开展入户宣讲", "更新设施设备", "引入第三方评估", "组织观摩学习", "开展交叉检查", "畅通反映渠道",
    "规范档案管理", "强化日常巡查", "推动信息共享", "组织应急演练",
)  # fmt: skip
_SO_THAT = (
    "确保各项要求落到实处", "进一步提升群众满意度", "切实守住安全底线", "推动工作提质增效", "为群众办好身边小事",
    "形成上下协同的工作格局", "夯实基层基础", "增强发展后劲", "补齐短板弱项", "保障群众合法权益", "不断改善生产生活条件",
    "营造良好社会氛围",
)  # fmt: skip
_BEGIN = (
    "围绕{subject}，", "在推进{subject}过程中，", "针对{subject}的重点环节，", "结合本地{subject}实际，", "为做好{subject}工作，",
    "按照{subject}工作安排，", "{subject}启动以来，", "聚焦{subject}，",
)  # fmt: skip
_MIDDLE = (
    "{who}在{where}{did}，并{did2}，{so}。",
    "{who}坚持问题导向，{did}，同步{did2}，{so}。",
    "{where}率先{did}，{who}随后{did2}，{so}。",
    "{who}与{who2}密切配合，在{where}{did}、{did2}，{so}。",
    "{where}的{who}{did}，带动{who2}{did2}，{so}。",
)
_TITLES = {
    "gzdt": ("{unit}推进{where}{subject}工作", "{where}{subject}有序开展", "{unit}在{where}调研{subject}", "{unit}{did}做好{subject}"),
    "tzgg": ("关于做好{where}{subject}工作的通知", "关于{where}{subject}有关事项的公告", "关于开展{where}{subject}工作的通告"),
    "zcwj": ("关于进一步加强{where}{subject}工作的意见", "关于印发{where}{subject}实施方案的通知"),
    "zcjd": ("关于进一步加强{where}{subject}工作的意见政策解读", "{where}{subject}实施方案政策解读"),
    "rsxx": ("关于{where}{subject}岗位人员调整的公示", "{unit}{subject}岗位人事安排"),
    "tjxx": ("{where}{subject}统计数据", "{unit}{subject}运行分析"),
    "yjgl": ("{where}{subject}应急演练情况", "{unit}{subject}应急值守安排"),
    "zdxm": ("{where}{subject}项目进展", "{where}{subject}项目实施情况"),
    "bszn": ("{subject}办理服务指南",),
}  # fmt: skip


def title(column: Column, article: Article) -> str:
    """The title of an article; no two of a column are the same within some months."""
    chance = random.Random(article.number * 7 + 1)
    form = chance.choice(_TITLES[column.kind.slug])
    said = form.format(
        unit=column.unit.name, where=chance.choice(_WHERE), subject=_subject(article), did=chance.choice(_DID)
    )
    return f"{article.day:%Y年}{said}" if column.kind.slug in ("tjxx", "zdxm") else said


def paragraphs(article: Article) -> list[str]:
    """The body: between 24 and 80 paragraphs, made of millions of possible sentences."""
    chance = random.Random(article.number * 7 + 2)
    subject, choose = _subject(article), chance.choice
    made = []
    for _ in range(chance.randint(24, 80)):
        sentence = choose(_BEGIN).format(subject=subject)
        for _ in range(chance.randint(1, 2)):
            sentence += choose(_MIDDLE).format(
                who=choose(_WHO),
                who2=choose(_WHO),
                where=choose(_WHERE),
                did=choose(_DID),
                did2=choose(_DID),
                so=choose(_SO_THAT),
            )
        made.append(sentence)
    return made


def _subject(article: Article) -> str:
    return SUBJECTS[article.number % len(SUBJECTS)]
