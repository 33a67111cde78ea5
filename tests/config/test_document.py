"""Quotations: word for word, blanks aside."""

from __future__ import annotations

import pytest

from config.document import document_names, document_text, quotes


def test_all_documents_can_be_read() -> None:
    assert document_names() == ("gaotang-2024", "lixia-2024", "pingyin-2023", "shaheyan-2024")
    for name in document_names():
        assert "政务公开" in document_text(name)
        assert "\ufffd" not in document_text(name)


@pytest.mark.parametrize(
    ("clause", "name", "expected"),
    [
        ("决策承办单位要在决策文件出台后10个工作日内向社会详细公开前期意见的收集、采纳情况", "pingyin-2023", True),
        ("决策承办单位要在决策文件出台后 10 个工作日内\n向社会详细公开", "pingyin-2023", True),
        ("决策承办单位要在决策文件出台后20个工作日内", "pingyin-2023", False),
        ("打造长滩品牌", "shaheyan-2024", True),
        ("打造长滩品牌", "gaotang-2024", False),
        ("", "gaotang-2024", False),
        (" \u3000\n", "gaotang-2024", False),
    ],
)
def test_quotes(clause: str, name: str, expected: bool) -> None:
    assert quotes(clause, name) is expected


def test_an_unknown_document_is_an_error() -> None:
    with pytest.raises(KeyError):
        document_text("nowhere-2024")
    with pytest.raises(KeyError):
        quotes("政务公开", "../documents/gaotang-2024")
