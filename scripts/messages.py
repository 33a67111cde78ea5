"""Takes new and changed Chinese texts over into the catalogues of the other languages: `make messages`.

`config/messages/zh/*.yaml` is the source. For each file of it every other language has one gettext catalogue, for
example `config/messages/en/cli.po`, with `msgctxt` = key, `msgid` = the Chinese text, `msgstr` = its translation.
A text whose Chinese changed keeps its old translation, marked `fuzzy`, with the former Chinese as a comment; a key that
is gone is left out; one that was renamed or moved to another file takes its translation along.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

from checks.docs import ours
from checks.page_texts import texts
from config.messages import CHECK_PAGES, HELP, LANGUAGES, SOURCE, WRITTEN_IN, source_texts
from xuncha.cli import cli
from xuncha.cli.helping import WORDS, helps

FOLDER = Path(__file__).resolve().parents[1] / "config/messages"
TRANSLATIONS = tuple(lang for lang in LANGUAGES if lang != SOURCE)
FROM_ENGLISH = tuple(lang for lang in LANGUAGES if lang != WRITTEN_IN)
FIELDS = """\
msgid ""
msgstr ""
"Language: {lang}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""Without times and versions, so that the same texts always give the same file."""
HEADER = (
    """\
# {lang}: translations of config/messages/zh/{name}.yaml. `make messages` keeps keys and Chinese; translate msgstr,
# and take the word fuzzy away where you have looked at a changed sentence.
"""
    + FIELDS
)
ENGLISH_HEADERS = {
    HELP: """\
# {lang}: the help of the commands, whose English stands in xuncha/cli. `make messages` keeps the English here.
""",
    CHECK_PAGES: """\
# {lang}: the pages of the checks, whose English stands in checks/ (docstrings, parameters). `make messages` keeps the
# English here, and `python -m checks.docs` makes docs/checks/{lang}/ of it.
""",
}
"""The catalogues of what is written in English, in the code."""

_FILLED = re.compile(r"(?<!{){[a-z_][^{}]*}(?!})")
"""What `str.format` fills, and not a mark of a Word template: editors of catalogues look after it by a flag."""


def sources(folder: Path = FOLDER) -> dict[str, dict[str, str]]:
    """The Chinese texts: name of the file without its ending -> key -> text."""
    files = sorted((folder / SOURCE).glob("*.yaml"))
    return {file.stem: source_texts(file.read_text(encoding="utf-8")) for file in files}


def messages(file: Path) -> list[Message]:
    """All entries of a catalogue but its header. Raises babel's `PoFileError` where it is no catalogue."""
    catalog = read_po(BytesIO(file.read_bytes()), abort_invalid=True)
    return [*(message for message in catalog if message.id), *catalog.obsolete.values()]


def kept(lang: str, folder: Path = FOLDER) -> dict[Path, bytes]:
    """What the catalogues of a language must hold now: path -> content."""
    files = sorted((folder / lang).glob("*.po"))
    known = [message for file in files for message in messages(file)]
    chinese = sources(folder)
    merged = carried_over(list(chinese.values()), known)
    return {
        folder / lang / f"{name}.po": content(name, lang, entries)
        for name, entries in zip(chinese, merged, strict=True)
    }


def carried_over(chinese: Iterable[Mapping[str, str]], known: Iterable[Message]) -> list[list[Message]]:
    """Entries for the Chinese texts of each file, with the translations that are known."""
    files = list(chinese)
    by_key = {str(message.context): message for message in known}
    keys = {key for texts in files for key in texts}
    without_key = {str(message.id): message for key, message in by_key.items() if key not in keys}
    return [
        [_entry(key, said, by_key.get(key) or without_key.get(said)) for key, said in texts.items()] for texts in files
    ]


def english(name: str) -> Iterator[str]:
    """What stands in the code and is translated by the catalogue of this name."""
    if name == HELP:
        yield from WORDS
        yield from helps(cli)
    else:
        yield from texts(ours())


def english_kept(lang: str, name: str, folder: Path = FOLDER) -> bytes:
    """What the catalogue `HELP` or `CHECK_PAGES` must hold: here English is the source, and stands in the code."""
    file = folder / lang / name
    known = read_po(BytesIO(file.read_bytes()), locale=lang, abort_invalid=True) if file.exists() else Catalog(lang)
    template = Catalog()
    for said in english(name):
        template.add(said)
    known.update(template)
    for entry in known:
        entry.flags &= {"fuzzy"}
    return _written(known, (ENGLISH_HEADERS[name] + FIELDS).format(lang=lang))


def content(name: str, lang: str, entries: Iterable[Message]) -> bytes:
    """A catalogue as it stands in its file."""
    catalog = Catalog(locale=lang)
    for entry in entries:
        catalog[entry.id] = entry
    return _written(catalog, HEADER.format(lang=lang, name=name))


def _written(catalog: Catalog, header: str) -> bytes:
    written = BytesIO()
    write_po(written, catalog, width=0, omit_header=True, ignore_obsolete=True)
    return (header.encode() + written.getvalue()).rstrip() + b"\n"


def _entry(key: str, chinese: str, old: Message | None) -> Message:
    translation = old.string if old else ""
    changed = old is not None and old.id != chinese
    comments = [f"formerly: {old.id}"] if old and changed else old.auto_comments if old and old.fuzzy else []
    entry = Message(chinese, translation, context=key, auto_comments=comments)
    entry.flags = {"python-brace-format"} if _FILLED.search(chinese) else set()
    if old and translation and (changed or old.fuzzy):
        entry.flags.add("fuzzy")
    return entry


def all_kept(folder: Path = FOLDER) -> dict[Path, bytes]:
    """What every catalogue must hold: path -> content."""
    texts = {path: written for lang in TRANSLATIONS for path, written in kept(lang, folder).items()}
    return texts | {
        folder / lang / name: english_kept(lang, name, folder) for lang in FROM_ENGLISH for name in ENGLISH_HEADERS
    }


def main() -> int:
    """Write every catalogue that changes; says what is left to translate, and returns 1 if anything is."""
    wanted, left = all_kept(), 0
    for gone in sorted(set(FOLDER.glob("*/*.po")) - set(wanted)):
        gone.unlink()
    for file, written in wanted.items():
        shown = file.relative_to(FOLDER.parents[1])
        if not file.exists() or file.read_bytes() != written:
            file.write_bytes(written)
            sys.stdout.write(f"{shown}\n")
        for message in messages(file):
            if message.fuzzy or not message.string:
                left += 1
                sys.stdout.write(f"  to translate: {shown}: {message.context or message.id}\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
