"""Asks the portal: spider, prober, guard against private networks, robots, and the verdict on every answer."""
