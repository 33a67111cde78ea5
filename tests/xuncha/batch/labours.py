"""Tasks for the processes of a batch that behave in every bad way."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.errors import UserError
from crawler.facts import PageReading
from crawler.fetch import page_reader
from crawler.fetch.many import Many
from xuncha.batch.fleet import Errand, FleetTask
from xuncha.batch.tasks import CrawlTask, Judged, Tell
from xuncha.pipeline import AuditJob


@dataclass(frozen=True)
class Works:
    """Does its work."""

    words: str

    def __call__(self, tell: Tell) -> None:
        tell(Judged((self.words,)))


class Lingers:
    """Does its work, but does not end."""

    def __call__(self, tell: Tell) -> None:
        threading.Thread(target=time.sleep, args=(300,)).start()
        tell(Judged())


class Orphans:
    """Crashes while a child of its own, which has what it has, lives on."""

    def __call__(self, tell: Tell) -> None:
        if os.fork() == 0:
            time.sleep(300)
        os.abort()


class Waits:
    """Waits to be interrupted."""

    def __call__(self, tell: Tell) -> None:
        time.sleep(300)


class Crashes:
    """Ends as a fault in a C library ends a process."""

    def __call__(self, tell: Tell) -> None:
        os.abort()


class Raises:
    """Meets an error of the program."""

    def __call__(self, tell: Tell) -> None:
        raise RuntimeError("a reader broke down")


class Refuses:
    """Meets bad input."""

    def __call__(self, tell: Tell) -> None:
        raise UserError("start-url-unusable", url="http://x/")


@dataclass(frozen=True)
class Hangs:
    """Says nothing more, and has a child of its own whose number it writes down."""

    child: Path

    def __call__(self, tell: Tell) -> None:
        sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
        self.child.write_text(str(sleeper.pid))
        time.sleep(300)


class FleetOrCrash(FleetTask):
    """Crawls portals as a batch does; that with the id `ding` ends the process once others are under way."""

    def begin(self, many: Many, errand: Errand) -> None:
        super().begin(many, errand)
        if errand.portal == "ding":
            os.abort()


class FleetBreaks(FleetTask):
    """Crawls portals as a batch does; the second page that it reads of the portal `ding` ends the process."""

    def begin(self, many: Many, errand: Errand) -> None:
        if errand.portal == "ding" and errand.job is not None:
            pages = []
            host = urlsplit(errand.job.target.portal.start_urls[0]).netloc
            plain = page_reader.read_page

            def read(url: str, *content: Any, **known: Any) -> PageReading:
                pages.extend([url] if host in url else [])
                if len(pages) == 2:
                    os.abort()
                return plain(url, *content, **known)

            page_reader.read_page = read
        super().begin(many, errand)


@dataclass(frozen=True)
class CrawlOrCrash:
    """Crawls a portal as a batch does; that with the id `ding` ends the process."""

    job: AuditJob
    folder: Path

    def __call__(self, tell: Tell) -> None:
        if self.job.target.portal.id == "ding":
            os.abort()
        CrawlTask(self.job, self.folder)(tell)
