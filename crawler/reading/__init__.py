"""Turns the bytes of a page into facts: encoding, family, lists, dates, articles, links. Opens no socket."""
