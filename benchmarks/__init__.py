"""Measurements that are too slow or too machine-dependent for the tests: real sites, speed, memory."""
