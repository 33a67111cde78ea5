"""Checks of what a site says about itself: names, numbers, entries, page tags, domain."""
