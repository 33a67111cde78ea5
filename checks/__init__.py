"""One module per check, grouped by theme. Checks are pure: from a crawl to findings; no network, no weight."""
