"""What is taken down of a crawl is what went over the wire, as other programs read it too."""

from __future__ import annotations

import contextlib
import gzip
import io
import tempfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from config.errors import UserError
from config.settings import Evidence
from crawler.evidence.archive import Archive, damaged_records
from crawler.evidence.cdxj import Entry, Span, surt
from crawler.evidence.exchange import NO_ANSWER, Exchange, answer_head, received_head, request_message
from crawler.evidence.frames import DamagedFrame, Frame, frame_of, frame_taking_back, frames_in, records_of
from crawler.evidence.keep import keep
from crawler.evidence.place import EVIDENCE, INDEX, RECORDS, SPOOL
from crawler.evidence.record import answer_record, request_record
from crawler.evidence.spool import Spool
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, html, moved

ODD_HEAD = b"HTTP/1.1 200 Fine enough\r\nserver: none\r\nX-ODD:  two  spaces \r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
CHUNKED = b"<html><title>t</title><body>chunked words of a page</body></html>"


def site(asked: Asked) -> Says:
    """A home page whose links lead to every kind of answer."""
    packed = gzip.compress(b"<html><title>packed</title><body>packed page</body></html>", mtime=0)
    links = ("odd.html", "chunked.html", "packed.html", "gone.html", "moved.html", "mute.html", "logo.png", "style.css")
    home = "".join(f'<a href="/{name}">{name}</a>' for name in links)
    head = '<link rel="stylesheet" href="/style.css">'
    answers = {
        "/": html(f"{head}{home}<img src='/logo.png'>"),
        "/odd.html": Says(
            raw=ODD_HEAD + b"Content-Type: text/html\r\nContent-Length: 24\r\n\r\n<html>odd page</html>   "
        ),
        "/chunked.html": Says(
            raw=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
            + b"%x\r\n%s\r\n0\r\n\r\n" % (len(CHUNKED), CHUNKED)
        ),
        "/packed.html": Says(200, packed, (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))),
        "/moved.html": moved("/packed.html", cookie="sid=secret"),
        "/mute.html": Says(reset=True),
        "/style.css": Says(200, b"body { color: red }", (("Content-Type", "text/css"),)),
        "/logo.png": Says(200, b"\x89PNG" * 20, (("Content-Type", "image/png"),)),
    }
    return answers.get(asked.path, NOT_FOUND)


@dataclass(frozen=True)
class Taken:
    """A finished crawl with all that was taken down of it."""

    folder: Path
    origin: str
    archive: Archive

    def of(self, path: str) -> list[Entry]:
        return self.archive.of(self.origin + path)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    folder = tmp_path_factory.mktemp("taken")
    with FaultServer() as server:
        host = server.host(site)
        crawl(a_plan(a_portal(host.url()), evidence=Evidence.ALL, shots=1), folder)
        archive = keep(folder, lambda entry: True, {"software": "tests"}, "2026-06-30T00:00:00Z")
        yield Taken(folder, f"http://{host.netloc}", archive)


def test_an_answer_is_kept_as_it_was_spelt(taken: Taken) -> None:
    (entry,) = taken.of("/odd.html")
    said = taken.archive.answer(entry)
    assert said.head.startswith(ODD_HEAD)
    assert said.body == b"<html>odd page</html>   "
    assert (entry.status, entry.mime, entry.truncated) == (200, "text/html", None)


def test_a_body_is_kept_as_sent_and_free_of_chunks(taken: Taken) -> None:
    (entry,) = taken.of("/chunked.html")
    said = taken.archive.answer(entry)
    assert said.body == CHUNKED
    assert b"X-Archive-Orig-Transfer-Encoding: chunked" in said.head
    packed = taken.archive.answer(taken.of("/packed.html")[0])
    assert packed.headers["content-encoding"] == "gzip"
    assert b"packed page" in gzip.decompress(packed.body)


