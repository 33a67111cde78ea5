"""The search box of a page: a form that says so, or an address that a script of the home page puts together."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborNode

from config.site_search import site_search
from crawler.facts import SearchEntry
from crawler.kinds import PageKind
from crawler.reading.page import Page

_SENDS = "input[type=submit i], input[type=image i], button:not([type]), button[type=submit i]"
_TEXT_TYPES = frozenset({"", "text", "search"})
_MOST_FORMS = 20
_MOST_SCRIPT = 400_000
"""Characters of a page in which an address of a script is looked for."""


def read_search(page: Page, kind: PageKind) -> SearchEntry | None:
    """The first form of `page` that is a search box and can be sent; on a home page else what its scripts open."""
    for form in page.tree.css("form")[:_MOST_FORMS] if "<form" in page.signs else ():
        entry = _form(page, form)
        if entry is not None:
            return entry
    return _script(page) if kind is PageKind.HOME else None


def _form(page: Page, form: LexborNode) -> SearchEntry | None:
    if form.css_first("input[type=password i]") is not None:
        return None
    box = _box(form)
    action = (form.attributes.get("action") or "").strip()
    by_script = "onsubmit" in form.attributes or form.css_first(_SENDS) is None
    if box is None or action.lower().startswith(("javascript:", "#")) or (by_script and not action):
        return None
    address = page.resolve(action).url if action else page.url
    method = (form.attributes.get("method") or "get").strip().upper()
    if address is None or method not in ("GET", "POST"):
        return None
    bare, _, query = address.partition("?")
    # Sent by GET, the fields take the place of the address's own query (HTML, form submission).
    given = () if method == "GET" else tuple(parse_qsl(query, keep_blank_values=True))
    return SearchEntry(bare, box, method, (*given, *_fixed(form, box)), _encoding(page, form), by_script)


def _box(form: LexborNode) -> str | None:
    """The name of the field that takes the words; None when the form is no search."""
    words = site_search()
    inputs = [each for each in form.css("input") if _type(each) in _TEXT_TYPES and each.attributes.get("name")]
    if not inputs or len(form.css("textarea")):
        return None
    named = [each for each in inputs if words.names_field(_name(each))]
    said = list(_said(form, inputs))
    if any(map(words.asks_for_other, said)) or not any(map(words.speaks, said)):
        return None
    return _name((named or inputs)[0])


def _said(form: LexborNode, inputs: list[LexborNode]) -> Iterator[str]:
    """What a form says of itself: its address and names, hints in its fields, texts of its buttons."""
    for node in (form, *inputs, *form.css("input[type=submit i], input[type=button i], input[type=image i], button")):
        own = node.attributes
        yield " ".join(
            own.get(name) or "" for name in ("action", "id", "class", "placeholder", "title", "value", "alt")
        )
        if node.tag == "button":
            yield node.text()


def _fixed(form: LexborNode, box: str) -> tuple[tuple[str, str], ...]:
    """What the form sends besides the words, as long as nobody touches it."""
    found: dict[str, str] = {}
    for node in form.css("input[name]"):
        checked = _type(node) in ("radio", "checkbox") and "checked" in node.attributes
        if (_type(node) == "hidden" or checked) and _name(node) != box:
            found.setdefault(_name(node), node.attributes.get("value") or "")
    for menu in form.css("select[name]"):
        chosen = menu.css_first("option[selected]") or menu.css_first("option")
        if chosen is not None:
            value = chosen.attributes.get("value")
            found.setdefault(_name(menu), chosen.text().strip() if value is None else value)
    return tuple(found.items())


def _script(page: Page) -> SearchEntry | None:
    words = site_search()
    for match in words.by_script.finditer(page.html[:_MOST_SCRIPT]):
        written, field = match.group(1), match.group(2)
        if words.address.search(written) is None:
            continue
        address = page.resolve(written.replace("&amp;", "&").rstrip("?&")).url
        if address is not None:
            parts = urlsplit(address)
            bare = address.partition("?")[0]
            return SearchEntry(bare, field, "GET", tuple(parse_qsl(parts.query)), "utf-8")
    return None


def _encoding(page: Page, form: LexborNode) -> str:
    """The encoding in which a browser would send the words."""
    asked = (form.attributes.get("accept-charset") or "").split()
    name = (asked[0] if asked else page.encoding).lower()
    try:
        "".encode(name)
    except LookupError:
        return "utf-8"
    return name


def _type(node: LexborNode) -> str:
    return (node.attributes.get("type") or "").strip().lower()


def _name(node: LexborNode) -> str:
    return node.attributes.get("name") or ""
