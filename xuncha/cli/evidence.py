"""`xuncha evidence show|verify|pack`: what a finding rests on, whether it is unchanged, and all of it to hand over."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from config.errors import Place, UserError
from config.messages import text
from config.settings_sources import load_settings
from crawler.evidence.archive import Archive
from crawler.evidence.cdxj import Entry
from crawler.fetch.reply import unpacked
from reports.evidence.checking import check
from reports.files import write_all
from reports.manifest import add_written, is_listed
from reports.moments import beijing
from xuncha.cli.options import json_option, lang_option
from xuncha.cli.output import console, print_json, say, size_text
from xuncha.cli.values import ANY, FILE, Real, Whole
from xuncha.packing import pack_wacz, pack_zip
from xuncha.rundir import existing, holding_run, newest
from xuncha.showing import Shown, shown

_LARGEST = 1 << 30
_PACKED = (".wacz", ".zip")
"""Endings of files that an earlier packing may have made; others are not written over."""


@click.group()
def evidence() -> None:
    """Requests, answers and pictures that findings rest on."""


@evidence.command()
@click.argument("words", nargs=-1, required=True, metavar="[DIR] FINGERPRINT|ADDRESS")
@click.option("--record", "number", type=Whole(1), metavar="N", help="Only the N-th of the listed records.")
@click.option("--request", "asked", is_flag=True, help="The request instead of the answer.")
@click.option("--raw", is_flag=True, help="Head and body of the message, byte for byte.")
@click.option("--body", is_flag=True, help="The body alone, as it was sent.")
@click.option("--unpacked", "unpack", is_flag=True, help="The body freed from its compression (Content-Encoding).")
@click.option("--out", type=FILE, metavar="FILE", help="Write the bytes to FILE.")
@json_option
@lang_option
def show(
    *,
    words: tuple[str, ...],
    number: int | None,
    asked: bool,
    raw: bool,
    body: bool,
    unpack: bool,
    out: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """List the records that a finding rests on, or those of an address; with --raw or --body give their exact bytes.

    Without DIR the run that was judged last below the folder of runs is taken.
    """
    if len(words) > 2:
        raise UserError("evidence-too-many", words=" ".join(words))
    folder = existing(Path(words[0])) if len(words) == 2 else newest(load_settings({}).out_dir)
    found = shown(folder, words[-1])
    if not (raw or body or unpack or out or asked):
        _list(found, number, as_json, lang)
        return
    if out is not None and is_listed(folder, out):
        raise UserError("evidence-out-over-run", place=Place("--out"), path=out)
    content = _bytes(found.archive, found.record(number or 1), asked=asked, body=body, unpack=unpack)
    if out is None:
        sys.stdout.buffer.write(content)
        return
    add_written(folder, write_all({out: content}))
    say(text("evidence.saved", lang, path=out, size=len(content)))


@evidence.command()
@click.argument("folder", type=ANY, metavar="DIR")
@click.option(
    "--without",
    "left_out",
    multiple=True,
    metavar="FILE",
    help="A file that was left out or added on purpose; repeatable.",
)
@json_option
@lang_option
def verify(folder: Path, *, left_out: tuple[str, ...], as_json: bool, lang: str) -> int:
    """Check every file of the run in DIR against its manifest, and every record against its digests.

    Exit status 1 when a byte was changed, or a file is missing or was added. Letters in DIR/documents are left out.
    """
    holding_run(folder)
    found = check(folder, frozenset(left_out))
    troubles = [{"kind": each.kind, "name": _printable(each.name)} for each in found.troubles]
    if as_json:
        print_json({"ok": not troubles, "files": found.files, "records": found.records, "troubles": troubles})
    elif troubles:
        click.echo(text("evidence.altered", lang))
        for each in found.troubles:
            click.echo("  " + text(f"evidence.trouble-kind.{each.kind}", lang, name=_printable(each.name)))
    else:
        click.echo(text("evidence.verified", lang, files=found.files, records=found.records))
    return 1 if troubles else 0


@evidence.command()
@click.argument("folder", type=ANY, metavar="DIR")
@click.option("--zip", "as_zip", is_flag=True, help="All files of the run as zip, for e-mail, instead of WACZ.")
@click.option("--max-mb", type=Real(0, min_open=True), help="Size of a zip; what is larger becomes several.")
@click.option("--with-crawl", is_flag=True, help="Put crawl.sqlite into the zip, too.")
@click.option("--out", type=FILE, metavar="FILE", help="The file [default: beside DIR].")
@lang_option
def pack(folder: Path, *, as_zip: bool, max_mb: float | None, with_crawl: bool, out: Path | None, lang: str) -> None:
    """Pack the records of the run in DIR as a WACZ file, in which ReplayWeb.page shows the pages again; or with --zip
    all its files for e-mail.
    """
    if not as_zip and (max_mb is not None or with_crawl):
        raise UserError("evidence-for-zip")
    if out is not None and out.exists() and out.suffix.lower() not in _PACKED:
        raise UserError("evidence-pack-over", place=Place(out))
    paths = pack_zip(folder, out, max_mb, with_crawl=with_crawl, lang=lang) if as_zip else pack_wacz(folder, out)
    add_written(folder, paths)
    for path in paths:
        say(text("evidence.packed", lang, path=path, size=size_text(path.stat().st_size)))
    if as_zip and not with_crawl:
        say(text("evidence.left-out", lang))


def _bytes(archive: Archive, entry: Entry, *, asked: bool, body: bool, unpack: bool) -> bytes:
    message = archive.request(entry) if asked else archive.answer(entry)
    if unpack:
        return unpacked(message.body, message.headers.get("content-encoding", ""), _LARGEST)
    return message.body if body else message.whole


def _printable(name: str) -> str:
    """A file's name on any screen: some are no text in the system's encoding."""
    return name.encode("utf-8", "backslashreplace").decode()


def _list(found: Shown, number: int | None, as_json: bool, lang: str) -> None:
    chosen = [(place, entry) for place, entry in enumerate(found.entries, start=1) if number in (None, place)]
    if number is not None:
        found.record(number)
    if as_json:
        print_json(dict(found.about) | {"records": [_record(place, entry) for place, entry in chosen]})
        return
    out = console()
    finding = found.finding
    if finding is not None:
        out.print(
            text("evidence.title", lang, **{name: finding[name] for name in ("fingerprint", "message")}), markup=False
        )
    else:
        out.print(text("evidence.address", lang, url=found.about["url"]), markup=False, soft_wrap=True)
    if found.screenshot is not None:
        out.print(text("evidence.screenshot", lang, path=found.screenshot), markup=False, soft_wrap=True)
    out.print(_table(chosen, found.bodies, lang) if chosen else text("evidence.none", lang))
    for url in found.missing:
        key = "lost-unchanged" if url in found.bodies else "lost"
        facts = {"url": url, "run": found.bodies[url]} if url in found.bodies else {"url": url}
        out.print(text(f"evidence.{key}", lang, **facts), markup=False, soft_wrap=True)
    if chosen:
        say(text("evidence.help", lang))


def _table(chosen: list[tuple[int, Entry]], bodies: Mapping[str, str], lang: str) -> Table:
    table = Table(
        *(text(f"evidence.columns.{name}", lang) for name in ("number", "at", "method", "status", "url", "digest"))
    )
    for place, entry in chosen:
        status = str(entry.status) if entry.status else text("evidence.no-answer", lang)
        notes = [text("evidence.truncated", lang)] if entry.truncated else []
        notes += [text("evidence.unchanged", lang, run=bodies.get(entry.url, ""))] if entry.has_no_body else []
        notes += [text("evidence.part-of", lang, page=entry.part_of)] if entry.part_of else []
        where = "\n".join((entry.url, *notes, *([entry.error] if entry.error else ())))
        cells = (str(place), beijing(entry.at), entry.method, status, where, entry.digest.removeprefix("sha256:")[:16])
        table.add_row(*map(_plain, cells))
    return table


def _plain(cell: str) -> Any:
    from rich.text import Text  # noqa: PLC0415

    return Text(cell, overflow="fold")


def _record(place: int, entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(entry.line("").split(" ", 2)[2])
    return {"number": place} | {
        name: told.get(name) for name in ("url", "at", "method", "status", "id", "digest", "block")
    }
