"""Which address: a free port to serve on, and where this data folder is being served already."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from pathlib import Path

from ischia.web.config import HOST, PORT, ConfigError

TRIES = 20


def free_port(wanted: int | None) -> int:
    """`wanted`, or else the usual port or one just above it. Raises `ConfigError`."""
    if wanted is not None:
        if not _is_free(wanted):
            remedy = "stop the program that uses it, or leave --port out"
            raise ConfigError(f"port {wanted} is in use. Remedy: {remedy}.")
        return wanted
    for port in range(PORT, PORT + TRIES):
        if _is_free(port):
            return port
    raise ConfigError(f"no port from {PORT} on is free. Remedy: give one with --port.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def mark_of(data: Path) -> Path:
    """The file that says where the folder is served."""
    return data / "server.json"


def running(data: Path) -> str:
    """The address at which this data folder is being served, or nothing."""
    try:
        address = str(json.loads(mark_of(data).read_text("ascii"))["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    try:
        with urllib.request.urlopen(f"http://{address}/alive/", timeout=2) as answer:
            return address if answer.read(20) == b"ischia" else ""
    except (OSError, urllib.error.URLError):
        return ""
