"""Figures as they were drawn: each once, kept in the data folder, made ahead while nobody waits."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from ischia import motion
from ischia.protocol.model import Protocol
from ischia.web.figure.addresses import MOVING, STILL


@lru_cache(maxsize=1)
def _hand() -> str:
    """A short hash of the code that draws: another hand draws anew."""
    digest = hashlib.sha256()
    for file in sorted(Path(str(motion.__file__)).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def folder_of(protocol: Protocol) -> Path:
    """Where this version's figures are kept."""
    return settings.CONFIG.data / "figures" / f"{protocol.version[:12]}-{_hand()}"


def drawn(protocol: Protocol, exercise: str, look: str) -> str:
    """The figure, drawn now if it has not been."""
    file = folder_of(protocol) / f"{exercise}-{look}.svg"
    if not file.exists():
        _draw(protocol, exercise)
    return file.read_text("utf-8")


def draw_all(protocol: Protocol) -> None:
    """Draw whatever has not been drawn yet, and let go of what other versions drew."""
    folder = folder_of(protocol)
    for exercise in protocol.movements:
        if not (folder / f"{exercise}-{STILL}.svg").exists():
            _draw(protocol, exercise)
    for old in folder.parent.iterdir():
        if old != folder and old.is_dir():
            for file in old.iterdir():
                file.unlink(missing_ok=True)
            old.rmdir()


def _draw(protocol: Protocol, exercise: str) -> None:
    from ischia.motion.figure_scene import draw  # brings numpy: only when there is drawing to do
    from ischia.motion.figure_svg import svg_of

    folder = folder_of(protocol)
    folder.mkdir(parents=True, exist_ok=True)
    drawing = draw(protocol, exercise)
    for look in (MOVING, STILL):
        part = folder / f".{exercise}-{look}.part"
        part.write_text(svg_of(drawing, still=look == STILL), "utf-8")
        part.replace(folder / f"{exercise}-{look}.svg")
