"""What Ischia costs the computer it runs on: to start, in memory, for a visit, for eight at once.

A real `ischia serve` on a record of its own with a passed check and a day behind it. Memory is the
proportional set size (what is shared is counted once), CPU what the server's processes used, both
from /proc, so Linux only. What a browser adds is measured by the tests in a browser.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "web"))
from running import Served, as_header, free_port

from ischia.care.check import Checker
from ischia.population.cases import Case, Expect, complete_answers
from ischia.protocol.load import load_protocol

VISITS, AT_ONCE, EACH = 60, 8, 12
MEMORY_MB, CPU_MS, P95_MS = 200, 20, 100
TICKS = os.sysconf("SC_CLK_TCK")
Headers = dict[str, str]


def processes(leader: int) -> list[int]:
    """The server and its workers, without what draws figures ahead."""
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = path.read_text().rpartition(")")[2].split()
            command = (path.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(parts[2]) == leader and b"ischia.web.figure" not in command:
            found.append(int(path.parent.name))
    return found


def memory_mb(leader: int) -> float:
    """Proportional set size of all."""
    total = 0
    for pid in processes(leader):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total / 1024


def cpu_s(leader: int) -> float:
    """Seconds of CPU that all have used so far."""
    total = 0
    for pid in processes(leader):
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(parts[11]) + int(parts[12])
    return total / TICKS


def live_a_day(server: Served, headers: Headers) -> None:
    """A passed check and a session."""
    checker = Checker(load_protocol())
    start: dict[str, object] = {"age_years": 40, "sex": "male", "duration_weeks": 3}
    case = Case(id="bench", title="", why="", answers=start, expect=Expect(), others="no")
    known: dict[str, object] = complete_answers(case, checker)
    answers = {name: _plain(value) for name, value in known.items()}
    session: dict[str, object] = {"slot": "morning", "items": [], "done_share": 1}
    for kind, data in (("answers", {"answers": answers}), ("session", session)):
        at = datetime.now(UTC).isoformat()
        body = {"id": str(uuid4()), "kind": kind, "at": at, "data": data}
        posted = server.ask("POST", "/inbox/", json.dumps(body).encode(), headers)
        if posted.status != 200:
            raise RuntimeError(f"the {kind} were not kept: {posted.status}")


def _plain(value: object) -> object:
    """An answer as JSON has it."""
    return sorted(cast("frozenset[str]", value)) if isinstance(value, frozenset) else value


def visit(server: Served, headers: Headers) -> float:
    """Milliseconds for one visit to Today."""
    started = time.perf_counter()
    status = server.get("/today/", headers).status
    if status != 200:
        raise RuntimeError(f"Today answered {status}")
    return 1000 * (time.perf_counter() - started)


def at_once(server: Served, headers: Headers) -> list[float]:
    """Eight visitors at the same time, each several times."""
    times: list[float] = []

    def visitor() -> None:
        times.extend(visit(server, headers) for _ in range(EACH))

    visitors = [threading.Thread(target=visitor) for _ in range(AT_ONCE)]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    return times


def main() -> int:
    """Measure and print; fail when a target is missed."""
    with tempfile.TemporaryDirectory(prefix="ischia-serve-") as folder:
        started = time.perf_counter()
        server = Served(Path(folder) / "data", free_port(), DATABASE_URL="", ISCHIA_DRAW="no")
        first = time.perf_counter() - started
        try:
            cookies = server.sign_in()
            headers = {"Cookie": as_header(cookies), "X-CSRFToken": cookies["ischia_csrf"],
                       "Content-Type": "application/json"}  # fmt: skip
            live_a_day(server, headers)
            cold = visit(server, headers)
            before = cpu_s(server.process.pid)
            times = [visit(server, headers) for _ in range(VISITS)]
            cpu = 1000 * (cpu_s(server.process.pid) - before) / VISITS
            many = sorted(at_once(server, headers))
            p95 = many[int(0.95 * len(many))]
            memory = memory_mb(server.process.pid)
        finally:
            server.kill()
    print(f"start to a sign-in link      {first:.1f} s (new record, static files gathered)")
    print(f"first visit to Today         {cold:.0f} ms")
    print(f"a visit                      median {statistics.median(times):.0f} ms, "
          f"CPU {cpu:.1f} ms (target {CPU_MS})")  # fmt: skip
    print(f"{AT_ONCE} at once                    median {statistics.median(many):.0f} ms, "
          f"95 % within {p95:.0f} ms (target {P95_MS})")  # fmt: skip
    print(f"memory, all processes        {memory:.0f} MB (target {MEMORY_MB})")
    return 0 if cpu <= CPU_MS and p95 <= P95_MS and memory <= MEMORY_MB else 1


if __name__ == "__main__":
    sys.exit(main())
