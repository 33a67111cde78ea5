"""Who is responsible: said outright, or the subject of the sentence; verbs and objects are no units."""

from __future__ import annotations

import pytest

from config.plan_language import Confidence
from xuncha.drafting.units import units_in

HIGH, MEDIUM = Confidence.HIGH, Confidence.MEDIUM


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("各镇街、县政府有关部门每年至少召开1次会议。", [("各镇街、县政府有关部门", MEDIUM)]),
        ("各乡镇（街道）、县直各单位要于年底前完成。", [("各乡镇（街道）、县直各单位", MEDIUM)]),
        ("完善目录，县政府办公室负责汇总。", [("县政府办公室", MEDIUM)]),
        ("各单位主要负责同志每年听取1次汇报。", [("各单位主要负责同志", MEDIUM)]),
        ("由市场监管局牵头负责公开抽查结果。", [("市场监管局", HIGH)]),
        ("公开财政信息（县财政局、县审计局按职责分工负责）。", [("县财政局、县审计局", HIGH)]),
        ("责任单位：县民政局、县医保局", [("县民政局、县医保局", HIGH)]),
        ("公布救助标准（牵头单位：县民政局；配合单位：各镇街）", [("县民政局", HIGH), ("各镇街", HIGH)]),
        ("确保公共企事业单位在提供服务时公开透明。", []),
        ("全面审视各单位在信息公开方面的情况。", []),
        ("加大对部门预算的公开力度。", []),
        ("向社会公开政务服务中心的办事指南。", []),
    ],
)
def test_units(sentence: str, expected: list[tuple[str, Confidence]]) -> None:
    assert [(unit.text, unit.confidence) for unit in units_in(sentence)] == expected
