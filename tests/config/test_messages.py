"""Every text is there in every language and says the same facts; what the code names has a text."""

from __future__ import annotations

import re
import string
from pathlib import Path

import polib
import pytest
from babel.messages import Message
from babel.messages.pofile import PoFileError

import config
from config.messages import HELP, LANGUAGES, SOURCE, catalogue, has_text
from scripts import messages
from tests.reports.latin import CHINESE

ROOM = Path(config.__file__).parent
RAISED = re.compile(r'(?:ConfigError|super\(\).__init__)\(\s*"([a-z0-9-]+)"')
TRANSLATIONS = [lang for lang in LANGUAGES if lang != SOURCE]
MARK = re.compile(r"{{ .*? }}|{% .*? %}")
"""Of a template of Word."""


def facts(said: str) -> set[str]:
    """What is filled in: names of facts, and marks of Word templates without their filters (English has capitals)."""
    marks = [re.sub(r"(?<=[\w)])\|\w+ }}", " }}", mark) for mark in MARK.findall(said)]
    names = [name for _, name, _, _ in string.Formatter().parse(MARK.sub("", said)) if name]
    return {*marks, *names}


def faults(lang: str, folder: Path) -> list[str]:
    """What is wrong with the catalogues of a language: file, key and fault."""
    kept = messages.kept(lang, folder)
    found = [f"{file.name}: not kept, run make messages" for file in (folder / lang).iterdir() if file not in kept]
    for file, content in kept.items():
        if not file.exists() or file.read_bytes() != content:
            found.append(f"{file.name}: not kept, run make messages")
        for entry in polib.pofile(content.decode()):
            missing = "" if entry.msgstr.strip() else "not translated"
            stale = "the Chinese changed" if "fuzzy" in entry.flags else ""
            told = facts(entry.msgid) ^ facts(entry.msgstr)
            differing = f"only one language names {sorted(told)}" if told and not missing else ""
            found += [f"{file.name}: {entry.msgctxt}: {fault}" for fault in (missing, stale, differing) if fault]
    return found


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_every_chinese_text_is_translated_as_it_now_stands(lang: str) -> None:
    assert faults(lang, messages.FOLDER) == []


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_all_languages_know_the_same_texts(lang: str) -> None:
    assert catalogue(lang).keys() == catalogue(SOURCE).keys()
    read = {
        str(each.context): each.string
        for file in (ROOM / "messages" / lang).iterdir()
        for each in messages.messages(file)
    }
    assert catalogue(lang) == read, "the program and the tool read catalogues differently"


def test_english_is_english() -> None:
    """Chinese words stand in quotes, and are those that somebody must read or write on a portal."""
    texts = {key: re.sub("“[^”]{1,10}”", "", said) for key, said in catalogue("en").items()}
    assert {key: said for key, said in texts.items() if CHINESE.search(said)} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_catalogue_is_whole(lang: str) -> None:
    """No room writes a key twice, and no text is empty."""
    texts = catalogue(lang)
    assert len(texts) > 2000
    assert all(text.strip() for text in texts.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_in_the_code_has_a_text(lang: str) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOM.rglob("*.py")))
    raised = set(RAISED.findall(source))
    refused = set(re.findall(r'broken\(\s*"([a-z0-9-]+)"', source))
    assert {"file-missing", "yaml-syntax", "unknown-year"} <= raised
    assert {"duplicate", "foreign-host", "points-sum"} <= refused
    assert [key for key in sorted(raised) if not has_text(f"error.{key}", lang)] == []
    assert [key for key in sorted(refused) if not has_text(f"error.problem.{key}", lang)] == []


def test_unknown_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        catalogue("fr")


@pytest.mark.parametrize("lang", messages.FROM_ENGLISH)
@pytest.mark.parametrize("name", messages.ENGLISH_HEADERS)
def test_what_stands_in_the_code_is_translated_as_it_now_stands(name: str, lang: str) -> None:
    content = messages.english_kept(lang, name)
    assert (messages.FOLDER / lang / name).read_bytes() == content, "run make messages"
    entries = polib.pofile(content.decode())
    assert [entry.msgid for entry in entries if "fuzzy" in entry.flags or not entry.msgstr.strip()] == []
    words = re.compile(r"(?<!\w)--?[a-z][a-z-]*|`[^`]*`|\bDIR\b|\bFILE\b")
    assert {
        entry.msgid: entry.msgstr for entry in entries if {*words.findall(entry.msgid)} - {*words.findall(entry.msgstr)}
    } == {}


