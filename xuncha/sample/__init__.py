"""The sample portal: a county that does not exist, served on loopback, with faults of which the truth is known.

`with serve_sample() as sample:` gives `sample.url`, `sample.registry`, `sample.as_of`, `sample.allow_hosts` and
`sample.truth`; `compare(findings, sample.truth)` gives the scoreboard of an audit.
"""

from xuncha.sample.expectations import AnswerSheet, Expectation, Guarded
from xuncha.sample.scoreboard import FalseAccusation, Scoreboard, compare
from xuncha.sample.server import SamplePortal, serve_sample

__all__ = [
    "AnswerSheet",
    "Expectation",
    "FalseAccusation",
    "Guarded",
    "SamplePortal",
    "Scoreboard",
    "compare",
    "serve_sample",
]
