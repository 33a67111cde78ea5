"""The letters of the county are legible, were answered in time, and say something."""

from __future__ import annotations

import datetime as dt

from config.interaction import interaction_words
from crawler.reading.read_page import read_page
from xuncha.sample.hosts import Hosts
from xuncha.sample.plan import load_plan
from xuncha.sample.site import build_site
from xuncha.sample.truth import load_truth

HOSTS = Hosts(*(f"127.0.0.1:{port}" for port in range(1, 8)))


def test_every_letter_is_read_with_its_reply() -> None:
    site = build_site(load_plan(), load_truth(), HOSTS)
    columns = [column for column in site.columns.values() if column.plan.texts == "letter"]
    paths = [article.path for column in columns for article in column.articles]
    assert len(paths) >= 6
    for path in paths:
        resource = site.resources["portal", path]
        (letter,) = read_page(f"http://127.0.0.1:1{path}", resource.body, "text/html; charset=utf-8").facts.exchanges
        assert letter.asked
        assert letter.replied
        assert letter.answered
        assert dt.timedelta(0) < letter.replied - letter.asked <= dt.timedelta(days=15)
        assert interaction_words().body_name(letter.replier)
        assert interaction_words().substance(letter.reply).concrete
