"""What a pose model makes of a body before a camera: perspective, and what goes wrong.

On rendered people before BlazePose (video mode, 15 frames a second) landmarks were seen to jump by
1 to 7 mm from frame to frame and to wander by 4 to 18 mm, the far side was less sure, and left and
right were now and then exchanged side-on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ischia.motion.landmarks import INDEX, LANDMARKS, SOURCES
from ischia.motion.recording import Floats

Rows = NDArray[np.float64]

JOINTS = 33
FOCAL = 1.2  # picture heights: a phone held upright or across
WANDER_S = 2.0  # how long a landmark's slow error lasts
NEAR, FAR, HIDDEN = 0.98, 0.8, 0.3  # visibilities
MARGIN = 0.06  # of the picture kept free round the body
PAIRS = [(INDEX[n], INDEX[n[:-1] + "r"]) for n in LANDMARKS if n.endswith("_l")]


@dataclass(frozen=True, slots=True)
class Scene:
    """A camera and how well its pictures are read.

    Metres and degrees; `turn` is from square on; `jitter` is from frame to frame and `wander` over
    seconds, in metres at the body; `dropped`, `swapped` and `lost` are shares of frames, `hidden`
    names landmarks that something covers.
    """

    rate: float = 30.0
    distance: float = 2.6
    camera_height: float = 0.8
    turn: float = 0.0
    tilt: float = 0.0
    from_front: bool = False
    jitter: float = 0.0
    wander: float = 0.0
    dropped: float = 0.0
    swapped: float = 0.0
    lost: float = 0.0
    hidden: tuple[str, ...] = ()
    width: int = 640
    height: int = 480


def seen_by(places: Rows, scene: Scene, rng: np.random.Generator) -> Floats:
    """BlazePose landmarks (frames, 33, 4) of a body (frames, 17, 3; x ahead, y up, z right)."""
    shaken = places + _errors(places.shape, scene, rng)
    across, up, near = _turned(shaken, scene)
    flat = _projected(across, up, near, scene)
    sure = _sureness(near, scene)
    _exchange(flat, sure, scene, rng)
    _drop(flat, sure, scene, rng)
    landmarks = np.full((len(places), JOINTS, 4), np.nan, dtype=np.float32)
    landmarks[..., 3] = 0
    for place, numbers in enumerate(SOURCES["blazepose33"]):
        landmarks[:, numbers[0], :2] = flat[:, place]
        landmarks[:, numbers[0], 2] = 0
        landmarks[:, numbers[0], 3] = sure[:, place]
    landmarks[rng.random(len(places)) < scene.lost] = np.nan
    return landmarks


def _errors(shape: tuple[int, ...], scene: Scene, rng: np.random.Generator) -> Rows:
    """Quick errors, and slow ones that keep most of what they were a frame before."""
    quick = rng.normal(0.0, scene.jitter, shape)
    fresh = rng.normal(0.0, scene.wander, shape)
    keep = float(np.exp(-1 / (scene.rate * WANDER_S)))
    slow = np.empty(shape)
    slow[0] = fresh[0]
    for frame in range(1, shape[0]):
        slow[frame] = keep * slow[frame - 1] + float(np.sqrt(1 - keep**2)) * fresh[frame]
    return quick + slow


def _turned(places: Rows, scene: Scene) -> tuple[Rows, Rows, Rows]:
    """(right in the picture, up, towards the camera), metres from the middle of the body."""
    middle = (places.min(axis=(0, 1)) + places.max(axis=(0, 1))) / 2
    x, y, z = np.moveaxis(places - middle, 2, 0)
    turn, tilt = np.radians(scene.turn + (90 if scene.from_front else 0)), np.radians(scene.tilt)
    across = x * np.cos(turn) - z * np.sin(turn)
    near = z * np.cos(turn) + x * np.sin(turn)
    y = y + middle[1] - scene.camera_height
    up = y * np.cos(tilt) - near * np.sin(tilt)
    return across, up, near * np.cos(tilt) + y * np.sin(tilt)


def _projected(across: Rows, up: Rows, near: Rows, scene: Scene) -> Rows:
    """(frames, 17, 2) as shares of the picture; the camera looks at the middle of the set."""
    depth = scene.distance - near
    x, y = FOCAL * across / depth, FOCAL * up / depth
    aspect = scene.width / scene.height
    room = 1 - 2 * MARGIN
    shrink = max(1.0, float(np.ptp(x)) / (room * aspect), float(np.ptp(y)) / room)
    x, y = (x - (x.max() + x.min()) / 2) / shrink, (y - (y.max() + y.min()) / 2) / shrink
    return np.stack([x / aspect + 0.5, 0.5 - y], axis=2)


def _sureness(near: Rows, scene: Scene) -> Rows:
    """The side away from the camera is less sure, and what is covered least."""
    sure = np.full(near.shape, NEAR)
    if not scene.from_front:
        for left, right in PAIRS:
            left_far = float(np.median(near[:, left] - near[:, right])) < 0
            sure[:, left if left_far else right] = FAR
    for name in scene.hidden:
        sure[:, INDEX[name]] = HIDDEN
    return sure


def _exchange(flat: Rows, sure: Rows, scene: Scene, rng: np.random.Generator) -> None:
    """Left and right change places, limb by limb, for a frame or a few."""
    for left, right in PAIRS:
        frames = rng.random(len(flat)) < scene.swapped / 2
        frames |= np.roll(frames, 1)
        for table in (flat, sure):
            table[frames, left], table[frames, right] = (
                table[frames, right].copy(),
                table[frames, left].copy(),
            )


def _drop(flat: Rows, sure: Rows, scene: Scene, rng: np.random.Generator) -> None:
    """A landmark is not found: far off, and known to be unsure."""
    gone = rng.random(sure.shape) < scene.dropped
    flat[gone] += rng.normal(0.0, 0.1, (int(gone.sum()), 2))
    sure[gone] = 0.1
