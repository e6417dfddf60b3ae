"""SIGKILL under writes: is anything lost that was acknowledged, is anything kept twice?

A real `ischia serve` gets entries from several devices at once. Each device makes its ids, keeps
what is not acknowledged, and sends it again. At a random moment the server and its workers are
killed, the server starts again, and so on, 200 times. In the end every acknowledged entry must be
in the record exactly once, with its content, and the record must be whole.

    python bench/kill.py [--kills 200] [--database sqlite|postgres|both]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "web"))
from running import Served, as_header, free_port

from postgres import NoPostgresError, postgres

DEVICES = 4
LONGEST_LIFE_S = 0.6
OK = HTTPStatus.OK
AT = "2026-03-02T08:00:00Z"


class Device(threading.Thread):
    """Makes entries and sends each until it is acknowledged; some it sends again all the same."""

    def __init__(self, bench: Bench, number: int) -> None:
        super().__init__(daemon=True)
        self.bench, self.number = bench, number
        self.chance = random.Random(number)
        self.acknowledged: dict[str, str] = {}
        self.waiting: tuple[str, str] | None = None
        self.sent = self.repeated = 0
        self.died = False

    def run(self) -> None:
        try:
            self._live()
        except Exception:
            self.died = True
            raise

    def _live(self) -> None:
        while not self.bench.over.is_set():
            if not self.bench.up.wait(timeout=1):
                continue
            if self.waiting is None:
                self.waiting = str(uuid4()), f"device {self.number} entry {self.sent}"
                self.sent += 1
            else:
                self.repeated += 1
            key, text = self.waiting
            if self._send(key, text):
                self.acknowledged[key] = text
                self.waiting = None
                if self.chance.random() < 0.05:
                    self._send(key, text)  # an answer that was lost on its way
                    self.repeated += 1

    def _send(self, key: str, text: str) -> bool:
        body = {"id": key, "kind": "note", "at": AT, "data": {"text": text}}
        try:
            answer = self.bench.post(json.dumps(body).encode())
        except ConnectionRefusedError:
            time.sleep(0.02)
            return False
        except (OSError, HTTPException) as error:  # reset or cut off in the middle
            name = type(error).__name__
            self.bench.cut[name] = self.bench.cut.get(name, 0) + 1
            return False
        self.bench.answers[answer] = self.bench.answers.get(answer, 0) + 1
        return answer == OK


class Bench:
    """One server, killed again and again, and what was acknowledged."""

    def __init__(self, folder: Path, url: str) -> None:
        self.data, self.url, self.port = folder / "data", url, free_port()
        self.over, self.up = threading.Event(), threading.Event()
        self.cut: dict[str, int] = {}
        self.answers: dict[int, int] = {}
        self.server = Served(self.data, self.port, DATABASE_URL=url, ISCHIA_DRAW="no")
        self.cookies = self.server.sign_in()
        self.headers = {
            "Cookie": as_header(self.cookies),
            "X-CSRFToken": self.cookies["ischia_csrf"],
            "Content-Type": "application/json",
        }

    def post(self, body: bytes) -> int:
        return self.server.ask("POST", "/inbox/", body, self.headers).status

    def run(self, kills: int) -> list[Device]:
        devices = [Device(self, number) for number in range(DEVICES)]
        for device in devices:
            device.start()
        chance, started = random.Random(1), time.monotonic()
        for number in range(1, kills + 1):
            self.up.set()
            time.sleep(chance.uniform(0.02, LONGEST_LIFE_S))
            self.server.kill()
            self.up.clear()
            self.server = Served(self.data, self.port, DATABASE_URL=self.url, ISCHIA_DRAW="no")
            if number % 20 == 0:
                done = sum(len(device.acknowledged) for device in devices)
                print(f"  {number} kills, {done} acknowledged, "
                      f"{time.monotonic() - started:.0f} s", flush=True)  # fmt: skip
        self.up.set()
        time.sleep(1)
        self.over.set()
        for device in devices:
            device.join(timeout=60)
        if any(device.died for device in devices):
            raise RuntimeError("a device gave up")
        return devices

    def kept(self, folder: Path) -> list[tuple[str, str]]:
        """Every note in the record, as the export gives it."""
        told = self.server.command("export", str(folder))
        if told.returncode:
            raise RuntimeError(told.stderr)
        lines = (folder / "entries.jsonl").read_text("utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        return [(row["id"], row["data"]["text"]) for row in rows if row["kind"] == "note"]


def measure(name: str, url: str, kills: int) -> int:
    """Run one database; 0 when nothing was lost and nothing is there twice."""
    print(f"{name}: {DEVICES} devices, {kills} kills")
    with tempfile.TemporaryDirectory(prefix="ischia-kill-") as folder:
        bench = Bench(Path(folder), url)
        try:
            devices = bench.run(kills)
            kept = bench.kept(Path(folder) / "out")
            doctor = bench.server.command("doctor", "--json").stdout
        finally:
            bench.server.kill()
        whole = name != "SQLite" or integrity(bench.data / "ischia.sqlite3") == "ok"
    acknowledged = {k: text for device in devices for k, text in device.acknowledged.items()}
    found = dict(kept)
    lost = [key for key, text in acknowledged.items() if found.get(key) != text]
    texts = [text for _, text in kept]
    twice = len(texts) - len(set(texts))
    known = acknowledged.keys() | {d.waiting[0] for d in devices if d.waiting is not None}
    strange = [key for key in found if key not in known]
    states = {f["what"]: f["state"] for f in json.loads(doctor)["findings"]}
    print(
        f"  {len(acknowledged)} acknowledged, {sum(d.repeated for d in devices)} sent again, "
        f"{sum(bench.cut.values())} cut off {bench.cut}, answers {bench.answers}\n"
        f"  lost {len(lost)}, kept twice {twice}, never sent {len(strange)}, "
        f"database whole: {whole and states['database'] == 'well'}"
    )
    fine = not lost and not twice and not strange and whole and states["database"] == "well"
    enough = len(acknowledged) > kills and sum(bench.cut.values()) > 0
    print("  as it should be" if fine and enough else "  NOT AS IT SHOULD BE")
    return 0 if fine and enough else 1


def integrity(path: Path) -> str:
    """SQLite's own verdict on the file."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        return str(database.execute("PRAGMA integrity_check").fetchone()[0])


def databases(which: str) -> Iterator[tuple[str, str]]:
    """The name and the address of each database that is to be measured."""
    if which in ("sqlite", "both"):
        yield "SQLite", ""
    if which in ("postgres", "both"):
        with postgres() as url:
            yield "PostgreSQL", url


def give_up(_number: int, _frame: object) -> None:
    """Leave by the front door, so that nothing is left running."""
    sys.exit(1)


def main() -> int:
    """Measure; fail when anything was lost or doubled."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, give_up)
    try:
        return max(measure(name, url, given.kills) for name, url in databases(given.database))
    except NoPostgresError as error:
        print(error)
        return 2


if __name__ == "__main__":
    sys.exit(main())
