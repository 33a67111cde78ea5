"""How fast a whole portal is audited, beside other crawlers and link checkers: `make bench` (docs/speed.md)."""
