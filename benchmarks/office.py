"""What official documents of many findings cost: `python -m benchmarks.office [FINDINGS]`.

Prints the seconds of CPU and of the clock for each kind of document, and the most memory that the process had.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import date

from checks.finding import State
from reports.office.letter import letter
from reports.office.papers import Order, documents
from reports.office.templates import Paper
from tests.reports.county import audit
from tests.reports.samples import broken, outcome

DAY = date(2025, 11, 24)


def main(count: int) -> None:
    """Measure a unit with so many findings, a tenth of them suspected."""
    many = (broken(number, state=State.CONFIRMED if number % 10 else State.SUSPECTED) for number in range(count))
    result = audit(outcomes=[outcome("broken-link", *many)])
    for paper in Paper:
        cpu, clock = time.process_time(), time.perf_counter()
        files = documents([result], Order([paper], letter(DAY), DAY)).files
        spent = time.process_time() - cpu, time.perf_counter() - clock
        size = max(map(len, files.values()))
        print(f"{paper.value:12} {spent[0]:6.1f} s CPU {spent[1]:6.1f} s clock  {size / 1e6:5.2f} MB")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
