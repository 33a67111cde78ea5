"""Opens the pages in a browser that cannot be judged from their markup: few, one by one, under the crawl's rules."""
