"""The results of many portals side by side: rankings, indicators, common problems, good examples."""
