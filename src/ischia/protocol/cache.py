"""Parsed YAML kept as JSON, named by the content hash, so that a cold start need not parse again.

The cache is only ever a copy: it is written whole or not at all, checked by its own digest, and
ignored when it cannot be read or written.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec

from ischia.protocol.plain_yaml import Plain

Raw = dict[str, dict[str, Plain]]
_LAYOUT = "1"


def folder() -> Path:
    """Where the cache lives: the user's cache folder, or ISCHIA_CACHE."""
    if chosen := os.environ.get("ISCHIA_CACHE"):
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/ischia"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ischia"


def _file(version: str) -> Path:
    return folder() / f"protocol-{_LAYOUT}-{version}.json"


def read(version: str) -> Raw | None:
    """The parsed protocol of this version, or None."""
    try:
        data = _file(version).read_bytes()
        digest, _, body = data.partition(b"\n")
        if digest.decode() != hashlib.sha256(body).hexdigest():
            return None
        return msgspec.json.decode(body)
    except (OSError, RuntimeError, ValueError):
        return None


def write(version: str, raw: Raw) -> None:
    """Keep the parsed protocol; a cache that cannot be written is not an error."""
    body = msgspec.json.encode(raw)
    with suppress(OSError, RuntimeError):
        folder().mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder())
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        Path(name).replace(_file(version))
