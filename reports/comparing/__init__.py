"""What differs between two sets of results of one crawl, as their files tell it."""
