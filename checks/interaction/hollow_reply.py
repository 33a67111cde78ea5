"""The check `hollow-reply`: replies to the public that say nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, State, Unjudged
from checks.interaction.letters import NO_LETTERS, NONE_SEEN, Letter, each_once, letters_of, silence
from checks.scanning import ScanCheck, SeenPage
from config.registry import Unit
from config.window import Window
from crawler.store.crawl import Crawl

COURTESY, PASSED_ON = "courtesy-only", "passed-on"


class HollowReplyParams(CheckParams):
    """When a reply says nothing."""

    look_back: Window = Field(
        description="letters answered before this window (counted back from the as-of date) are left; a reply without "
        "a date counts by that of its letter, and is judged when that has none either"
    )
    courtesy_rest: int = Field(
        ge=0,
        description="letters (字) that may be left of a reply of polite words once these are taken away (own rule)",
    )
    passing_rest: int = Field(
        ge=0,
        description="letters (字) that may be left of a reply that passes the matter on once polite words, and words "
        "that do so, are taken away (own rule)",
    )


class HollowReply(ScanCheck[Letter]):
    """Replies (答复) to letters from the public that consist of polite words, or only pass the matter on.

    ## What it finds

    * `courtesy-only`: nothing but greetings, receipt and thanks (您的来信已收悉，感谢您的关注).
    * `passed-on`: beyond these only words that send the writer elsewhere or put the matter off (请咨询有关部门,
      我们将认真研究).

    `facts` name how many letters the reply has, how many are left, and the words that pass it on. Neither the letter
    nor the reply is told.

    ## Why it matters

    国办秘函〔2019〕19号 “办理答复” asks for the quality of replies; work plans ask that problems be answered by
    concrete steps (以解决问题的具体举措实质性回应公众关切).

    ## How it decides

    Polite words and words that pass on are taken away by the patterns of `config/lexicons/interaction.yaml`. A reply is
    suspected when so little is left as the rubric says, and it holds no fact: a number or date, a document, a telephone
    number, what was found or done, a reason, what to bring, the body to turn to by its name (请咨询住建局; not
    有关部门), or a plain answer (可以, 不用, 免费, 不实). All findings are suspected; whether a reply answers its
    letter is for a person to say.

    ## When it does not apply

    Letters whose reply is not shown as text; letters answered before the window (by the date of the letter where the
    reply has none); a unit without letters and without a column for them.

    ## Known errors

    A short reply that is right for its letter (“请拨打有关部门电话”, with the number in a picture) is suspected. Long
    replies that evade are not found.
    """

    id = "hollow-reply"
    title = "空洞答复"
    needs = ("pages",)
    codes = (COURTESY, PASSED_ON)
    only_suspects = True
    clause = (
        "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“互动交流—办理答复”：答复质量不高的，扣分"
        "（凭记忆，未见原文）"
    )
    Params = HollowReplyParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[Letter]:
        """The letters on the page, with what their replies consist of."""
        return letters_of(seen, with_substance=True)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Letter]
    ) -> Iterator[Said]:
        """A finding for every reply that says nothing."""
        assert isinstance(params, HollowReplyParams)
        since = params.look_back.since(as_of)
        replied = [letter for letter in each_once(notes) if letter.substance]
        if not replied:
            reason = NONE_SEEN if notes else silence(crawl, unit)
            yield Unjudged(unit.id, reason, COURTESY) if reason else NotApplicable(NO_LETTERS)
            return
        letters = [letter for letter in replied if (letter.replied or letter.asked or since) >= since]
        yield Examined(len(letters))
        for letter in letters:
            if letter.substance:
                _, rest, passed_on, concrete = letter.substance
                most = params.passing_rest if passed_on else params.courtesy_rest
                if rest <= most and not concrete:
                    yield _finding(letter, unit, PASSED_ON if passed_on else COURTESY)


def _finding(letter: Letter, unit: Unit, code: str) -> Finding:
    length, rest, passed_on, _ = letter.substance or (0, 0, None, False)
    return Finding(
        check=HollowReply.id,
        code=code,
        unit=unit.id,
        subject=letter.key,
        url=letter.shown_on,
        state=State.SUSPECTED,
        column=letter.column,
        found_on=(letter.shown_on,),
        found_on_count=1,
        facts=letter.facts | {"letters": length, "rest": rest, "words": passed_on},
    )
