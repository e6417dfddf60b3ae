"""A clip as Chromium's fake camera plays it."""

from __future__ import annotations

from pathlib import Path

import av


def as_y4m(clip: Path, target: Path) -> Path:
    """Write the clip's frames as they are, one after the other, at the clip's own rate."""
    with av.open(str(clip)) as container, target.open("wb") as file:
        stream = container.streams.video[0]
        rate = stream.average_rate
        assert rate is not None
        head = f"YUV4MPEG2 W{stream.width} H{stream.height} F{rate.numerator}:{rate.denominator}"
        file.write(f"{head} Ip A1:1 C420jpeg\n".encode())
        for frame in container.decode(stream):
            file.write(b"FRAME\n")
            file.write(frame.to_ndarray(format="yuv420p").tobytes())
    return target


def seconds_of(clip: Path) -> float:
    """How long one run of the clip takes."""
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        rate = stream.average_rate
        assert rate is not None
        return sum(1 for _ in container.decode(stream)) / float(rate)
