"""One order of sources; every mistake names the flag, the variable or the line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from config.problems import InvalidData
from config.settings import Settings
from config.settings_sources import load_settings
from config.toml_file import read_toml


def toml(folder: Path, text: str) -> Path:
    path = folder / "house.toml"
    path.write_text(text, encoding="utf-8")
    return path


@given(flag=st.none() | st.just(1.0), variable=st.none() | st.just("2"), line=st.none() | st.just("rate = 3.0"))
def test_order_of_sources(
    tmp_path_factory: pytest.TempPathFactory, flag: float | None, variable: str | None, line: str | None
) -> None:
    path = toml(tmp_path_factory.mktemp("order"), line or "")
    settings = load_settings({"rate": flag}, path, {} if variable is None else {"XUNCHA_RATE": variable})
    expected = flag or (float(variable) if variable else None) or (3.0 if line else 1.0)
    assert settings.rate == expected
    assert ("rate" in settings.model_fields_set) == any((flag, variable, line))


def test_profiles_are_merged_field_by_field(tmp_path: Path) -> None:
    path = toml(tmp_path, "profile = 'quick'\n[profiles.quick]\nmax_pages = 7\nmax_seconds = 70\n")
    settings = load_settings({}, path, {"XUNCHA_PROFILES__QUICK__MAX_SECONDS": "9"})
    assert (settings.budget.max_pages, settings.budget.max_seconds, settings.budget.external) == (7, 9, False)
    assert settings.profiles.full.external
    flagged = load_settings({"max_pages": 3, "external": True, "max_seconds": None}, path, {})
    assert (flagged.budget.max_pages, flagged.budget.max_seconds, flagged.budget.external) == (3, 70, True)


def test_the_file_of_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings({}, None, {}).lang == "zh"
    Path("xuncha.toml").write_text('lang = "en"\n', encoding="utf-8")
    assert load_settings({}, None, {}).lang == "en"


def test_the_environment_of_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_LANG", "en")
    assert load_settings({}, toml(tmp_path, "")).lang == "en"
    assert load_settings({}, toml(tmp_path, ""), {}).lang == "zh"
    assert Settings().lang == "zh"


def test_who_we_are() -> None:
    settings = load_settings({"contact": "https://audit.qinghe.example/"}, None, {})
    assert settings.user_agent_string.startswith("xuncha")
    assert settings.user_agent_string.endswith(" (+https://audit.qinghe.example/; gov website audit)")
    assert settings.has_own_contact
    assert not load_settings({}, None, {}).has_own_contact


def refused(flags: dict[str, Any], file: Path | None, environ: dict[str, str]) -> InvalidData:
    with pytest.raises(InvalidData) as caught:
        load_settings(flags, file, environ)
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("lang = 'zh'\nraet = 1\n", 2, "did you mean rate?"),
        ("# who\n\nlang = 'fr'\n", 3, "must be zh, en"),
        ("timeout_s = 'soon'\n", 1, "should be a number"),
        ("max_page_bytes = 0\n", 1, "must not be less than 1"),
        ("[profiles.quick]\nmax_pages = 1\nmax_pagse = 2\n", 3, "did you mean max_pages?"),
        ("profiles.full.max_seconds = 0\n", 1, "must not be less than 1"),
        ("[profiles.slow]\nmax_pages = 1\n", 1, "allowed: quick, standard, full"),
        ("user_agent = 'Mozilla/5.0 (Windows NT 10.0)'\n", 1, "does not disguise itself"),
        ("user_agent = '巡查'\n", 1, "ASCII"),
        ("contact = 'nobody'\n", 1, "web or mail address"),
        ('contact = "a@b.example\\r\\nX: y"\n', 1, "web or mail address"),
    ],
)
def test_mistakes_in_the_file(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = toml(tmp_path, text)
    error = refused({}, path, {})
    assert str(error).startswith(f"{path}:{line}: ")
    assert says.lower() in str(error).lower()


def test_mistakes_on_the_command_line_and_in_the_environment(tmp_path: Path) -> None:
    path = toml(tmp_path, "rate = 1\n")
    assert str(refused({"rate": -1}, path, {"XUNCHA_RATE": "2"})).startswith("--rate: ")
    assert str(refused({"max_pages": 0}, path, {})).startswith("--max-pages: ")
    assert str(refused({}, path, {"XUNCHA_RATE": "fast"})).startswith("XUNCHA_RATE: ")
    assert "XUNCHA_RATE" in str(refused({}, path, {"XUNCHA_RAET": "1"}))
    assert str(refused({}, path, {"XUNCHA_PROFILES": "{"})).startswith("XUNCHA_PROFILES: ")
    nested = refused({}, path, {"XUNCHA_PROFILES__QUICK__MAX_PAGES": "0"})
    assert str(nested).startswith("XUNCHA_PROFILES__QUICK__MAX_PAGES: ")


def test_several_mistakes_are_told_at_once(tmp_path: Path) -> None:
    error = refused({"rate": -1}, toml(tmp_path, "lang = 'fr'\ncontact = 'x'\n"), {"XUNCHA_TIMEOUT_S": "0"})
    assert len(error.problems) == 4
    for lang in ("zh", "en"):
        text = error.text(lang)
        assert all(name in text for name in ("--rate", "house.toml:1", "house.toml:2", "XUNCHA_TIMEOUT_S"))


def test_unreadable_toml(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings({}, toml(tmp_path, "rate = 1\nlang = \n"), {})
    assert (caught.value.key, caught.value.place and caught.value.place.line) == ("toml-syntax", 2)
    with pytest.raises(ConfigError) as caught:
        load_settings({}, tmp_path / "none.toml", {})
    assert caught.value.key == "file-missing"


def test_lines_of_toml_values(tmp_path: Path) -> None:
    document = read_toml(toml(tmp_path, 'a = 1\n[b]\nc.d = 2\n"e f" = 3\n[b.g]\nh = 4\n'))
    lines = {
        loc: document.place(loc).line
        for loc in [("a",), ("b", "c", "d"), ("b", "e f"), ("b", "g", "h"), ("b", "g", "x"), ("z",)]
    }
    assert list(lines.values()) == [1, 3, 4, 6, 5, None]


def test_our_addresses_are_addresses(tmp_path: Path) -> None:
    settings = load_settings({}, toml(tmp_path, "addresses = ['203.0.113.7', '2001:db8::/64']\n"), {})
    assert settings.addresses == ("203.0.113.7", "2001:db8::/64")
    with pytest.raises(ConfigError, match="addresses"):
        load_settings({}, toml(tmp_path, "addresses = ['the office']\n"), {})
    with pytest.raises(ConfigError) as caught:
        load_settings({}, toml(tmp_path, "addresses = ['300.1.1.1']\n"), {})
    assert "300.1.1.1" in caught.value.text("zh") and "不是 IP 地址" in caught.value.text("zh")