# What the tool does with a change


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files of texts, translated."""
    made = tmp_path / "messages"
    (made / "zh").mkdir(parents=True)
    (made / "en").mkdir()
    (made / "zh/door.yaml").write_text('door:\n  open: "门开着"\n  shut: "{who}关了门"\n', encoding="utf-8")
    (made / "zh/share.yaml").write_text('share: "超过 50% of"\n', encoding="utf-8")
    told = {"door.open": "the door is open", "door.shut": "{who} shut the door", "share": "more than 50% of"}
    for file, content in messages.kept("en", made).items():
        catalogue = polib.pofile(content.decode())
        for entry in catalogue:
            entry.msgstr = told[entry.msgctxt]
        file.write_text(str(catalogue), encoding="utf-8")
    keep(made)
    assert faults("en", made) == []
    return made


def keep(folder: Path) -> None:
    for file, content in messages.kept("en", folder).items():
        file.write_bytes(content)


def entries(folder: Path) -> dict[str, Message]:
    return {str(each.context): each for file in (folder / "en").iterdir() for each in messages.messages(file)}


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_keeping_twice_changes_nothing(folder: Path) -> None:
    change(folder / "zh/door.yaml", "门开着", "门大开着")
    keep(folder)
    before = [file.read_bytes() for file in sorted((folder / "en").iterdir())]
    keep(folder)
    assert [file.read_bytes() for file in sorted((folder / "en").iterdir())] == before
    assert b"python-format" not in b"".join(before).replace(b"python-brace-format", b"")


def test_a_changed_sentence_makes_its_translation_stale(folder: Path) -> None:
    change(folder / "zh/door.yaml", "门开着", "门大开着")
    assert "door.po: not kept, run make messages" in faults("en", folder)
    keep(folder)
    assert faults("en", folder) == ["door.po: door.open: the Chinese changed"]
    entry = entries(folder)["door.open"]
    assert (entry.id, entry.string, entry.auto_comments) == ("门大开着", "the door is open", ["formerly: 门开着"])
    change(folder / "en/door.po", "#, fuzzy\n", "")
    keep(folder)
    assert faults("en", folder) == []
    assert entries(folder)["door.open"].auto_comments == []


def test_a_new_text_is_missing_until_it_is_translated(folder: Path) -> None:
    change(folder / "zh/share.yaml", "share:", 'new: "新"\nshare:')
    keep(folder)
    assert faults("en", folder) == ["share.po: new: not translated"]


def test_a_fact_that_only_one_language_names_is_told(folder: Path) -> None:
    change(folder / "en/door.po", "{who} shut", "{he} shut")
    assert faults("en", folder) == ["door.po: door.shut: only one language names ['he', 'who']"]


def test_a_key_that_is_gone_or_commented_out_is_told_and_left_out(folder: Path) -> None:
    change(folder / "zh/door.yaml", '  open: "门开着"\n', "")
    assert faults("en", folder) == ["door.po: not kept, run make messages"]
    keep(folder)
    assert faults("en", folder) == []
    with (folder / "en/door.po").open("a", encoding="utf-8") as file:
        file.write('\n#~ msgctxt "x"\n#~ msgid "y"\n#~ msgstr "z"\n')
    assert faults("en", folder) == ["door.po: not kept, run make messages"]
    (folder / "en/odd.yaml").write_text("door: {}\n", encoding="utf-8")
    assert "odd.yaml: not kept, run make messages" in faults("en", folder)


def test_a_key_that_was_renamed_or_moved_takes_its_translation_along(folder: Path) -> None:
    change(folder / "zh/door.yaml", "open:", "ajar:")
    change(folder / "zh/share.yaml", 'share: "超过 50% of"', "{}")
    (folder / "zh/other.yaml").write_text('share: "超过 50% of"\n', encoding="utf-8")
    keep(folder)
    assert faults("en", folder) == []
    assert (entries(folder)["door.ajar"].string, entries(folder)["share"].string) == (
        "the door is open",
        "more than 50% of",
    )


def test_help_that_changed_is_to_be_translated_anew(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    file = tmp_path / "zh" / HELP
    file.write_bytes((messages.FOLDER / "zh" / HELP).read_bytes())
    change(file, "Print the result as JSON.", "Print the result in JSON.")
    change(file, "Go on with a batch.", "Sing a song at night, aloud and alone.")
    content = messages.english_kept("zh", HELP, tmp_path).decode()
    assert '#, fuzzy\nmsgid "Print the result as JSON."\nmsgstr "以 JSON 输出结果。"' in content
    (new,) = (entry for entry in polib.pofile(content) if entry.msgid == "Go on with a batch.")
    assert not new.translated() and "Sing a song" not in content


def test_a_broken_catalogue_is_no_empty_one(folder: Path) -> None:
    change(folder / "en/door.po", 'msgstr "the door is open"', 'msgtsr "the door is open"')
    with pytest.raises(PoFileError):
        messages.kept("en", folder)
