"""Every error of this room has a text in both languages, with the same facts."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import config
from config.messages import LANGUAGES, catalogue, has_text

ROOM = Path(config.__file__).parent
RAISED = re.compile(r'(?:ConfigError|super\(\).__init__)\(\s*"([a-z0-9-]+)"')


def own_texts(lang: str) -> dict[str, str]:
    texts: dict[str, str] = {}

    def walk(node: dict[str, object], prefix: str) -> None:
        for name, value in node.items():
            if isinstance(value, dict):
                walk(value, f"{prefix}{name}.")
            else:
                texts[prefix + name] = str(value)

    for name in ("config.yaml", "mandated.yaml", "rubric.yaml"):
        walk(YAML(typ="safe", pure=True).load((ROOM / "messages" / lang / name).read_text(encoding="utf-8")), "")
    return texts


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    zh, en = own_texts("zh"), own_texts("en")
    assert set(zh) == set(en)
    assert {key: facts(zh[key]) for key in zh} == {key: facts(en[key]) for key in en}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_in_the_code_has_a_text(lang: str) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOM.rglob("*.py")))
    raised = set(RAISED.findall(source))
    refused = set(re.findall(r'broken\(\s*"([a-z0-9-]+)"', source))
    assert {"file-missing", "yaml-syntax", "unknown-year"} <= raised
    assert {"duplicate", "foreign-host", "points-sum"} <= refused
    assert [key for key in sorted(raised) if not has_text(f"error.{key}", lang)] == []
    assert [key for key in sorted(refused) if not has_text(f"error.problem.{key}", lang)] == []


def test_all_rooms_say_the_same_things_in_both_languages() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert set(zh) == set(en)
    assert {key: facts(zh[key]) for key in zh} == {key: facts(en[key]) for key in en}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_catalogue_is_whole(lang: str) -> None:
    """No room writes a key twice, and no text is empty."""
    texts = catalogue(lang)
    assert all(text.strip() for text in texts.values())


def test_unknown_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        catalogue("fr")
