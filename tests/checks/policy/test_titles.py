"""Names of documents and document numbers in titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.policy.likeness import contained
from checks.policy.titles import Number, agree, document_names, numbers_in, subject_names

HAN = st.text(alphabet="青禾县农业水价养老服务补贴供水管理停车场河道采砂", min_size=6, max_size=20)


@pytest.mark.parametrize(
    ("document", "interpretation"),
    [
        ("青禾县人民政府办公室关于印发《青禾县农业水价办法（试行）》的通知", "《青禾县农业水价办法（试行）》政策解读"),
        ("青禾县人民政府办公室关于印发《青禾县农业水价办法》的通知", "一图读懂青禾县农业水价办法"),
        ("青禾县人民政府办公室关于印发青禾县农业水价办法的通知", "关于《青禾县农业水价办法》的解读"),
        ("青禾县人民政府关于促进消费扩容提质的实施意见", "图解：关于促进消费扩容提质的实施意见"),
        ("青禾县水利局关于印发青禾县节水管理办法的通知", "青禾县节水管理办法政策解读之二"),
        ("青禾县人民政府办公室 关于印发《青禾县农业水价办法》的通知", "县水利局解读农业水价办法"),
        (
            "青禾县人民政府办公室关于印发青禾县节水办法的通知",
            "《青禾县人民政府办公室关于印发青禾县节水办法的通知》解读",
        ),
        ("青禾县人民政府关于印发《青禾县农业水价办法》《青禾县节水奖励办法》的通知", "《青禾县农业水价办法》解读"),
        ("青禾县人民政府关于促进消费扩容提质的实施意见", "《促进消费扩容提质实施意见》解读"),
        ("固河镇人民政府关于印发《固河镇秸秆综合利用实施方案》的通知", "一图读懂秸秆综合利用实施方案"),
        ("青禾县人民政府关于印发《青禾县城镇燃气管理办法》的通知", "《青禾县城镇燃气管理办法》解读"),
        ("青禾县人民政府关于印发《青禾县城镇燃气管理办法》的通知", "城镇燃气管理办法解读"),
    ],
)
def test_an_interpretation_is_told_by_its_title(document: str, interpretation: str) -> None:
    assert agree(document_names(document), subject_names(interpretation))


@pytest.mark.parametrize(
    ("document", "interpretation"),
    [
        ("青禾县人民政府关于印发《青禾县农业水价办法》的通知", "《青禾县农业水价改革实施方案》解读"),
        ("青禾县人民政府关于印发《青禾县养老服务补贴办法》的通知", "《青禾县养老服务设施规划》解读"),
        ("青禾县人民政府关于印发《青禾县供水管理办法》的通知", "政策解读"),
        ("青禾县人民政府关于印发《青禾县农业水价办法》的通知", "《青禾县农业水价办法实施细则》解读"),
        ("固河镇人民政府关于印发《固河镇秸秆综合利用实施方案》的通知", "《杨屯镇秸秆综合利用实施方案》解读"),
    ],
)
def test_another_document_is_not_meant(document: str, interpretation: str) -> None:
    assert not agree(document_names(document), subject_names(interpretation))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("禾政办发〔2024〕6号", (Number("禾政办发", 2024, 6),)),
        ("禾政发[2023]12号、禾政发（2023）13号", (Number("禾政发", 2023, 12), Number("禾政发", 2023, 13))),
        ("2024年第6号公告", ()),
        ("无文号", ()),
    ],
)
def test_numbers(text: str, expected: tuple[Number, ...]) -> None:
    found = numbers_in(text)
    assert [(each.issuer.lstrip("、"), *each[1:]) for each in found] == [tuple(each) for each in expected]


@given(HAN)
def test_a_document_in_quotes_is_found_in_every_usual_title(name: str) -> None:
    names = document_names(f"青禾县人民政府办公室关于印发《{name}》的通知")
    for title in (f"《{name}》政策解读", f"关于《{name}》的解读", f"一图读懂《{name}》", f"《{name}》问答"):
        assert agree(names, subject_names(title))


@given(HAN, st.integers(1950, 2099), st.integers(1, 9999))
def test_a_number_is_read_as_it_is_written(issuer: str, year: int, serial: int) -> None:
    number = Number(issuer[:8], year, serial)
    assert numbers_in(str(number)) == (number,)


@given(st.text(max_size=200), st.text(max_size=200), st.integers(2, 12))
def test_likeness_is_a_share(part: str, whole: str, length: int) -> None:
    assert 0 <= contained(part, whole, length) <= 1
    assert contained(part, part + whole, length) in (0, 1)
