"""The check `mislink`: links that open something else than they say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from checks.contract import CheckParams, Said
from checks.keys import KeySet
from checks.links.linked import Linked
from checks.links.mislink_findings import HIJACKED_TARGET, TEXT_TARGET_MISMATCH
from checks.links.mislink_judge import MislinkJudge
from checks.links.mislink_params import MislinkParams
from checks.links.rows import rows_that_fit
from checks.notes import WholeNotes
from checks.scanning import ScanCheck, SeenPage, Sees
from config.registry import Unit
from crawler.store.crawl import Crawl


class Mislink(ScanCheck[str]):
    """Links that open, but open something else than they say, or a site that is in other hands.

    ## What it finds

    * `text-target-mismatch`: the text of a link and its target contradict each other. `facts.basis` says how: `file`
      (a text with the name of a file, or 附件 with a name, opens a page that offers no file and is called otherwise; a
      bare 下载 in an article opens a list or a home page), `body` (a text that is the name of a government or an office
      opens the site of another place or of another office, or a site that has nothing to do with it), `title` (the row
      of a list opens an article whose title and text have practically nothing in common with it).
    * `hijacked-target`: a link leads to a domain that somebody else has taken over. `facts.basis` says which sign was
      met: `gambling`, `pornography` (words of the trade in the title, or several in description, heading and text),
      `parked` (for sale, expired, or a trader in domains), `language` (the name of a Chinese body opens a page that
      is not Chinese), `moved` (a redirect to another registered domain, whose page bears nothing of the text).

    Both are always `suspected`: only a person can say what was meant. One finding per distinct target, however many
    pages link it and with however many texts.

    ## Why it matters

    国办秘函〔2019〕19号 (功能设计·可用性) counts links that do not open or are wrong; 国办发〔2017〕47号 asks that no
    link of a government site be wrong. An expired domain under the name of a public body that shows gambling is what
    inspections publish by name.

    ## How it decides

    The text is held against what the crawl kept of the target: the facts of pages of the portal, the first kilobytes of
    pages elsewhere (title, headings, metas, beginning of the text, hosts). Words and names of bodies are data
    (`config/lexicons/hijacked.yaml`, `link-promises.yaml`). Everything that could be meant acquits: a page that bears
    the promised name anywhere, offices that share a letter or were merged by a reform, a title that the article's text
    takes up, an address that may hand out files. Words of the police, of courts, of law and of warnings acquit pages
    about gambling and pornography. Titles are compared without digits, common words of official style and the names of
    the portal and its units, so that dates, prefixes such as 【图解】 and cut ends play no part. Where two or more rows
    of one column, and at least the share `column_share` of those compared, do not fit, we have read the titles wrongly:
    the column is not judged. Hosts that only governments have (gov.cn) are never `language` or `moved`; pages that
    stand before others (log-in, check, maintenance) are not `body` either.

    ## When it does not apply

    Nothing is said about a unit on whose pages no link was seen. Texts that promise nothing (更多, 详情, 上一篇), icons
    without text, and the services of `official-services.yaml` (找错 box, badge, records, share links, maps, accounts of
    new media, downloads of software …) are never examined. Broken targets belong to `broken-link`. Bot walls, refusals
    and targets that nobody asked for are listed as not judged.

    ## Known errors

    A page that a script fills shows too little to be held against anything, and only its title is seen. Pages elsewhere
    are read no further than their first kilobytes. A hijacked site that shows its words to search engines only, or that
    writes like the news, is not seen; neither is a wrong article about the same subject. An office that moved to a new
    domain of its own outside gov.cn is `moved` when its page never bears the text of the link. A redirect to the home
    page of a foreign site may also be reported by `broken-link`, which does not look at what that page shows.
    """

    id = "mislink"
    title = "链接指向不符"
    needs = ("links",)
    codes = (TEXT_TARGET_MISMATCH, HIJACKED_TARGET)
    clause = (
        "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“功能设计—可用性”："
        "链接（含图片、附件、外部链接）打不开或错误"
    )
    only_suspects = True
    Params = MislinkParams
    sees = Sees.ALL
    timeless = True

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterator[str]:
        """Which rows of lists fit the page."""
        assert isinstance(params, MislinkParams)
        return rows_that_fit(seen.page, params)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[str]
    ) -> Iterator[Said]:
        """One finding per distinct target of `unit` and code. The as-of date plays no part."""
        assert isinstance(params, MislinkParams) and isinstance(notes, WholeNotes)
        judge = MislinkJudge(crawl, unit, Linked(crawl, unit), params, notes.once(KeySet))
        yield from judge.elsewhere()
        yield from judge.promises()
        yield from judge.rows()
        yield from judge.mismatches()
        yield judge.examined
