"""The check `personal-data`: numbers and addresses of persons that were published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache

from pydantic import Field

from checks.content.listed_persons import HEAD, Lists, listed_in
from checks.content.passages import Spot, Text, TextCheck, texts_of_file
from checks.content.patterns import compiled
from checks.content.personal_numbers import is_card, is_identity, is_mobile, masked, runs
from checks.contract import CheckParams, Said
from checks.finding import Unjudged
from checks.scanning import SeenFile, SeenPage
from config.personal_words import personal_words
from config.registry import Unit
from crawler.store.crawl import Crawl

IDENTITY = "identity-number"
MOBILE = "mobile-number"
CARD = "bank-card"
ADDRESS = "home-address"
UNREAD = "file-unread"
FILES_UNREAD = "files-without-text"
_LINE = 80
"""Characters before a number on its line that tell whose it is (own rule)."""


class PersonalDataParams(CheckParams):
    """How many make a list."""

    least_mobiles: int = Field(
        default=3, ge=1, description="different mobile numbers from which a list of persons is a hit (own rule)"
    )
    least_addresses: int = Field(
        default=3, ge=1, description="addresses with house numbers from which a list of persons is a hit (own rule)"
    )
    reach: int = Field(default=24, ge=0, description="characters around a number that say whose it is (own rule)")


class PersonalData(TextCheck):
    """Numbers and addresses of persons (个人信息) that stand in published texts and files.

    ## What it finds

    * `identity-number`: whole numbers of citizens (身份证号).
    * `bank-card`: whole numbers of personal bank cards.
    * `mobile-number`: mobile numbers in a list of persons, or in a letter of a citizen.
    * `home-address`: addresses down to the house number in a list of persons.

    One suspicion for each page or file and kind, with the count and, except for addresses, the first number masked.
    Findings and reports do not hold the numbers themselves, and no picture is made of such a page; the crawl file and
    the records hold it as it was published (`docs/evidence.md`).

    ## Why it matters

    《中华人民共和国个人信息保护法》 and 《政府信息公开条例》第十五条 forbid to publish what harms
    the privacy of persons;
    a plan may ask for 杜绝出现泄露个人隐私的事件.

    ## How it decides

    By the numbers first: a citizen's number needs a province, a possible day of birth and the check character of GB
    11643; a card the beginning, length and check digit of UnionPay. Then by what stands around them, and by what the
    page is (`config/lexicons/personal-data.yaml`): a mobile number behind 联系 or 咨询, a list of firms, lawyers or
    river chiefs, the account of a body are published on purpose; in a list of those who receive aid (its title says so)
    a number is theirs, whatever the heading calls it. In a letter of a citizen every mobile number counts, also behind
    such words, in the reply every one that is not such a contact. Whether publication was justified is always for a
    person to say.

    ## When it does not apply

    Masked numbers (`110101********1234`), 统一社会信用代码, numbers of documents and projects. A unit without articles
    is not judged unless something was found.

    ## Known errors

    Pictures and scanned files are not read (they stay open when they are attached to pages). Of a letter its title, or
    the beginning of one without a title, is searched for mobile numbers; an office's number in it is suspected, too.
    Names together with illness, income or family are not found. Numbers torn apart by more than a blank or hyphen are
    missed. Passports and numbers of fifteen digits are not looked for.
    """

    id = "personal-data"
    title = "疑似公开个人信息"
    codes = (IDENTITY, MOBILE, CARD, ADDRESS)
    clause = (
        "《中华人民共和国政府信息公开条例》第十五条：涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息，"
        "行政机关不得公开"
    )
    sensitive = True
    Params = PersonalDataParams

    def read(self, text: Text, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """What of a text belongs to persons."""
        assert isinstance(params, PersonalDataParams)
        lists = listed_in(text)
        kinds = _kinds(text.text, as_of, params.reach, lists=lists)
        for code in (IDENTITY, CARD):
            if numbers := kinds.get(code):
                yield text.spot(code, code, count=len(numbers), masked=masked(numbers[0]))
        mobiles = kinds.get(MOBILE, [])
        if len(mobiles) >= params.least_mobiles and lists is not Lists.NONE:
            yield text.spot(MOBILE, MOBILE, count=len(mobiles), masked=masked(mobiles[0]))
        addresses = _addresses(text)
        if addresses >= params.least_addresses and lists is not Lists.NONE:
            yield text.spot(ADDRESS, ADDRESS, count=addresses)

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """An article, and letters of citizens."""
        spots = [*super().look(seen, params, as_of)]
        yield from spots
        assert isinstance(params, PersonalDataParams)
        if seen.page.exchanges:
            told = {spot.code for spot in spots}
            yield from (spot for spot in _in_letters(seen, params, as_of) if spot.code not in told)

    def look_into(self, seen: SeenFile, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """A file and those inside it; one that could not be read is noted, too."""
        for text in texts_of_file(seen):
            yield from self.read(text, params, as_of)
        if seen.document.reason:
            yield Spot(UNREAD, seen.document.url, None, seen.text, "", (), seen.found_on)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Spot]
    ) -> Iterator[Said]:
        """Suspicions, and how many files could not be read."""
        unread = [spot for spot in notes if spot.code == UNREAD]
        yield from super().weigh(crawl, unit, params, as_of, [spot for spot in notes if spot.code != UNREAD])
        if unread:
            yield Unjudged(f"{unit.id} files", FILES_UNREAD, IDENTITY, unread[0].url, {"files": len(unread)})


@cache
def _provinces() -> frozenset[str]:
    return frozenset(personal_words().provinces)


def _kinds(
    text: str, as_of: date, reach: int, *, by_citizen: bool = False, lists: Lists = Lists.NONE
) -> dict[str, list[str]]:
    """The different numbers of persons in a text, by kind. A citizen gives a number of his own as a contact, too, and
    in a list of recipients it is theirs whatever the heading calls it; the heading of a list also tells of cards."""
    of_recipients = lists is Lists.RECIPIENTS
    of_cards = lists is not Lists.NONE and compiled(personal_words().card).search(text[:HEAD]) is not None
    kinds: dict[str, dict[str, None]] = {}
    for number, start, end in runs(text):
        before, after = text[max(0, start - reach) : start], text[end : end + reach]
        if is_mobile(number) and (by_citizen or of_recipients):
            line = text[max(0, start - _LINE) : start].rpartition("\n")[2]
            code = None if of_recipients and compiled(personal_words().office_contact).search(line) else MOBILE
        else:
            code = _kind(number, before, after, as_of, of_cards=of_cards)
        account = compiled(personal_words().account_of_body)
        if code == CARD and account.search(text[max(0, start - 2 * reach) : end + reach]):
            continue
        if code:
            kinds.setdefault(code, {})[number] = None
    return {code: list(numbers) for code, numbers in kinds.items()}


def _kind(number: str, before: str, after: str, as_of: date, *, of_cards: bool) -> str | None:
    words = personal_words()
    if len(number) == 18 and is_identity(number, as_of, _provinces()):
        return None if compiled(words.not_identity).search(before) else IDENTITY
    if is_mobile(number):
        contact = compiled(words.contact)
        return None if contact.search(before) or contact.search(after[:8]) else MOBILE
    if is_card(number):
        return CARD if of_cards or compiled(words.card).search(before + after) else None
    return None


def _addresses(text: Text) -> int:
    words = personal_words()
    if "址" not in text.text or not compiled(words.address_label).search(text.text):
        return 0
    return len({found.group() for found in compiled(words.address).finditer(text.text)})


def _in_letters(seen: SeenPage, params: PersonalDataParams, as_of: date) -> Iterable[Spot]:
    page = seen.page
    said = [
        (text, by_citizen) for one in page.exchanges for text, by_citizen in ((one.question, True), (one.reply, False))
    ]
    found = [_kinds(text, as_of, params.reach, by_citizen=by_citizen) for text, by_citizen in said]
    for code in sorted({code for kinds in found for code in kinds}):
        numbers = list(dict.fromkeys(number for kinds in found for number in kinds.get(code, ())))
        facts = (("count", len(numbers)), ("masked", masked(numbers[0])))
        yield Spot(code, page.url, seen.column, page.title, f"{code} letter", facts)