def test_the_request_is_what_was_sent(taken: Taken) -> None:
    lines = taken.archive.request(taken.of("/odd.html")[0]).head.decode().split("\r\n")
    assert lines[0] == "GET /odd.html HTTP/1.1"
    assert f"Host: {taken.origin.removeprefix('http://')}" in lines
    assert any(line.startswith("User-Agent: xuncha-test/0.1") for line in lines)


def test_every_look_and_every_step_of_a_redirect_is_there(taken: Taken) -> None:
    gone = taken.of("/gone.html")
    assert [entry.status for entry in gone] == [404] * len(gone)
    assert len(gone) >= 2  # the second look is another exchange
    assert {entry.status for entry in taken.of("/moved.html")} == {302}
    assert b"Set-Cookie: sid=secret" in taken.archive.answer(taken.of("/moved.html")[0]).head


def test_what_got_no_answer_says_why(taken: Taken) -> None:
    looks = taken.of("/mute.html")
    assert len(looks) >= 2
    for entry in looks:
        assert entry.mime == NO_ANSWER
        assert taken.archive.answer(entry).body.startswith(b"error: ")
        assert entry.error
        assert taken.archive.request(entry).head.startswith(b"GET /mute.html HTTP/1.1\r\n")


@pytest.mark.parametrize("size", [0, 100, 5_000, 200_000])
@pytest.mark.parametrize("coding", ["", "Content-Encoding: gzip\r\n", "X-Content-Encoding: gzip\r\n"])
@pytest.mark.parametrize("kind", ["text", "noise"])
def test_a_record_is_one_member_of_gzip_however_it_was_packed(size: int, coding: str, kind: str) -> None:
    body = (Random(size).randbytes(size)) if kind == "noise" else (b"a page with words " * size)[:size]
    head = f"HTTP/1.1 200 OK\r\n{coding}\r\n".encode()
    asked = Exchange("http://a.example/", "2026-06-30T00:00:00.000Z", "GET", b"", head, body, 200)
    packed = answer_record(asked).content
    whole = zlib.decompressobj(wbits=31)
    record = whole.decompress(packed)
    assert whole.eof and not whole.unused_data and record == gzip.decompress(packed)
    assert record.startswith(b"WARC/1.1\r\n") and record.endswith(b"\r\n\r\n" + head + body + b"\r\n\r\n")
    assert len(packed) < size + 600


def test_style_sheets_are_loaded_for_pictures(taken: Taken) -> None:
    assert any(taken.archive.answer(entry).body == b"body { color: red }" for entry in taken.of("/style.css"))


def test_other_programs_read_the_file_and_its_digests(taken: Taken) -> None:
    path = taken.folder / EVIDENCE / RECORDS
    assert not list(damaged_records(path))
    with path.open("rb") as file:
        kinds = [(record.rec_type, record.rec_headers.get_header("WARC-Record-ID")) for record in ArchiveIterator(file)]
    assert kinds[0][0] == "warcinfo"
    assert len({name for _, name in kinds}) == len(kinds)
    assert sum(kind == "request" for kind, _ in kinds) == len(taken.archive.entries)


def test_the_index_finds_what_it_says_and_is_sorted(taken: Taken) -> None:
    lines = (taken.folder / EVIDENCE / INDEX).read_text().splitlines()
    assert [Entry.of_line(line) for line in lines] == list(taken.archive.entries)
    order = [(surt(entry.url), entry.at, entry.id) for entry in taken.archive.entries]
    assert order == sorted(order)
    for entry in taken.archive.entries:
        with (taken.folder / EVIDENCE / RECORDS).open("rb") as file:
            file.seek(entry.answer.offset)
            assert zlib.decompress(file.read(entry.answer.length), wbits=31).startswith(b"WARC/1.1\r\n")


def test_nothing_is_taken_down_unless_asked(tmp_path: Path) -> None:
    with FaultServer() as server:
        crawl(a_plan(a_portal(server.host(site).url()), max_pages=2), tmp_path)
    assert not (tmp_path / EVIDENCE).exists()


