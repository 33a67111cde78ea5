"""Audits of many portals in one go: scheduled by host, each in a process of its own, and resumable."""
