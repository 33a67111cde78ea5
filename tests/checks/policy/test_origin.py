"""Who made a document: this portal's units, a higher level, or nobody that we know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.policy.origin import Origin, Origins
from checks.policy.papers import Paper, papers_of
from checks.policy.titles import numbers_in
from checks.scanning import Listing, SeenPage
from crawler.facts import ArticleFacts, Found, PageFacts
from tests import builders


def paper(title: str, number: str = "", path: str = "首页>政府文件", publisher: str = "") -> Paper:
    """The note on a document with this title and number, listed in a column of policy documents."""
    article = ArticleFacts(title=Found(title, "h1"), text="全文", body_length=2)
    article = replace(article, document_number=Found(number, "label 文号")) if number else article
    article = replace(article, publisher=Found(publisher, "label 发布机构")) if publisher else article
    reading = builders.article("/zcwj/1.html", title)
    facts: PageFacts = replace(reading.facts, article=article)
    (made,) = papers_of(SeenPage(facts, "county", (Listing(path, "政策文件", "county"),)))
    return made


@pytest.mark.parametrize(
    ("title", "number", "path", "publisher", "expected"),
    [
        ("样例县人民政府关于促进消费的实施意见", "样政发〔2025〕1号", "首页>政府文件", "", Origin.OWN),
        ("关于促进消费的实施意见", "", "首页>政府文件", "样例县人民政府", Origin.OWN),
        ("关于促进消费的实施意见", "", "首页>政府文件", "", Origin.UNKNOWN),
        ("国务院关于促进消费的实施意见", "", "首页>政府文件", "样例县人民政府", Origin.UPPER),
        ("关于促进消费的实施意见", "国发〔2025〕1号", "首页>政府文件", "样例县人民政府", Origin.UPPER),
        ("关于促进消费的实施意见", "鲁政办发〔2025〕1号", "首页>政府文件", "", Origin.UPPER),
        ("关于促进消费的实施意见", "济政发〔2025〕1号", "首页>政府文件", "", Origin.UNKNOWN),
        ("济南市人民政府关于促进消费的实施意见", "济政发〔2025〕1号", "首页>政府文件", "", Origin.UPPER),
        ("关于促进消费的实施意见", "样政发〔2025〕1号", "首页>上级文件", "", Origin.UPPER),
    ],
)
def test_origin(title: str, number: str, path: str, publisher: str, expected: Origin) -> None:
    assert Origins(builders.portal()).of(paper(title, number, path, publisher)) is expected


def test_a_province_that_shares_its_sign_with_the_county_is_not_meant() -> None:
    portal = builders.portal().model_copy(update={"name": "鲁山县人民政府"})
    assert Origins(portal).of(paper("关于促进消费的实施意见", "鲁政发〔2025〕1号")) is Origin.OWN


def test_numbers_of_the_note() -> None:
    assert paper("关于促进消费的实施意见", "样政发〔2025〕1号").number == numbers_in("样政发〔2025〕1号")[0]
