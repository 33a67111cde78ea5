"""Property tests of this room are repeatable, and are not timed on shared machines."""

from hypothesis import settings

settings.register_profile("config", deadline=None, derandomize=True, database=None)
settings.load_profile("config")
