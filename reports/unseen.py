"""What the owner of a site can do so that more of it can be observed: the words for its firewall's allow-list."""

from __future__ import annotations

from urllib.parse import urlsplit

from config.messages import text
from config.settings import SAMPLE_CONTACT, contact_in
from crawler.kinds import AnswerKind
from reports.moments import beijing
from reports.result import AuditResult, RunCard, Unseen

_HELPED = frozenset({AnswerKind.BOT_WALL, AnswerKind.RATE_LIMITED, AnswerKind.UNSTABLE_HOST})
"""Reasons that an entry in the allow-list of the site's firewall removes."""

Line = tuple[str, str]
"""A heading and what stands behind it."""


def allow_lines(result: AuditResult) -> list[Line]:
    """What the people of a firewall must know, line by line; nothing where their allow-list would change nothing."""
    helped = _helped(result)
    if not helped:
        return []
    run, lang, polite = result.run, result.lang, result.portal.politeness
    contact = contact_in(run.user_agent)
    values = {
        "purpose": text("report.allow.purpose-text", lang, portal=result.portal.name, count=f"{len(helped):,}"),
        "hosts": _joined(sorted({urlsplit(item.url).netloc for item in helped}), lang),
        "user-agent": run.user_agent,
        "addresses": _joined(run.addresses, lang) if run.addresses else text("report.allow.addresses-unknown", lang),
        "requests": text("report.allow.requests-text", lang) + _robots(result),
        "rate": text("report.allow.rate-text", lang, rate=f"{polite.rate:g}", at_once=polite.concurrency)
        if polite.rate
        else text("report.allow.rate-none", lang, at_once=polite.concurrency),
        "window": text("report.allow.window-text", lang, begin=beijing(run.started), end=beijing(run.finished)),
        "contact": contact if contact and contact != SAMPLE_CONTACT else text("report.allow.contact-unknown", lang),
        "afterwards": text("report.allow.afterwards-text", lang),
    }
    return [(text(f"report.allow.{name}", lang), value) for name, value in values.items()]


def allow_text(result: AuditResult) -> str:
    """The same as one text that can be pasted into a letter; empty where an allow-list would change nothing."""
    colon = text("report.colon", result.lang)
    return "\n".join(f"{heading}{colon}{value}" for heading, value in allow_lines(result))


def advice_key(reason: str, run: RunCard) -> str:
    """The key of the advice for a reason: who has opened a private network already need not be told to do so."""
    if reason == AnswerKind.PRIVATE_ADDRESS and run.allow_private:
        return f"{reason}-elsewhere"
    return reason


def _helped(result: AuditResult) -> list[Unseen]:
    """What was not observed on the portal's own hosts for reasons that lie with a firewall."""
    own = result.portal.all_hosts
    return [item for item in result.not_observed if item.reason in _HELPED and urlsplit(item.url).netloc in own]


def _robots(result: AuditResult) -> str:
    polite = result.portal.politeness
    obeyed = not (polite.ignore_robots and polite.robots_authorisation)
    key = "report.allow.robots-obeyed" if obeyed else "report.allow.robots-authorised"
    return text(key, result.lang, by=polite.robots_authorisation)


def _joined(names: tuple[str, ...] | list[str], lang: str) -> str:
    return text("report.list-joint", lang).join(names)
