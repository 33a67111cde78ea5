"""The one browser of a crawl: found on this machine, started without a way out of its own, and always ended.

Every request of a page is intercepted and answered by `crawler.render.gate`, through the crawl's own client. What a
page might send past that (redirects, WebSockets, WebRTC, prefetching, and the vendor's own calls) goes to a proxy that
does not exist, under names that never resolve; so the guard on private addresses holds here as well.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from config.rendering import rendering_facts

if TYPE_CHECKING:
    from playwright.async_api import Browser as Process
    from playwright.async_api import BrowserContext, Playwright

_NOWHERE = "http://nowhere.invalid:9"
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-bypass-list=<-loopback>",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=512",
)
_START_S = 30.0
_END_S = 10.0


class NoBrowser(Exception):
    """There is no browser that could be used. `key` says why (`hint.<key>` in the catalogue), `detail` what it said."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(key, detail)
        self.key = key
        self.detail = detail


def locate(setting: str) -> str | None:
    """The program to start: the setting's path, else the first known browser of the system, else None.

    None leaves it to Playwright, which may have a browser of its own. Raises `NoBrowser` (`browser-off`) for the
    setting `none`, and (`no-playwright`) when the Python package is not installed.
    """
    if setting == "none":
        raise NoBrowser("browser-off")
    if find_spec("playwright") is None:
        raise NoBrowser("no-playwright")
    if setting != "auto":
        return setting
    return next(filter(None, map(shutil.which, rendering_facts().browsers)), None)


class Browser:
    """A running browser, as a context manager. `setting` is that of `config.settings`; `user_agent` is declared.

    Entering raises `NoBrowser` when there is none or when it does not start; leaving ends all its processes.
    """

    def __init__(self, setting: str, user_agent: str) -> None:
        self._setting = setting
        self._user_agent = user_agent
        self._ends = contextlib.AsyncExitStack()
        self._process: Process | None = None
        self.version = ""
        """Name and version of the browser that was started last."""

    async def __aenter__(self) -> Self:
        starting = asyncio.ensure_future(self._start())
        try:
            await asyncio.shield(starting)
        except asyncio.CancelledError:  # half a start would leave processes behind
            await asyncio.wait({starting})
            await self._ends.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._ends.aclose()

    @property
    def runs(self) -> bool:
        """Whether it was started and has not broken down."""
        return self._process is not None and self._process.is_connected()

    async def restart(self) -> None:
        """Start again after a break-down. Raises `NoBrowser`."""
        await self._ends.aclose()
        await self._start()

    async def context(
        self, width: int | None = None, *, size: tuple[int, int] = (1280, 720), scripts: bool = True
    ) -> BrowserContext:
        """A new, empty profile for one page: no cookies, no storage, no service workers, no downloads.

        `size` is that of the window in pixels. With a `width` it is as narrow as that of a phone, and metas of the
        viewport count. Without `scripts` the page's own do not run.
        """
        assert self._process is not None
        wide, high = (width, 2 * width) if width else size
        return await self._process.new_context(
            viewport={"width": wide, "height": high},
            is_mobile=width is not None,
            java_script_enabled=scripts,
            user_agent=self._user_agent,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            service_workers="block",
            accept_downloads=False,
            ignore_https_errors=True,
        )

    async def _start(self) -> None:
        path = locate(self._setting)
        from playwright.async_api import Error, async_playwright  # noqa: PLC0415  # an extra: may not be installed

        try:
            async with asyncio.timeout(_START_S), contextlib.AsyncExitStack() as ends:
                driver = await ends.enter_async_context(async_playwright())
                self._process = await self._launched(driver, path)
                ends.push_async_callback(self._close)
                self._ends = ends.pop_all()
        except (Error, OSError, TimeoutError) as error:
            raise NoBrowser("browser-does-not-start", str(error).partition("\n")[0][:300]) from error
        self.version = f"{self._process.browser_type.name} {self._process.version}"

    async def _launched(self, driver: Playwright, path: str | None) -> Process:
        if path is None and not Path(driver.chromium.executable_path).exists():
            raise NoBrowser("no-chromium")
        return await driver.chromium.launch(
            executable_path=path,
            args=list(_ARGUMENTS),
            chromium_sandbox=os.geteuid() != 0,  # Chromium refuses to sandbox itself as root
            proxy={"server": _NOWHERE},
            handle_sigint=False,  # the crawl hears the signals and ends the browser
            handle_sigterm=False,
            handle_sighup=False,
        )

    async def _close(self) -> None:
        from playwright.async_api import Error  # noqa: PLC0415

        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(Error, TimeoutError):
                async with asyncio.timeout(_END_S):
                    await process.close()