# The spool ------------------------------------------------------------------------------------------------------


def an_exchange(number: int, size: int = 100, part_of: str | None = None) -> Exchange:
    body = bytes((number * 37 + place * place) % 251 for place in range(size))
    return Exchange(
        url=f"http://a.example/{number}",
        at=f"2026-06-30T00:00:{number:02}.000Z",
        method="GET",
        request=request_message(b"GET", b"/%d" % number, [(b"Host", b"a.example")]),
        head=answer_head(b"HTTP/1.1 200 OK", [(b"Content-Type", b"text/html")]),
        body=body,
        status=200,
        content_type="text/html",
        part_of=part_of,
    )


def a_spool(folder: Path, numbers: range, limit: int = 1 << 30, **more: int) -> dict[str, object]:
    spool = Spool(folder / EVIDENCE, limit)
    for number in numbers:
        spool.add(an_exchange(number, **more), bulk=number % 2 == 0)
    return spool.close()


def spooled(folder: Path) -> list[Frame]:
    with (folder / EVIDENCE / SPOOL).open("rb") as file:
        return list(frames_in(file))


def test_a_spool_goes_on_where_the_crawl_does(tmp_path: Path) -> None:
    home = tmp_path / EVIDENCE
    spool = Spool(home, 1 << 30)
    for number in range(3):
        spool.add(an_exchange(number))
    mark = spool.mark()
    spool.add(an_exchange(3))  # its answer was never committed
    spool.close()
    with (home / SPOOL).open("ab") as spooled:
        spooled.write(b"XCF1\x01\x1f torn")
    again = Spool(home, 1 << 30, mark, lambda seen: seen.url.endswith("/1"))
    again.add(an_exchange(3))
    again.add(an_exchange(1))
    assert again.close() == {"taken": 4, "left_out": 0, "trouble": None}
    archive = keep(tmp_path, lambda entry: True, {}, "2026-06-30T00:00:00Z")
    assert [entry.url[-1] for entry in archive.entries] == ["0", "1", "2", "3"]
    bodies = [archive.answer(entry).body for entry in archive.entries]
    assert bodies == [an_exchange(number).body for number in range(4)]


def test_what_is_asked_again_is_in_no_interrupted_result(tmp_path: Path) -> None:
    """What was kept for the results of an interrupted crawl is still there when it has gone on."""
    home = tmp_path / EVIDENCE

    def open_again(seen: Frame) -> bool:
        return seen.url[-1] in "13"

    spool = Spool(home, 1 << 30)
    for number in range(4):
        spool.add(an_exchange(number))
    spool.drop(open_again)
    mark = spool.mark()
    assert mark["taken"] == 2 and spool.close() == {"taken": 2, "left_out": 0, "trouble": None}
    interrupted = keep(tmp_path, lambda entry: True, {}, "2026-06-30T00:00:00Z", final=False)
    assert [entry.url[-1] for entry in interrupted.entries] == ["0", "2"]
    again = Spool(home, 1 << 30, mark, open_again)
    for number in (1, 3):
        again.add(an_exchange(number))
    assert again.close() == {"taken": 4, "left_out": 0, "trouble": None}
    archive = keep(tmp_path, lambda entry: True, {}, "2026-06-30T01:00:00Z")
    assert {entry.id for entry in interrupted.entries} < {entry.id for entry in archive.entries}
    assert [archive.answer(entry).body for entry in archive.entries] == [an_exchange(n).body for n in range(4)]


def test_the_order_of_coming_makes_no_difference(tmp_path: Path) -> None:
    kept = []
    for name, numbers in (("a", range(9)), ("b", range(8, -1, -1))):
        a_spool(tmp_path / name, numbers)
        keep(tmp_path / name, lambda entry: True, {"software": "tests"}, "2026-06-30T00:00:00Z")
        kept.append([(tmp_path / name / EVIDENCE / file).read_bytes() for file in (RECORDS, INDEX)])
    assert kept[0] == kept[1]


