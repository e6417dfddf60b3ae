"""Which journeys there are: every folder here that has a `urls.py`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def journeys() -> tuple[Path, ...]:
    """The folders of the journeys, by name."""
    return tuple(sorted(urls.parent for urls in HERE.glob("*/urls.py")))


def folders(name: str) -> list[Path]:
    """The shared folder of this name and then each journey's, those that exist."""
    return [place / name for place in (HERE, *journeys()) if (place / name).is_dir()]
