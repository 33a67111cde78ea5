"""Writes the documents of a made audit, each in a process of its own; prints seconds, MB and how far promises are kept.

python -m benchmarks.reports [--problems 5000] [--documents html xlsx] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import importlib
import json
import pstats
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

from benchmarks.reports.made_result import made_result

PROBLEMS = 5000
"""The number of problems that promises of time and memory are about."""
MEMORY = 600
"""Most memory of a process that writes a document, in MB."""


@dataclass(frozen=True)
class Promise:
    """A document: the function `module:name` that makes its bytes of an audit result, and its promises.

    `seconds` are those for `PROBLEMS` problems on two cores; `size` is the largest file in MB for so many problems.
    """

    renderer: str
    seconds: float
    size: tuple[int, float] | None = None


DOCUMENTS = {
    "html": Promise("reports.html:render", 3.0, size=(1000, 3.0)),
    "xlsx": Promise("reports.xlsx:render", 5.0),
}
"""What is measured; a new document is one more line."""


def main() -> None:
    """Measure what was asked for; exits with 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--problems", type=int, default=PROBLEMS)
    parser.add_argument("--documents", nargs="+", choices=DOCUMENTS, default=list(DOCUMENTS))
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    parser.add_argument("--write", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        print(json.dumps(_write(asked.write, asked.problems, profile=asked.profile)))
        return
    print("document  problems     wall    CPU  promised  ratio  memory     file")
    kept = [_measure(name, asked.problems, profile=asked.profile) for name in asked.documents]
    sized = [_sized(name) for name in asked.documents]
    sys.exit(0 if all([*kept, *sized]) else 1)


def _measure(name: str, problems: int, *, profile: bool = False) -> bool:
    """Write a document once and say how it went. Promises count CPU-seconds: others may use the machine as well."""
    said = _in_a_process(name, problems, profile=profile)
    promise = DOCUMENTS[name]
    print(
        f"{name:<8} {problems:>9} {said['wall']:>7.2f}s {said['cpu']:>5.2f}s {promise.seconds:>8.0f}s "
        f"{said['cpu'] / promise.seconds:>6.2f} {said['memory']:>4.0f} MB {said['size']:>5.2f} MB"
    )
    return problems != PROBLEMS or (said["cpu"] <= promise.seconds and said["memory"] <= MEMORY)


def _sized(name: str) -> bool:
    """Hold the promise about the size of a file."""
    promise = DOCUMENTS[name]
    if promise.size is None:
        return True
    problems, most = promise.size
    size = _in_a_process(name, problems)["size"]
    print(f"{name:<8} {problems:>9} problems: {size:.2f} MB of {most:.0f} MB promised, ratio {size / most:.2f}")
    return bool(size <= most)


def _in_a_process(name: str, problems: int, *, profile: bool = False) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.reports", "--write", name, "--problems", str(problems)]
    done = subprocess.run([*command, *(["--profile"] if profile else [])], check=True, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    print("\n".join(lines[:-1]), end="\n" if lines[:-1] else "")
    said: dict[str, float] = json.loads(lines[-1])
    return said


def _write(name: str, problems: int, *, profile: bool) -> dict[str, float]:
    module, function = DOCUMENTS[name].renderer.split(":")
    render = getattr(importlib.import_module(module), function)
    result = made_result(problems)
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    begun, cpu = time.perf_counter(), time.process_time()
    content = render(result)
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    profiler.disable()
    if profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(40)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": wall, "cpu": cpu, "memory": memory, "size": len(content) / 1e6}


if __name__ == "__main__":
    main()
