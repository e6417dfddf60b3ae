"""A real Ischia in a process of its own, on a data folder of its own."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from http.cookies import SimpleCookie
from pathlib import Path

LINK = re.compile(r"http://(127\.0\.0\.1:\d+)(/signin/\S+/)")
STARTS_WITHIN_S = 300  # a machine may be busy


class Served:
    """`ischia serve` from its start to its end, by whatever means."""

    def __init__(self, data: Path, port: int, **environ: str) -> None:
        self.data, self.port = data, port
        self.environ = {**os.environ, "ISCHIA_DATA": str(data), "PYTHONUNBUFFERED": "1"}
        self.environ |= {"PYTHONFAULTHANDLER": "1", **environ}
        self.environ.pop("DJANGO_SETTINGS_MODULE", None)
        self.log = data.with_name(f"{data.name}.log")
        self.process = self._start()
        self.link = self._wait_for_link()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "ischia",
            "serve",
            "--no-browser",
            "--port",
            str(self.port),
        ]
        with self.log.open("wb") as log:
            return subprocess.Popen(
                command, env=self.environ, stdout=log, stderr=log, start_new_session=True
            )

    def _wait_for_link(self) -> str:
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until:
            found = LINK.search(self.log.read_text("utf-8"))
            if found and self._answers():
                return found[2]
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        code = self.process.poll()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGABRT)  # every process says where it stood
            time.sleep(1)
        said = self.log.read_text("utf-8", errors="replace")
        self.kill()
        raise RuntimeError(f"ischia serve did not start (exit code {code}): {said}")

    def _answers(self) -> bool:
        try:
            return self.get("/alive/").status == http.client.OK
        except OSError:
            return False

    def get(self, path: str, headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
        return self.ask("GET", path, None, headers or {})

    def ask(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        """One request on a connection of its own; its body is read to the end."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()

    def sign_in(self) -> dict[str, str]:
        """The cookies that the link gives."""
        return cookies_of(self.get(self.link))

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another `ischia` command on the same data."""
        line = [sys.executable, "-m", "ischia", *words]
        return subprocess.run(
            line, env=self.environ, capture_output=True, text=True, timeout=120, check=False
        )

    def stop(self) -> int:
        """As with Ctrl+C."""
        os.kill(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=30)

    def kill(self) -> None:
        """SIGKILL for the server and its workers, in the middle of whatever they do."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)


def cookies_of(answer: http.client.HTTPResponse) -> dict[str, str]:
    """The cookies that an answer sets."""
    jar = SimpleCookie()
    for header in answer.headers.get_all("Set-Cookie") or ():
        jar.load(header)
    return {name: morsel.value for name, morsel in jar.items()}


def as_header(cookies: dict[str, str]) -> str:
    """Cookies as a browser sends them."""
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def free_port() -> int:
    """A port that nobody listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
