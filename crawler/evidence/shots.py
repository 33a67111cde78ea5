"""Pictures of findings: the recorded page is opened in a browser that gets nothing but recorded answers.

So a picture shows what was audited, and not what the portal made of it since; anyone can make it again from the same
records. Pages that were read as they came are shown without their scripts; pages that needed a browser run theirs on
the recorded answers. What was not loaded (pictures, other hosts) is missing, and the caption says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from config.errors import UserError
from config.steps import step
from crawler.evidence.archive import Archive
from crawler.evidence.cdxj import Entry
from crawler.fetch.reply import unpacked
from crawler.render.browser import Browser, NoBrowser
from crawler.urls import canonical

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Route

_log = logging.getLogger(__name__)

WIDTH, HEIGHT = 1280, 800
INTERRUPTED = "interrupted"
BROKE_DOWN = "browser-breaks-down"
_RESTARTS = 2
"""Of a browser that broke down; then it is this machine, and not a page (own rule)."""
_LARGEST = 32 << 20
_PAGE_S = 15.0
_SETTLE_S = 0.5
_PASSED_ON = frozenset({"content-type", "content-language", "content-style-type"})


@dataclass(frozen=True, slots=True)
class Place:
    """What is to be framed on a page: the first of these that is found there.

    `proofs`: texts that prove the finding; `hrefs`: addresses of links, as resolved or as written; `rows`: addresses of
    the rows of a list; `words`: texts that name the thing.
    """

    proofs: tuple[str, ...] = ()
    hrefs: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture to be made: of the recorded page `page`, with a `caption` below. `scripts`: whether its own run."""

    fingerprint: str
    page: Entry
    place: Place
    caption: str
    scripts: bool = False


@dataclass(frozen=True, slots=True)
class Album:
    """The pictures by fingerprint (PNG). `tried` are the findings whose turn came; `reason` says why that of the others
    did not, where it was not for want of time: a key below `evidence.why.`."""

    pictures: Mapping[str, bytes]
    tried: frozenset[str] = frozenset()
    reason: str | None = None


def shoot(archive: Archive, shots: Sequence[Shot], *, browser: str, seconds: float) -> Album:
    """Make pictures as long as there is time and nobody interrupts. `browser` as in `config.settings`. Blocks.

    Where a place is not found on its page there is no picture. Raises nothing: what goes wrong is the `reason`.
    """
    if not shots:
        return Album({})
    done: dict[str, bytes | None] = {}
    reason = None
    try:
        asyncio.run(_shoot(archive, shots, browser, seconds, done))
    except NoBrowser as none:
        reason = none.key
    except KeyboardInterrupt:  # only the pictures end: the reports are still to be written
        reason = INTERRUPTED
    except Exception:  # noqa: BLE001  # a driver that dies raises bare `Exception`; no picture is worth a report
        _log.debug("pictures end", exc_info=True)
        reason = BROKE_DOWN
    pictures = {fingerprint: picture for fingerprint, picture in done.items() if picture is not None}
    return Album(pictures, frozenset(done), reason)


async def _shoot(
    archive: Archive, shots: Sequence[Shot], setting: str, seconds: float, done: dict[str, bytes | None]
) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    pages: dict[tuple[str, bool], list[Shot]] = {}
    for shot in shots:
        pages.setdefault((shot.page.id, shot.scripts), []).append(shot)
    async with Browser(setting, "xuncha evidence") as browser:
        step("pictures", 0, len(shots))
        restarts = 0
        for together in pages.values():
            if loop.time() >= until:
                break
            pictures = await _of_page(browser, archive, together)
            whole = browser.runs  # else their turn comes when the run is judged again
            done |= {each.fingerprint: pictures.get(each.fingerprint) for each in together if whole} | pictures
            if not whole:
                if restarts == _RESTARTS:
                    raise NoBrowser(BROKE_DOWN)
                restarts += 1
                await browser.restart()
            step("pictures", len(done), len(shots))


async def _of_page(browser: Browser, archive: Archive, shots: Sequence[Shot]) -> dict[str, bytes]:
    """The pictures of one page. A page that does not open, or breaks down, has none."""
    from playwright.async_api import Error  # noqa: PLC0415  # an extra: may not be installed

    pictures: dict[str, bytes] = {}
    try:
        context = await browser.context(scripts=shots[0].scripts, size=(WIDTH, HEIGHT))
    except Error:
        return pictures
    try:
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(_PAGE_S + len(shots)):
                page = await context.new_page()
                await context.route("**/*", _Replay(archive, shots[0].page).answer)
                await page.goto(shots[0].page.url, wait_until="load", timeout=_PAGE_S * 1000)
                await asyncio.sleep(_SETTLE_S if shots[0].scripts else 0)
                for shot in shots:
                    picture = await _framed(page, shot)
                    if picture is not None:
                        pictures[shot.fingerprint] = picture
    finally:
        with contextlib.suppress(Error):
            await context.close()
    return pictures


async def _framed(page: Page, shot: Shot) -> bytes | None:
    found = await page.evaluate(_mark(), asdict(shot.place) | {"caption": shot.caption})
    if found is None:
        return None
    return await page.screenshot(animations="disabled", caret="hide", type="png")


class _Replay:
    """Answers a page's requests from the records of its run; `page` is the record that the page itself is."""

    def __init__(self, archive: Archive, page: Entry) -> None:
        self._archive = archive
        self._page = page

    async def answer(self, route: Route) -> None:
        """One request."""
        from playwright.async_api import Error  # noqa: PLC0415

        entry = self._entry(route.request)
        with contextlib.suppress(Error):  # the page went away before it was answered
            if entry is None:
                await route.abort("aborted")
                return
            try:
                said = self._archive.answer(entry)
            except UserError:  # a damaged record: as if it had not been kept
                await route.abort("aborted")
                return
            headers = said.headers
            body = unpacked(said.body, headers.get("content-encoding", ""), _LARGEST)
            shown = {name: value for name, value in headers.items() if name in _PASSED_ON}
            await route.fulfill(status=entry.status or 200, headers=shown, body=body)

    def _entry(self, request: Request) -> Entry | None:
        if request.resource_type == "document" and request.url.partition("#")[0] == self._page.url.partition("#")[0]:
            return self._page
        bare = request.url.partition("#")[0]
        url = canonical(bare) or bare
        fitting = [each for each in self._archive.of(url) if each.method == request.method and each.shows_itself]
        own = [each for each in fitting if each.part_of == self._page.url]
        return next(reversed(own or fitting), None)


@cache
def _mark() -> Any:
    return (resources.files("crawler") / "evidence" / "mark.js").read_text(encoding="utf-8")
