"""Figures as they were drawn: each once, kept packed in the data folder, made ahead while nobody
waits. The small stills of one page come as one strip, so that a page asks for one picture.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from ischia import motion
from ischia.protocol.model import Protocol
from ischia.web.figure.addresses import MOVING, STILL

_SIZE = re.compile(rb'<svg (?=([^>]*)viewBox="0 0 (\d+) (\d+)")')


@lru_cache(maxsize=1)
def _hand() -> str:
    """A short hash of the code that draws: another hand draws anew."""
    digest = hashlib.sha256(b"packed")
    for file in sorted(Path(str(motion.__file__)).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def folder_of(protocol: Protocol) -> Path:
    """Where this version's figures are kept."""
    return settings.CONFIG.data / "figures" / f"{protocol.version[:12]}-{_hand()}"


def drawn(protocol: Protocol, exercise: str, look: str) -> bytes:
    """The figure, packed by gzip, drawn now if it has not been."""
    file = _file(protocol, exercise, look)
    if not file.exists():
        _draw(protocol, exercise)
    return file.read_bytes()


def strip(protocol: Protocol, exercises: tuple[str, ...]) -> bytes:
    """Stills under each other in one picture, packed by gzip; `#exercise` shows the one."""
    for name in exercises:
        drawn(protocol, name, STILL)
    return _joined(folder_of(protocol), exercises)


@lru_cache(maxsize=32)
def _joined(folder: Path, exercises: tuple[str, ...]) -> bytes:
    views: list[bytes] = []
    stills: list[bytes] = []
    top = widest = 0
    for name in exercises:
        still = gzip.decompress((folder / f"{name}-{STILL}.svg.gz").read_bytes())
        start, width, height = _size_of(still)
        size = b'width="%d" height="%d"' % (width, height)
        views.append(b'<view id="%b" viewBox="0 %d %d %d"/>' % (name.encode(), top, width, height))
        stills.append(b'<svg y="%d" %b %b' % (top, size, still[start:]))
        top, widest = top + height, max(widest, width)
    inside = b"".join([*views, *stills])
    whole = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d">%b</svg>'
    return gzip.compress(whole % (widest, top, inside), mtime=0)


def _size_of(still: bytes) -> tuple[int, int, int]:
    """Where its attributes begin, its width and its height."""
    found = _SIZE.search(still)
    if found is None:
        raise ValueError("a figure has no size")
    return found.start(1), int(found[2]), int(found[3])


def draw_all(protocol: Protocol) -> None:
    """Draw whatever has not been drawn yet, the positions of ease first, and let go of what other
    versions drew."""
    folder = folder_of(protocol)
    easing = [e.exercise for e in protocol.easings.values() if e.exercise in protocol.movements]
    for exercise in dict.fromkeys([*easing, *protocol.movements]):
        if not _file(protocol, exercise, STILL).exists():
            _draw(protocol, exercise)
    _let_go(other for other in folder.parent.iterdir() if other != folder and other.is_dir())


def _let_go(folders: Iterable[Path]) -> None:
    for folder in folders:
        for file in folder.iterdir():
            file.unlink(missing_ok=True)
        folder.rmdir()


def _file(protocol: Protocol, exercise: str, look: str) -> Path:
    return folder_of(protocol) / f"{exercise}-{look}.svg.gz"


def _draw(protocol: Protocol, exercise: str) -> None:
    from ischia.motion.figure_scene import draw  # brings numpy: only when there is drawing to do
    from ischia.motion.figure_svg import svg_of

    folder_of(protocol).mkdir(parents=True, exist_ok=True)
    drawing = draw(protocol, exercise)
    for look in (MOVING, STILL):
        file = _file(protocol, exercise, look)
        part = file.with_name(f".{file.name}.part")
        part.write_bytes(gzip.compress(svg_of(drawing, still=look == STILL).encode(), mtime=0))
        part.replace(file)
