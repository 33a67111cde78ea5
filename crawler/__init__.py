"""Fetches portals and turns bytes into facts: spider, verdicts, readers, prober, crawl store, survey."""
