"""The sample: a county that does not exist, served on loopback, with faults of which the truth is known, and a second
portal on which every family of publishing systems has a unit.

`with serve_sample() as sample:` gives `sample.url`, `sample.registry`, `sample.as_of`, `sample.allow_hosts` and
`sample.truth`; `compare(findings, sample.truth)` gives the scoreboard of an audit. `sample.exhibits` and
`sample.exhibits_truth` are the same for the second portal; `compare_rows(columns, sample.lists, sample.as_of)` counts
the rows that were read.
"""

from xuncha.sample.expectations import AnswerSheet, Expectation, Guarded
from xuncha.sample.lists import ListTruth, RowTruth
from xuncha.sample.rowboard import RowBoard, compare_rows, strangers
from xuncha.sample.scoreboard import FalseAccusation, Scoreboard, compare
from xuncha.sample.server import SamplePortal, serve_sample

__all__ = [
    "AnswerSheet",
    "Expectation",
    "FalseAccusation",
    "Guarded",
    "ListTruth",
    "RowBoard",
    "RowTruth",
    "SamplePortal",
    "Scoreboard",
    "compare",
    "compare_rows",
    "serve_sample",
    "strangers",
]
