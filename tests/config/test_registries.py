"""Registries: what is accepted, what is refused with line and remedy, and how units are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.problems import InvalidData
from config.registries import find, known_ids, load_registry
from config.registry import Portal, Unit, UnitClass

GOOD = """\
portals:
  - id: qinghe
    name: 青禾县人民政府
    start_urls: [https://www.qinghe.example/]
    hosts: [zwgk.qinghe.example]
    site_code: "9901230001"
    units:
      - {id: qinghe, name: 青禾县人民政府, class: portal}
      - id: jyj
        name: 青禾县教育局
        class: department
        entry_urls: [https://www.qinghe.example/bm/jyj/]
        scope: [www.qinghe.example/bm/jyj/, "https://ZWGK.qinghe.example/jyj"]
      - id: hetou
        name: 禾头镇人民政府
        class: township
        scope: [www.qinghe.example/xz/hetou/]
    politeness:
      rate: 0.5
      ignore_robots: true
      robots_authorisation: 县政府办公室2026年3月2日授权（青政办函〔2026〕9号）
    columns:
      - url: https://www.qinghe.example/zwgk/gsgg/
        kind: 通知公告
        level: 1
        unit: jyj
"""


def load(folder: Path, text: str) -> Path:
    path = folder / "registry.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, old: str, new: str) -> InvalidData:
    assert old in GOOD
    with pytest.raises(InvalidData) as caught:
        load_registry(load(folder, GOOD.replace(old, new)))
    return caught.value


def test_a_good_registry(tmp_path: Path) -> None:
    registry = load_registry(load(tmp_path, GOOD))
    (portal,) = registry.portals
    assert portal.all_hosts == {"www.qinghe.example", "zwgk.qinghe.example"}
    assert [unit.unit_class for unit in portal.units] == [
        UnitClass.PORTAL,
        UnitClass.DEPARTMENT,
        UnitClass.TOWNSHIP,
    ]
    assert Portal.model_validate_json(portal.model_dump_json(by_alias=True)) == portal


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("site_code:", "sitecode:", 6, "did you mean site_code?"),
        ('"9901230001"', "9901230001", 6, "in quotes"),
        ("https://www.qinghe.example/]", "www.qinghe.example]", 4, "beginning with http:// or https://"),
        ("https://www.qinghe.example/]", "'https://me@www.qinghe.example/']", 4, "without user name"),
        ("[zwgk.qinghe.example]", "[https://zwgk.qinghe.example/]", 5, "without http:// and path"),
        ("id: jyj", "id: hetou", 14, "choose another"),
        ("id: jyj", "id: JYJ", 9, "not written as required"),
        ("class: township", "class: town", 16, "portal, department, township, institution"),
        ("class: township", "class: portal", 16, "qinghe is that already"),
        ("        scope: [www.qinghe.example/xz/hetou/]\n", "", 14, "would own the whole portal"),
        ("xz/hetou/]", "bm/jyj/]", 17, "belongs to unit jyj already"),
        ("www.qinghe.example/xz/hetou/]", "www.other.example/xz/]", 17, "add the host to hosts"),
        ("rate: 0.5", "rate: -1", 19, "must not be less than 0"),
        ("rate: 0.5", "rate: slow", 19, "should be a number"),
        ("      robots_authorisation: 县政府办公室2026年3月2日授权（青政办函〔2026〕9号）\n", "", 20, "who gave it"),
        ("kind: 通知公告", "kind: 通知公示公告", 24, "use: 通知公告"),
        ("unit: jyj", "unit: jy", 26, "there are: qinghe, jyj, hetou"),
        ("level: 1", "level: 0", 25, "must not be less than 1"),
        ("url: https://www.qinghe.example/zwgk", "url: https://elsewhere.example/zwgk", 23, "elsewhere.example"),
    ],
)
def test_each_mistake_names_line_and_remedy(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    error = refused(tmp_path, old, new)
    assert [problem.place.line for problem in error.problems] == [line]
    assert str(error).startswith(f"{tmp_path / 'registry.yaml'}:{line}: ")
    assert says in str(error)
    assert error.text("zh") != str(error)


def test_a_unit_cannot_bear_the_id_of_another_portal(tmp_path: Path) -> None:
    other = "  - {id: jyj, name: X, start_urls: ['http://x.example/'], units: [{id: x, name: X, class: portal}]}\n"
    with pytest.raises(InvalidData, match="already used at portals"):
        load_registry(load(tmp_path, GOOD + other))


def test_units_have_tags_and_attributes_and_a_service_function(tmp_path: Path) -> None:
    more = """\
        class: department-with-service
        tags: [charges-fees]
        attributes: {level: county, staff: 12, new: false}
"""
    (portal,) = load_registry(load(tmp_path, GOOD.replace("        class: department\n", more))).portals
    unit = portal.unit("jyj")
    assert (unit.unit_class, unit.unit_class.base) == (UnitClass.SERVICE_DEPARTMENT, UnitClass.DEPARTMENT)
    assert (unit.tags, dict(unit.attributes)) == (("charges-fees",), {"level": "county", "staff": 12, "new": False})


def test_a_lone_department_may_own_its_site(tmp_path: Path) -> None:
    text = (
        "portals:\n  - id: fgw\n    name: 发展和改革局\n    start_urls: ['http://127.0.0.1:8080/']\n"
        "    units: [{id: fgw, name: 发展和改革局, class: department}]\n"
    )
    registry = load_registry(load(tmp_path, text))
    assert registry.portals[0].units[0].owns("http://127.0.0.1:8080/anything")


def test_finding_units_and_portals(tmp_path: Path) -> None:
    registry = load_registry(load(tmp_path, GOOD))
    assert known_ids(registry) == ("qinghe", "jyj", "hetou")
    assert len(find(registry, "qinghe").units) == 3
    assert [unit.id for unit in find(registry, "hetou").units] == ["hetou"]
    with pytest.raises(ConfigError) as caught:
        find(registry, "hetuo", tmp_path / "registry.yaml")
    assert "did you mean hetou?" in str(caught.value)
    with pytest.raises(ConfigError) as caught:
        find(registry, "zzzzzz")
    assert "qinghe, jyj, hetou" in str(caught.value)


@pytest.mark.parametrize(
    ("prefix", "url", "owned"),
    [
        ("www.x.example/bm/jyj", "https://www.x.example/bm/jyj/a.html", True),
        ("www.x.example/bm/jyj", "https://www.x.example/bm/jyj.html", True),
        ("www.x.example/bm/jyj", "https://www.x.example/bm/jyj2/a.html", False),
        ("http://www.x.example/bm/", "https://WWW.x.example/bm/a", True),
        ("https://www.x.example", "http://www.x.example/", True),
        ("https://www.x.example", "http://www.x.example.evil/", False),
        ("www.x.example/art_557_", "http://www.x.example/art_557_1.html", True),
    ],
)
def test_a_prefix_ends_where_a_name_ends(prefix: str, url: str, owned: bool) -> None:
    unit = Unit.model_validate({"id": "u", "name": "U", "class": "township", "scope": [prefix]})
    assert unit.owns(url) is owned


def test_a_bare_ipv6_host_is_an_id() -> None:
    assert Unit.model_validate({"id": "[::1]:8080", "name": "U", "class": "portal"}).id == "[::1]:8080"
