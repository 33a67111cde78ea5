"""Differential run: the same sites through `xuncha`, LinkChecker and linkinator, and every difference explained."""
