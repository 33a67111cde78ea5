"""The crawl file: written once while crawling, sealed, then read as often as one likes."""
