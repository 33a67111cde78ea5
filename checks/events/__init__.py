"""Events that must take place so often, and what must be published about each."""
