"""Checks of how the public is heard and answered: channels, latency and substance of replies, statistics."""
