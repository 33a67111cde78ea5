"""Checks are found through entry points, and a broken one is named, never skipped."""

from __future__ import annotations

import textwrap
from importlib.metadata import Distribution, EntryPoint, PathDistribution
from pathlib import Path

import pytest

from checks.catalogue import SECTIONS, checks_by_id, find_check, load_checks, metadata_problem, parameter_models
from checks.contract import NEEDS, Check
from config.errors import UserError
from config.messages import LANGUAGES, has_text

HOUSE = ("bad-href", "broken-link", "empty-column", "mandated-item", "mislink", "stale-column", "stale-home")

GOOD = """
    from checks.contract import Check

    class Extra(Check):
        '''A check of a third party.

        ## What it finds
        Nothing.
        ## Why it matters
        It does not.
        ## How it decides
        It never does.
        ## When it does not apply
        Always.
        ## Known errors
        None.
        '''

        id = "extra"
        title = "另一项"
        needs = ("pages",)
        codes = ("odd",)
        clause = "无"

        def judge(self, crawl, unit, params, as_of):
            yield from ()
"""


def install(folder: Path, module: str, source: str, target: str, name: str = "extra") -> list[EntryPoint]:
    """Put a distribution with one check into `folder` as an installer would, and return its entry points."""
    (folder / f"{module}.py").write_text(textwrap.dedent(source), encoding="utf-8")
    info = folder / f"{module}-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(f"[xuncha.checks]\n{name} = {module}:{target}\n")
    distribution: Distribution = PathDistribution(info)
    return list(distribution.entry_points)


def test_the_house_brings_its_checks() -> None:
    assert tuple(check for check in checks_by_id() if check in HOUSE) == HOUSE
    assert set(parameter_models()) == set(checks_by_id())


@pytest.mark.parametrize("check_id", HOUSE)
def test_metadata_is_complete(check_id: str) -> None:
    check = find_check(check_id)
    assert metadata_problem(type(check), check_id) is None
    assert set(check.needs) <= NEEDS
    for lang in LANGUAGES:
        for code in check.codes:
            for part in ("title", "message", "remedy"):
                assert has_text(f"finding.{check_id}.{code}.{part}", lang), (check_id, code, part, lang)


@pytest.mark.parametrize("check_id", HOUSE)
def test_parameters_are_described(check_id: str) -> None:
    for name, field in find_check(check_id).Params.model_fields.items():
        assert field.description, f"{check_id}.{name} is not described"


def test_a_third_party_adds_a_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    found = load_checks(install(tmp_path, "good_plugin", GOOD, "Extra"))
    assert list(found) == ["extra"]
    assert isinstance(found["extra"], Check)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("class Extra(Check):", "class Extra:", "not a subclass of checks.contract.Check"),
        ('title = "另一项"', 'title = ""', "has no `title`"),
        ('clause = "无"', "", "has no `clause`"),
        ('id = "extra"', 'id = "other"', "equal to its entry point's name"),
        ('codes = ("odd",)', 'codes = ("odd", "odd")', "tuple of different slugs"),
        ('codes = ("odd",)', 'codes = ["odd"]', "tuple of different slugs"),
        ('needs = ("pages",)', 'needs = ("network",)', "it needs network"),
        ('needs = ("pages",)', "Params = dict", "not a subclass of checks.contract.CheckParams"),
        ('needs = ("pages",)', 'sensitive = "no"', "neither True nor False"),
        ("## Known errors", "Known errors", "lacks the section “Known errors”"),
        ("def judge", "def judges", "does not implement `judge`"),
    ],
)
def test_a_wrong_declaration_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, complaint: str
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    module = tmp_path.name  # another one for each case, because Python keeps modules by name
    assert old in GOOD
    with pytest.raises(UserError) as caught:
        load_checks(install(tmp_path, module, GOOD.replace(old, new), "Extra"))
    assert complaint in str(caught.value)
    assert f"{module} 1.2" in str(caught.value)
    assert f"{module} 1.2" in caught.value.text("zh")


def test_a_check_that_cannot_be_imported_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(UserError, match=r"crashing 1\.2.*ZeroDivisionError"):
        load_checks(install(tmp_path, "crashing", "1 / 0", "Extra"))


def test_two_distributions_with_one_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    points = [*install(tmp_path, "first_one", GOOD, "Extra"), *install(tmp_path, "second_one", GOOD, "Extra")]
    with pytest.raises(UserError, match=r"first_one 1\.2 and second_one 1\.2"):
        load_checks(points)


def test_unknown_check_suggests_the_nearest() -> None:
    with pytest.raises(UserError, match="broken-link"):
        find_check("broken-links")


def test_sections_stand_in_order() -> None:
    for check in checks_by_id().values():
        headings = [line.strip()[3:] for line in (check.__doc__ or "").splitlines() if line.strip().startswith("## ")]
        assert headings == list(SECTIONS), check.id