def test_only_what_is_needed_is_kept_and_the_spool_goes(tmp_path: Path) -> None:
    a_spool(tmp_path, range(9))
    archive = keep(tmp_path, lambda entry: entry.url.endswith(("/3", "/5")), {}, "2026-06-30T00:00:00Z")
    assert [entry.url[-1] for entry in archive.entries] == ["3", "5"]
    assert sorted(path.name for path in (tmp_path / EVIDENCE).iterdir()) == sorted((INDEX, RECORDS))
    again = keep(tmp_path, lambda entry: True, {}, "2026-06-30T00:00:00Z")
    assert again.entries == archive.entries  # nothing comes back, nothing gets lost


def test_room_is_bounded_and_some_is_left_for_what_accuses(tmp_path: Path) -> None:
    told = a_spool(tmp_path, range(40), limit=40_000, size=900)
    numbers = [int(frame.url.rpartition("/")[2]) for frame in spooled(tmp_path)]
    assert told == {"taken": len(numbers), "left_out": 40 - len(numbers), "trouble": None}
    assert {number % 2 for number in numbers[-3:]} == {1}  # bulk had to stop earlier


@pytest.mark.parametrize("size", [0, 10, 900, 9_000])
def test_what_is_kept_fits_into_the_room(tmp_path: Path, size: int) -> None:
    told = a_spool(tmp_path, range(1, 80, 2), limit=40_000, size=size)
    assert told["left_out"]
    keep(tmp_path, lambda entry: True, {}, "2026-06-30T00:00:00Z")
    kept = sum((tmp_path / EVIDENCE / name).stat().st_size for name in (RECORDS, INDEX))
    assert 20_000 < kept <= 40_000


def test_what_goes_on_fills_what_is_left_of_the_room(tmp_path: Path) -> None:
    home, limit = tmp_path / EVIDENCE, 30_000
    spool = Spool(home, limit)
    for number in range(40):
        spool.add(an_exchange(number, size=10))
    mark = spool.mark()
    spool.close()
    again = Spool(home, limit, mark)
    again.add(an_exchange(41, size=10))
    assert again.close()["left_out"] == mark["left_out"] + 1 > 1


def test_trouble_with_the_disk_is_still_told_when_the_crawl_goes_on(tmp_path: Path) -> None:
    home = tmp_path / EVIDENCE
    home.write_text("a file where the folder should be")
    spool = Spool(home, 1 << 30)
    spool.add(an_exchange(1))
    mark = spool.mark()
    still = Spool(home, 1 << 30, mark).close()
    assert still["trouble"] == mark["trouble"] and still["left_out"] == 1
    home.unlink()
    mended = Spool(home, 1 << 30, mark)
    mended.add(an_exchange(2))
    assert mended.close() == {"taken": 1, "left_out": 1, "trouble": mark["trouble"]}


