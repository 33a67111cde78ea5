"""The check `count-mismatch`: texts that contradict themselves in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from checks.content.announced import left_out, wrong_counts
from checks.content.deadlines import early_deadline
from checks.content.numbering import jumps
from checks.content.passages import Spot, Text, TextCheck, around
from checks.contract import CheckParams

COUNT = "count-listed"
NUMBERING = "numbering-jump"
DEADLINE = "deadline-before-issue"
LAW = "statutory-list"
_MOST = 5
"""Places of one text that a finding names (own rule)."""


class CountMismatch(TextCheck):
    """Texts whose numbers do not fit each other (前后不一致).

    ## What it finds

    * `count-listed`: a number of things is announced and another one is listed (6个环节 with five of them).
    * `numbering-jump`: the numbers of headings leave one out, or write it in another way ((一), (2), （三）).
    * `deadline-before-issue`: a plan sets a deadline that had passed when it was made.
    * `statutory-list`: a list that follows the law lacks something that the law lists.

    ## Why it matters

    国办秘函〔2019〕19号 counts wrong statements (表述错误); a duty that is left out of a list is nobody's.

    ## How it decides

    Only where the text leaves little choice. A number and its list stand side by side, and the list has at least
    three things, joined by dashes (受理-登记-审核) or of one form (查询区、咨询区). What 和 joins may be one thing or
    several; the number fits neither way. A list that ends with 等 or 在内 has at least four things and lacks exactly
    one; of points (五个方面：一是…二要…) at least two are there, and fewer than announced. Headings are counted by
    style at the beginnings of lines; a jump leaves out at most three numbers, and a number that stands inside a line,
    or with another sign behind it, is no gap. A deadline counts in a plan (by its title), in the plan's own year,
    when another deadline of the same text is not before its day; the day of the text is the one of the document, else
    the earliest one with which it is signed, perhaps on one line with the office, else that of publication. Lists of
    law are kept in `config/lexicons/statutory-lists.yaml`; six of them in a row make a text that follows the law (own
    rule).

    ## When it does not apply

    A unit without articles is not judged. Lists that end with 等 or 在内 and do not lack exactly one are examples.
    Not counted are lists with a thing of another form (查询区、咨询区、阅览区、休息室), those that are not read whole
    (brackets between dashes, very long ones), those of a part (其中…) or with ranges (1—3号窗口), and numbers that a
    change left or took away (压缩为3个环节). Numbers of extracts, of cited or amended articles, of rows of budget
    tables and in pairs (三、四年级) may leave some out. Days by which a text chooses whom it is about, and those that
    were put off, are no deadlines.

    ## Known errors

    Files are not read here: their tables come without their order. Extracts that keep the numbers of the whole and do
    not say so look like jumps. A plan without its own day that was published late looks as if its deadlines had
    passed. A thing of another form that stands behind another sign than the things before it
    (查询区、咨询区、阅览区，休息室) is taken for what follows the list.
    """

    id = "count-mismatch"
    title = "疑似数目、编号、期限前后不一致"
    codes = (COUNT, NUMBERING, DEADLINE, LAW)
    clause = "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》：信息内容表述错误；国办发〔2017〕47号：内容准确"

    def read(self, text: Text, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """Contradictions of one article."""
        if text.article is None:
            return
        joined = text.text.replace("\n", "")
        for found in wrong_counts(joined):
            shown = around(joined, found.start, found.end, 0)
            key = f"{found.said}{found.noun}"
            yield text.spot(COUNT, key, expected=found.said, observed=found.listed, what=found.noun, excerpt=shown)
        gaps = list(islice(jumps(text.title, text.text), _MOST))
        if gaps:
            places = [f"{gap.before}→{gap.instead + '→' if gap.instead else ''}{gap.after}" for gap in gaps]
            yield text.spot(NUMBERING, NUMBERING, places=places, expected=[gap.expected for gap in gaps])
        if early := early_deadline(text.title, text.article):
            shown = around(early.text, early.start, early.end)
            days = {"deadline": early.deadline.isoformat(), "issued": early.issued.isoformat()}
            yield text.spot(DEADLINE, early.written, written=early.written, excerpt=shown, **days)
        for gap in left_out(joined):
            shown = around(joined, gap.start, gap.end, 0)
            yield text.spot(LAW, gap.id, list=gap.id, missing=list(gap.missing), source=gap.source, excerpt=shown)
