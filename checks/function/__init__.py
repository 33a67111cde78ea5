"""Checks of what a portal offers beside its pages: search, speed, phones, IPv6, HTTPS, accessibility, codes."""
