"""The application: command line, audit pipeline and the sample portal."""

from importlib.metadata import version

__version__ = version("xuncha")
