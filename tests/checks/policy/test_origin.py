"""Who made a document: this portal's units, a higher level, or nobody that we know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.policy.origin import Origin, Origins
from checks.policy.paper import Paper
from checks.policy.papers import papers_of
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
    assert Origins(builders.portal(), builders.portal().units[0]).of(paper(title, number, path, publisher)) is expected


@pytest.mark.parametrize("name", ["济南市历下区人民政府", "历下区人民政府"])
@pytest.mark.parametrize(
    ("title", "number", "publisher", "expected"),
    [
        ("济南市人民政府办公厅关于印发水价办法的通知", "济政办发〔2025〕1号", "济南市人民政府", Origin.UPPER),
        ("关于印发水价办法的通知", "济政办发〔2025〕1号", "济南市人民政府办公厅", Origin.UNKNOWN),
        ("济南市水务局关于印发水价办法的通知", "济水发〔2025〕1号", "济南市水务局", Origin.UPPER),
        ("济南市历下区人民政府关于印发水价办法的通知", "历政发〔2025〕1号", "济南市历下区人民政府", Origin.OWN),
        ("历下区水务局关于印发水价办法的通知", "水字〔2025〕1号", "", Origin.OWN),
        ("关于印发水价办法的通知", "历政发〔2025〕1号", "", Origin.OWN),
    ],
)
def test_the_city_above_a_district_is_not_the_district(
    name: str, title: str, number: str, publisher: str, expected: Origin
) -> None:
    portal = builders.portal().model_copy(update={"name": name})
    assert Origins(portal, portal.units[0]).of(paper(title, number, publisher=publisher)) is expected


@pytest.mark.parametrize(
    ("unit", "title", "expected"),
    [
        ("固河镇人民政府", "样例县人民政府办公室关于印发水价办法的通知", Origin.UPPER),
        ("固河镇人民政府", "样例县固河镇人民政府关于印发水价办法的通知", Origin.OWN),
        ("县政府办公室", "样例县人民政府办公室关于印发水价办法的通知", Origin.OWN),
        ("农业农村局", "样例县农业农村局关于印发水价办法的通知", Origin.OWN),
        ("农业农村局", "关于做好农机购置补贴工作的通知", Origin.UNKNOWN),
    ],
)
def test_what_another_unit_of_the_portal_made_is_not_this_ones(unit: str, title: str, expected: Origin) -> None:
    named = builders.unit("some", "department", "/some/").model_copy(update={"name": unit})
    number = "农办机〔2025〕3号" if expected is Origin.UNKNOWN else "样政办发〔2025〕1号"
    assert Origins(builders.portal(named), named).of(paper(title, number)) is expected


def test_a_province_that_shares_its_sign_with_the_county_is_not_meant() -> None:
    portal = builders.portal().model_copy(update={"name": "鲁山县人民政府"})
    assert Origins(portal, portal.units[0]).of(paper("关于促进消费的实施意见", "鲁政发〔2025〕1号")) is Origin.OWN


def test_numbers_of_the_note() -> None:
    assert paper("关于促进消费的实施意见", "样政发〔2025〕1号").number == numbers_in("样政发〔2025〕1号")[0]
