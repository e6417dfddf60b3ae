"""Run the pose model over pictures from standard input; write what it saw.

A program of its own, as the one version of the model's package that asks no other machine for
anything needs an older numpy than Ischia does (docs: "Rendered people").

    python see.py MODEL.task WIDE HIGH FRAMES_PER_SECOND OUT.npy < frames.rgb
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import numpy as np

JOINTS = 33


def main() -> int:
    """Pictures are raw RGB, one after the other."""
    model, wide, high, rate, out = sys.argv[1:6]
    mediapipe: Any = importlib.import_module("mediapipe")
    vision: Any = importlib.import_module("mediapipe.tasks.python.vision")
    base: Any = importlib.import_module("mediapipe.tasks.python").BaseOptions
    options = vision.PoseLandmarkerOptions(
        base_options=base(model_asset_path=model), running_mode=vision.RunningMode.VIDEO
    )
    rows: list[Any] = []
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        while len(raw := sys.stdin.buffer.read(int(wide) * int(high) * 3)) > 0:
            picture = np.frombuffer(raw, np.uint8).reshape(int(high), int(wide), 3)
            image = mediapipe.Image(
                image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(picture)
            )
            milliseconds = round(len(rows) * 1000 / float(rate))
            rows.append(_row(landmarker.detect_for_video(image, milliseconds)))
    np.save(out, np.array(rows, dtype=np.float32))
    return 0


def _row(result: Any) -> Any:
    if not result.pose_landmarks:
        return np.full((JOINTS, 4), np.nan)
    return [[p.x, p.y, p.z, p.visibility] for p in result.pose_landmarks[0]]


if __name__ == "__main__":
    sys.exit(main())
