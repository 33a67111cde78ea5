"""How fast a stored crawl is judged, and in how much memory: `python -m benchmarks.judging` (see `make judging`)."""