def test_a_spool_that_cannot_be_read_is_one_clear_error_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_spool(tmp_path, range(3))

    def full(file: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(UserError) as caught:
        patch.setattr("crawler.evidence.keep._sync", full)
        keep(tmp_path, lambda entry: True, {}, "2026-06-30T00:00:00Z")
    assert caught.value.key == "report-not-written" and "no space" in str(caught.value)
    assert [path.name for path in (tmp_path / EVIDENCE).iterdir()] == [SPOOL]
    with monkeypatch.context() as patch, pytest.raises(UserError):
        patch.setattr("crawler.evidence.keep.frames_in", full)
        keep(tmp_path, lambda entry: True, {}, "2026-06-30T00:00:00Z")
    assert len(keep(tmp_path, lambda entry: True, {}, "2026-06-30T00:00:00Z").entries) == 3


def test_a_spool_cut_off_anywhere_gives_what_is_whole(tmp_path: Path) -> None:
    a_spool(tmp_path, range(5))
    whole = (tmp_path / EVIDENCE / SPOOL).read_bytes()
    ends = [frame.end for frame in spooled(tmp_path)]
    for cut in (0, 3, 9, ends[0] - 1, ends[0], len(whole) // 2, ends[3] + 20, len(whole) - 1):
        folder = tmp_path / f"cut-{cut}"
        (folder / EVIDENCE).mkdir(parents=True)
        (folder / EVIDENCE / SPOOL).write_bytes(whole[:cut])
        archive = keep(folder, lambda entry: True, {}, "2026-06-30T00:00:00Z")
        assert len(archive.entries) == sum(end <= cut for end in ends) < 5
        assert not list(damaged_records(folder / EVIDENCE / RECORDS))


@pytest.mark.parametrize("of_bytes", [True, False])
def test_a_damaged_exchange_is_told_and_the_others_are_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, of_bytes: bool
) -> None:
    a_spool(tmp_path, range(3))
    path = tmp_path / EVIDENCE / SPOOL
    whole = bytearray(path.read_bytes())
    second = spooled(tmp_path)[1]
    whole[second.end - 9 if of_bytes else second.offset + 30] ^= 1
    path.write_bytes(whole)
    archive = keep(tmp_path, lambda entry: True, {}, "2026-06-30T00:00:00Z")
    assert [entry.url[-1] for entry in archive.entries] == ["0", "2"]
    assert ("http://a.example/1" if of_bytes else f"from {second.offset} to {second.end}") in caplog.text


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255), st.binary(max_size=60))
def test_damage_anywhere_costs_the_exchange_where_it_is_and_no_other(at: int, change: int, noise: bytes) -> None:
    frames = [frame_of(an_exchange(number)) for number in range(4)]
    frames.append(frame_taking_back(()))
    whole = bytearray(b"".join(frames))
    whole[at % len(whole)] ^= change
    hit = next(number for number in range(5) if at % len(whole) < sum(map(len, frames[: number + 1])))
    found = []
    with tempfile.TemporaryFile() as file:
        file.write(bytes(whole) + noise)
        file.flush()
        for frame in frames_in(file):
            with contextlib.suppress(DamagedFrame):
                found.append(records_of(file, frame))
    sound = [number for number in range(4) if number != hit]
    assert [entry.url[-1] for entry, _, _ in found] == [str(number) for number in sound]
    for number, (_, answer, request) in zip(sound, found, strict=True):
        made = answer_record(an_exchange(number))
        assert (answer, request) == (made.content, request_record(an_exchange(number), made).content)


def test_frames_are_made_in_several_threads() -> None:
    """Crawls that go on do so in threads beside those that run; what one takes down is not mixed with another's."""
    exchanges = [an_exchange(number, size=30_000) for number in range(60)]

    def made(_: int) -> list[bytes]:
        return [frame_of(exchange) for _ in range(10) for exchange in exchanges]

    with ThreadPoolExecutor(4) as threads:
        every = list(threads.map(made, range(4)))
    assert every == [made(0)] * 4


def test_half_a_selection_is_made_again_from_the_spool(tmp_path: Path) -> None:
    a_spool(tmp_path, range(5))
    home = tmp_path / EVIDENCE
    spool = (home / SPOOL).read_bytes()
    keep(tmp_path, lambda entry: entry.url.endswith("/1"), {}, "2026-06-30T00:00:00Z")
    (home / SPOOL).write_bytes(spool)  # as after a kill before the spool went
    archive = keep(tmp_path, lambda entry: entry.url.endswith("/2"), {}, "2026-06-30T00:00:00Z")
    assert [entry.url[-1] for entry in archive.entries] == ["1", "2"]
    (home / SPOOL).write_bytes(spool)  # as after a kill between the two files
    (home / INDEX).unlink()
    archive = keep(tmp_path, lambda entry: entry.url.endswith("/2"), {}, "2026-06-30T00:00:00Z")
    assert [archive.answer(entry).body for entry in archive.entries] == [an_exchange(2).body]


