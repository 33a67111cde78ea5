"""What is tried on a portal beside reading its pages: one module for each trial, which writes observations.

A trial is a coroutine that takes a `crawler.trials.trying.Trying` and returns `crawler.facts.Observation`s; it judges
nothing. Every request goes through the crawl's own client, so guard, robots.txt, rate and host rules hold; nothing is
sent but GET and HEAD. `crawler.trials.run` makes them all.
"""
