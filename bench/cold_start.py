"""`ischia check FILE` from a cold process, beside a bare interpreter, in one run.

Also: loading and linting the whole protocol from its YAML.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 11
ANSWERS = "answers: {age_years: 38, sex: male, leg_pain_below_knee: yes, saddle_numbness: no}\n"


def median_seconds(command: list[str]) -> float:
    """Median wall time of a command."""
    times: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> int:
    """Print the medians; fail when a target is missed."""
    ischia = str(Path(sys.executable).with_name("ischia"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.yaml"
        file.write_text(ANSWERS, "utf-8")
        bare = median_seconds([sys.executable, "-c", "pass"])
        check = median_seconds([ischia, "check", str(file)])
        as_json = median_seconds([ischia, "check", str(file), "--json"])
        lint = median_seconds([sys.executable, "-m", "ischia.protocol.lint"])
    print(f"bare interpreter                     {bare:.3f} s")
    print(f"ischia check FILE                    {check:.3f} s, {check / bare:.1f} x")
    print(f"ischia check FILE --json             {as_json:.3f} s")
    print(f"load and lint the protocol           {lint:.3f} s")
    print("targets: check under 0.4 s, load and lint under 1 s")
    return 0 if check < 0.4 and lint < 1 else 1


if __name__ == "__main__":
    sys.exit(main())
