"""What can be said of rubrics without any crawl: what of them is checked automatically, and how two of them differ."""
