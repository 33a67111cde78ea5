"""One crawl under way, from the first request to the file that waits to be finished, and what it does not forget.

What is asked for, and in which order, is decided by its stages (`crawler.fetch.stages`). While they run, where
everything is is written down with every commit. An interrupted crawl is sealed as partial, so that it can be judged,
and its state before that is set aside for going on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from crawler.fetch.client import Client
from crawler.fetch.event_loop import Stop
from crawler.fetch.finishing import Ended, finish
from crawler.fetch.own_tasks import end_own_tasks, own_from_here
from crawler.fetch.parts import Parts
from crawler.fetch.plan import CrawlEnd
from crawler.fetch.reply import now
from crawler.fetch.resuming import asked_again, cookies_of, restore_cookies, restore_scope
from crawler.fetch.stages import Stages
from crawler.kinds import EndReason
from crawler.store.crawl_file import LEFT, UNFINISHED


class OneCrawl:
    """One crawl under way: `run` it on the loop, then `finish` it here or by `crawler.fetch.finishing` elsewhere."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._stages: Stages | None = None
        self._resumed = self._only_end = False
        parts.store.before_commit.append(self._note_state)

    @property
    def stop(self) -> Stop:
        """By which it is ended early."""
        return self._parts.stop

    def before_reading(self, tell: Callable[[], None]) -> None:
        """Call `tell` whenever a page is about to be read."""
        self._parts.recorder.reader.tell = tell

    def restore(self, *, only_end: bool) -> None:
        """Remember where the crawl was when it was cut off; `only_end`: to seal that and ask for nothing more."""
        parts, kept = self._parts, self._parts.kept
        if LEFT in kept:
            return
        self._resumed, self._only_end = True, only_end
        restore_scope(parts.store, parts.scope)
        parts.recorder.restore()
        restore_cookies(parts.cookies.jar, kept.get("cookies", []))
        parts.recorder.asked = kept.get("asked", 0)
        parts.told.go_on_after(kept.get("seconds", 0.0))
        if "ended" in kept:
            parts.stop(EndReason(kept["ended"]))
        if only_end:
            parts.stop(EndReason.INTERRUPTED)
        else:
            told = {"interrupted": kept.get("at"), "resumed": now(), **parts.plan.meta.get("interruption", {})}
            kept["interruptions"] = [*kept.get("interruptions", []), told]

    async def run(self) -> None:
        """Everything up to the sealing. Of a crawl that was left, nothing."""
        parts, plan = self._parts, self._parts.plan
        if LEFT in parts.kept:
            return
        own_from_here()
        began = asyncio.get_running_loop().time() - parts.kept.get("seconds", 0.0)
        parts.pace.rest_again(parts.kept.get("rests", {}))
        ticking = asyncio.ensure_future(parts.told.ticking())
        try:
            async with Client(
                plan.user_agent, plan.timeout_s, parts.guard, parts.pace, parts.cookies.jar, taker=parts.spool
            ) as client:
                self._stages = stages = Stages(parts, client, began=began, resumed=self._resumed)
                await stages.run()
        finally:
            ticking.cancel()
            await end_own_tasks()
            parts.guard.close()
        self._leave(stages)

    @property
    def ended(self) -> Ended:
        """How the crawl ended, once it has run."""
        return Ended.of(self._parts.kept[LEFT])

    def finish(self) -> CrawlEnd:
        """Weigh what was answered, and seal the file."""
        parts = self._parts
        return finish(parts.plan, parts.store, parts.path, parts.previous, parts.kept)

    def _leave(self, stages: Stages) -> None:
        """Write down, as one change, what it takes to finish the file; an interrupted crawl is set aside before."""
        parts, store = self._parts, self._parts.store
        if parts.stop.reason is EndReason.INTERRUPTED:
            parts.spool.drop(asked_again(store))
            store.set_aside(parts.path.with_name(UNFINISHED))
        ended = self._end(stages)
        with store.together():
            for each in stages.deferred:
                each()
            if parts.scope.hosts != parts.plan.portal.all_hosts:
                portal = parts.plan.portal.model_copy(update={"hosts": tuple(sorted(parts.scope.hosts))})
                store.set_meta("portal", portal.model_dump(mode="json", by_alias=True))
            store.set_meta("finished", now())
            store.set_meta("interruptions", parts.kept.get("interruptions", []))
            store.set_meta("start_answer", {"kind": ended.start, "detail": ended.detail})
            store.set_meta("evidence", parts.spool.close())
            if parts.previous is not None:
                store.set_meta("reuse", parts.reuse.card())
            store.set_meta("readers", parts.reuse.readers())
            parts.kept[LEFT] = ended.kept()
        parts.told.ended(ended.reason)

    def _end(self, stages: Stages) -> Ended:
        parts = self._parts
        reason = parts.stop.reason or stages.full or EndReason.FINISHED
        if reason is EndReason.FINISHED and parts.unreachable():
            reason = EndReason.UNREACHABLE
        start = parts.recorder.starts.get(parts.scope.starts[0])
        kind, detail = (start.kind, start.detail) if start else (None, "")
        return Ended(reason, tuple(parts.guard.inside()), kind, detail)

    def _note_state(self) -> None:
        """Write down, before answers are committed, where everything else is."""
        parts, kept = self._parts, self._parts.kept
        if not self._only_end:
            kept["at"] = now()
            kept["seconds"] = round(parts.told.seconds, 3)
        kept["spool"] = parts.spool.mark()
        kept["asked"] = parts.recorder.asked
        kept["rests"] = parts.pace.rests()
        kept["cookies"] = cookies_of(parts.cookies.jar)
        if self._stages is not None and self._stages.feed is not None:
            kept["under_way"] = self._stages.feed.under_way
