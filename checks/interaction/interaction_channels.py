"""The check `interaction-channels`: whether the channels by which the public is heard are alive."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.disclosure.holdings import Holdings
from checks.disclosure.named import NAMED_PAGES, NamedPage
from checks.finding import NotApplicable
from checks.interaction.channel import CHECK, DEAD, SILENT, ChannelJudge
from checks.scanning import ScanCheck, SeenPage
from config.mandated import MandatedItem
from config.registry import Unit
from crawler.store.crawl import Crawl
from crawler.urls import page_key


class InteractionChannelsParams(CheckParams):
    """The channels of the rubric."""

    channels: tuple[MandatedItem, ...] = Field(
        min_length=1,
        description="channels, written like items of `mandated-item`; `max_age` is how old the newest letter or reply "
        "in it may be (without it only the entrance is judged)",
    )


class InteractionChannels(ScanCheck[NamedPage]):
    """Channels by which the public is heard (领导信箱, 网友留言, 意见征集 …): do they open, is anything new in them?

    ## What it finds

    * `dead`: every link by the name of the channel leads to a page that does not open.
    * `silent`: the newest letter, reply or entry in the channel is older than the rubric allows.

    That a channel is missing or an empty column is said by `mandated-item`.

    ## Why it matters

    国办秘函〔2019〕19号: 未提供网上有效咨询建言渠道 ends the site's year, and public letters and replies must have been
    updated within two months (留言公开). Work plans name the channels that must be kept up.

    ## How it decides

    Channels are found like items of `mandated-item`. The newest day is the latest of the rows' dates and of the days of
    letters and replies that are shown in the channel's lists and on the pages that these lead to; rules and notices
    about the channel (写信须知) are no letters. As with `stale-column` nothing newer may be hidden from us: otherwise
    the channel is not judged, with the reason. `dead` needs a crawl that finished and in which every page of the unit
    that may hold a column was observed: another entrance may stand where we did not look. A link that only articles
    hold is no entrance. All findings are suspected: nobody may have written, or letters may be answered elsewhere.

    ## When it does not apply

    Channels of other classes of units; a unit for whose class there are none. A channel that is a form without a list
    is not judged for its age; one on another platform, or of which no page could be read, can only be `dead`, else it
    is not judged, with the reason. A channel is not `silent` when the registry exempts one of its columns.

    ## Known errors

    Whether a form can be sent is not tried: the audit sends nothing to a portal.
    """

    id = CHECK
    title = "互动渠道"
    needs = ("pages",)
    codes = (DEAD, SILENT)
    only_suspects = True
    clause = (
        "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》单项否决“互动回应差”：未提供网上有效咨询建言渠道；扣分指标“互动交流—留言公开”："
        "监测时间点前2个月内未更新的，扣3分；各渠道以指标体系为准"
    )
    Params = InteractionChannelsParams
    notebook = NAMED_PAGES
    timeless = True

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[NamedPage]:
        """What the page calls itself, and when letters on it were written."""
        return (NamedPage.of(seen.page, seen.unit),)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[NamedPage]
    ) -> Iterator[Said]:
        """Findings for each channel that `unit` must keep."""
        assert isinstance(params, InteractionChannelsParams)
        channels = [channel for channel in params.channels if unit.unit_class.among(channel.applies_to)]
        if not channels:
            yield NotApplicable("no-items-for-class")
            return
        holdings = Holdings(crawl, unit, channels, notes)
        heard = ((page.url, [day for day in page.heard if day <= as_of]) for page in notes if page.heard)
        days = {page_key(url): known[-1] for url, known in heard if known}
        for channel in channels:
            yield from ChannelJudge(crawl, unit, channel, holdings=holdings, days=days, as_of=as_of).judge()
