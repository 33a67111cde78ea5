"""Files of a run in zip files that an e-mail takes: each a whole zip, each with a sheet that says what lies where.

A file that is too large for one is cut into numbered pieces; put together in their order they are the file again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.errors import UserError
from config.messages import text
from reports.files import staged_file

SHEET = "index.csv"
_PACKED = (".gz", ".png", ".xlsx", ".docx", ".pdf", ".zip", ".wacz")
_CHUNK = 1 << 20
_HEADERS = 160
"""Bytes that a zip spends on a file beside its name (twice) and content, at most (APPNOTE 4.3, with zip64 fields)."""
_LEAST_ROOM = 64 * 1024
_DATED = (1980, 1, 1, 0, 0, 0)
"""Earliest date that a zip knows: dates of files would change the parcels without changing what they hold."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A file or a piece of one: `name` in the zip, where its bytes come from, and how many the zip needs for them."""

    name: str
    file: str
    source: Path
    offset: int
    length: int
    packed: int
    number: int = 0

    @property
    def stored(self) -> bool:
        return self.packed >= self.length

    @property
    def room(self) -> int:
        return min(self.packed, self.length) + _HEADERS + 2 * len(self.name.encode())


def write_parcels(
    path: Path, folder: Path, names: Sequence[str], limit: int | None, lang: str, *, inside: str = ""
) -> list[Path]:
    """Pack the files `names` of `folder` into `path`, a zip, or where that would be larger than `limit` bytes into
    several: `<name>-1-of-3.zip` and so on. Within them everything lies in the folder `inside`, if one is named.

    Raises `UserError`: `parcel-too-small` for a limit below which nothing fits, `report-not-written`.
    """
    within = f"{inside}/" if inside else ""
    whole = [_whole(name, folder / name, within) for name in names]
    if limit is None or sum(piece.room for piece in whole) + _sheet_room(whole) <= limit:
        return _all_written([path], [whole], within, lang)
    most = limit - _sheet_room(whole) * 2 - _HEADERS - 400
    cut = [part for piece in whole for part in _cut(piece, most)] if most >= _LEAST_ROOM else []
    room = limit - _sheet_room(cut)
    if not cut or any(piece.room > room for piece in cut):
        raise UserError("parcel-too-small", limit=f"{limit / (1 << 20):.2g}")
    parcels = _filled(cut, room)
    paths = [
        path.with_name(f"{path.stem}-{number}-of-{len(parcels)}{path.suffix}") for number in range(1, len(parcels) + 1)
    ]
    return _all_written(paths, parcels, within, lang)


def _whole(name: str, source: Path, within: str) -> _Piece:
    size = source.stat().st_size
    packed = size if source.suffix in _PACKED else _deflated(source)
    return _Piece(within + name, name, source, 0, size, packed)


def _cut(whole: _Piece, most: int) -> list[_Piece]:
    if min(whole.packed, whole.length) <= most:
        return [whole]
    starts = range(0, whole.length, most)
    return [
        _Piece(f"{whole.name}.{number:03}", whole.file, whole.source, start, length, length, number)
        for number, start in enumerate(starts, start=1)
        if (length := min(most, whole.length - start))
    ]


def _filled(pieces: Sequence[_Piece], room: int) -> list[list[_Piece]]:
    """The pieces in their order, as many in each parcel as fit."""
    parcels: list[list[_Piece]] = [[]]
    left = room
    for piece in pieces:
        if piece.room > left and parcels[-1]:
            parcels.append([])
            left = room
        parcels[-1].append(piece)
        left -= piece.room
    return parcels


def _all_written(paths: Sequence[Path], parcels: Sequence[Sequence[_Piece]], within: str, lang: str) -> list[Path]:
    sheet = _sheet(parcels, within, lang)  # one for all: it has the digest of every file
    return [_written(path, parcel, within, sheet) for path, parcel in zip(paths, parcels, strict=True)]


def _written(path: Path, pieces: Sequence[_Piece], within: str, sheet: bytes) -> Path:
    with staged_file(path) as part, zipfile.ZipFile(part, "w") as parcel:
        parcel.writestr(_info(within + SHEET, stored=False), sheet)
        for piece in pieces:
            with (
                piece.source.open("rb") as source,
                parcel.open(_info(piece.name, stored=piece.stored, size=piece.length), "w") as target,
            ):
                source.seek(piece.offset)
                left = piece.length
                while left and (chunk := source.read(min(_CHUNK, left))):
                    target.write(chunk)
                    left -= len(chunk)
    return path


def _sheet(parcels: Sequence[Sequence[_Piece]], within: str, lang: str) -> bytes:
    """What lies where, for Excel (UTF-8 with its mark), with the SHA-256 of every file."""
    columns = ("part", "name", "bytes", "file", "sha256", "note")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([text(f"evidence.sheet.{column}", lang) for column in columns])
    hashes: dict[Path, str] = {}
    for number, parcel in enumerate(parcels, start=1):
        for piece in parcel:
            if piece.source not in hashes:
                hashes[piece.source] = _hash(piece.source)
            note = text("evidence.sheet.piece", lang, number=piece.number) if piece.number else ""
            name = piece.name.removeprefix(within)
            writer.writerow([number, name, piece.length, piece.file, hashes[piece.source], note])
    return out.getvalue().encode("utf-8-sig")


def _sheet_room(pieces: Sequence[_Piece]) -> int:
    """Bytes that the sheet needs at most."""
    return 1024 + sum(2 * len(piece.name.encode()) + 160 for piece in pieces)


def _info(name: str, *, stored: bool, size: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATED)
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.file_size = size
    return info


def _deflated(source: Path) -> int:
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -15)  # as zipfile does
    size = 0
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            size += len(packer.compress(chunk))
    return size + len(packer.flush())


def _hash(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