def test_a_disk_that_fails_ends_the_spool_and_not_the_crawl(tmp_path: Path) -> None:
    (tmp_path / EVIDENCE).write_text("a file where the folder should be")
    told = a_spool(tmp_path, range(3))
    assert told["taken"] == 0 and told["left_out"] == 3 and told["trouble"]


# Forms ----------------------------------------------------------------------------------------------------------


def test_what_opens_doors_is_withheld() -> None:
    asked = request_message(b"GET", b"/", [(b"Authorization", b"Bearer t0ken"), (b"Cookie", b"sid=1")])
    assert b"t0ken" not in asked and b"Authorization: (withheld)" in asked
    assert b"Cookie: sid=1" in asked


def test_interim_answers_are_passed_over() -> None:
    received = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\nA: b\n\nbody\r\n\r\n"
    assert received_head(received) == b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"


@pytest.mark.parametrize("blank", [b"\r\n\r\n", b"\n\n", b"\n\r\n", b"\r\n\n"])
def test_a_head_ends_at_the_first_blank_line_however_its_lines_end(blank: bytes) -> None:
    received = b"HTTP/1.1 200 OK\r\nA: b" + blank + b"body\r\n\r\nmore\n\nand more"
    assert received_head(received) == b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"


@given(st.binary(max_size=4000), st.binary(max_size=200))
def test_any_body_comes_back_whole(body: bytes, phrase: bytes) -> None:
    line = b"HTTP/1.1 200 " + phrase.replace(b"\r", b"").replace(b"\n", b"")
    exchange = replace(an_exchange(1), head=answer_head(line, [(b"A", b"b")]), body=body)
    record = answer_record(exchange)
    read = next(iter(ArchiveIterator(io.BytesIO(record.content), check_digests="raise")))
    assert read.raw_stream.read() == body
    assert request_record(exchange, record).id != record.id


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.Example.gov.cn/A/b.html?b=2&a=1", "cn,gov,example)/a/b.html?a=1&b=2"),
        ("https://example.gov.cn:8443", "cn,gov,example:8443)/"),
        ("http://127.0.0.1:80/x", "127.0.0.1)/x"),
        ("http://[::1]:8080/x", "::1:8080)/x"),
        ("no address", "no address"),
    ],
)
def test_addresses_of_a_site_sort_together(url: str, key: str) -> None:
    assert surt(url) == key


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"offset":"0"', '"offset":"-1"'),
        ('"offset":"0"', '"offset":"99999999999999999999"'),
        ('"length":9', '"length":"9"'),
        ('"url":"http://a/"', '"url":7'),
        ('"part_of":"*"', '"part_of":["*"]'),
    ],
)
def test_what_cannot_be_a_place_in_a_file_is_no_entry(before: str, after: str) -> None:
    entry = Entry(
        "http://a/", "2026-06-30T00:00:00Z", "GET", Span(0, 9, "u:1"), Span(9, 9, "u:2"), "d", "b", "x/y", part_of="*"
    )
    line = entry.line("x.warc.gz")
    assert before in line
    with pytest.raises(ValueError):
        Entry.of_line(line.replace(before, after))


def test_only_a_whole_answer_with_a_body_shows_the_thing() -> None:
    entry = Entry("http://a/", "t", "GET", Span(0, 9, "u:1"), Span(9, 9, "u:2"), "d", "b", "text/html", status=200)
    assert entry.shows_itself and replace(entry, method="POST").shows_itself
    for other in (replace(entry, method="HEAD"), replace(entry, truncated="length"), replace(entry, status=404)):
        assert not other.shows_itself


def test_a_torn_line_is_told_from_a_whole_one() -> None:
    entry = Entry(
        "http://a/", "2026-06-30T00:00:00Z", "GET", Span(0, 9, "u:1"), Span(9, 9, "u:2"), "d", "b", "text/html"
    )
    line = entry.line("x.warc.gz")
    assert Entry.of_line(line) == entry
    for cut in (5, len(line) // 2, len(line) - 3):
        with pytest.raises(ValueError):
            Entry.of_line(line[:cut])
