"""A recording of somebody moving: landmarks over time, checked before anything uses it.

The file formats are described in docs/reference/recordings.md; `read_recording` in
`ischia.motion.recording_file` reads them. Everything here raises `RecordingError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ischia.motion.landmarks import ABSENT, INDEX, JOINTS, SKELETONS, SOURCES, space_of
from ischia.protocol.problems import nearest

Floats = NDArray[np.float32]
Times = NDArray[np.float64]
Kind = TypeVar("Kind", np.float32, np.float64)
Frame = tuple[float, list[tuple[float, float, float, float]] | None]

VIEWS = ("side", "front", "feet", "three_quarter")
UNITS = ("share", "pixel", "metre", "millimetre")
COORDINATES = 4  # x, y, z, visibility
LONGEST_HOURS = 2.0
MOST_FRAMES = 216_000  # 2 hours at 30 frames a second: 116 MB of BlazePose
LOWEST_RATE, HIGHEST_RATE = 4.0, 250.0  # frames a second
FARTHEST = {"share": 10.0, "pixel": 100_000.0, "metre": 50.0, "millimetre": 50_000.0}
PIXELS_FROM = 4.0  # a share of the picture is seldom above 1, a pixel seldom below 4
MILLIMETRES_FROM = 20.0  # nobody stands 20 m from the camera
USUAL_ASPECT = 4 / 3
TORSO = ("shoulder_l", "shoulder_r", "hip_l", "hip_r")


class RecordingError(ValueError):
    """The recording cannot be used. `field` is where, `remedy` what mends it."""

    def __init__(self, field: str, fault: str, remedy: str) -> None:
        self.field, self.fault, self.remedy = field, fault, remedy
        super().__init__(f"{field}: {fault}. Remedy: {remedy}.")

    def __reduce__(self) -> tuple[type[RecordingError], tuple[str, str, str]]:
        """Travels between processes."""
        return RecordingError, (self.field, self.fault, self.remedy)


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A checked recording.

    `landmarks` is float32 (frames, joints of `skeleton`, 4): x, y, z, visibility in `units`, NaN
    where nobody was found. `t` is float64 (frames,) in seconds, rising. `width` and `height` of the
    picture in pixels are 0 when not known. `labels` are the further arrays of the file.
    """

    landmarks: Floats
    t: Times
    skeleton: str
    view: str
    units: str
    width: int = 0
    height: int = 0
    labels: Mapping[str, NDArray[np.generic]] = field(
        default_factory=dict[str, NDArray[np.generic]]
    )
    notes: tuple[str, ...] = ()

    @property
    def space(self) -> str:
        """`image` or `world`: see `ischia.motion.landmarks`."""
        return space_of(self.skeleton)

    @property
    def seconds(self) -> float:
        """From the first frame to the last."""
        return float(self.t[-1] - self.t[0])

    @property
    def rate(self) -> float:
        """Frames a second: one over the median step."""
        return float(1.0 / np.median(np.diff(self.t)))

    def points(self) -> Floats:
        """The 17 landmarks, float32 (frames, 17, 4), in the units of `ischia.motion.landmarks`."""
        sources = SOURCES[self.skeleton]
        points = np.empty((len(self.t), len(sources), COORDINATES), dtype=np.float32)
        points[:] = ABSENT
        for place, numbers in enumerate(sources):
            if numbers:
                joints = self.landmarks[:, list(numbers)]
                points[:, place, :3] = joints[..., :3].mean(axis=1)
                points[:, place, 3] = joints[..., 3].min(axis=1)
        points[..., :3] *= np.asarray(self._scale(), dtype=np.float32)
        return points

    def frames(self) -> Iterator[Frame]:
        """(seconds, landmarks or None for nobody) one by one, as the tracker takes them."""
        points = self.points()
        torso = [INDEX[name] for name in TORSO]
        known = np.isfinite(points[:, torso, :2]).reshape(len(points), -1)
        somebody = np.asarray(known.any(axis=1))
        for number, t in enumerate(self.t.tolist()):
            if somebody[number]:
                yield t, [tuple(point) for point in points[number].tolist()]
            else:
                yield t, None

    def to_frames(self) -> list[Frame]:
        """All of `frames()` at once; a long recording is better taken one by one."""
        return list(self.frames())

    def _scale(self) -> list[float]:
        if self.units == "pixel":
            return [1 / self.height] * 3
        if self.units == "share":
            known = self.width and self.height
            return [self.width / self.height if known else USUAL_ASPECT, 1.0, 1.0]
        return [0.001 if self.units == "millimetre" else 1.0] * 3


def make_recording(
    landmarks: NDArray[np.generic],
    t: NDArray[np.generic],
    skeleton: str,
    *,
    view: str = "",
    units: str = "",
    width: int = 0,
    height: int = 0,
    labels: Mapping[str, NDArray[np.generic]] | None = None,
) -> Recording:
    """Check everything and make a `Recording`. Raises `RecordingError`."""
    _one_of("skeleton", skeleton, SKELETONS)
    if view:
        _one_of("view", view, VIEWS)
    if units:
        _one_of("units", units, UNITS)
    check_shape(landmarks.shape, skeleton)
    times = _times(t, landmarks.shape[0])
    values = _numbers("landmarks", landmarks, np.float32)
    _check_visibility(values)
    used = _somebody(values, skeleton)
    units, notes = _units(used, skeleton, units, width, height)
    return Recording(values, times, skeleton, view, units, width, height, labels or {}, notes)


def check_shape(shape: tuple[int, ...], skeleton: str) -> None:
    """Whether landmarks of this shape can be of this skeleton, and not too many."""
    joints = JOINTS[skeleton]
    wanted = f"(frames, {joints}, {COORDINATES}) for {skeleton}"
    if len(shape) != 3 or shape[1:] != (joints, COORDINATES):
        raise RecordingError("landmarks", f"the shape is {shape}", f"give {wanted}")
    if shape[0] < 2:
        raise RecordingError("landmarks", f"{shape[0]} frames", "record at least two frames")
    if shape[0] > MOST_FRAMES:
        raise RecordingError(
            "landmarks", f"{shape[0]} frames, over the limit of {MOST_FRAMES}", _shorter()
        )


def check_length(seconds: float) -> None:
    """Refuse what is longer than a recording may be."""
    if seconds > LONGEST_HOURS * 3600:
        raise RecordingError(
            "t", f"{seconds / 3600:.1f} hours long, over {LONGEST_HOURS:g}", _shorter()
        )


def _shorter() -> str:
    return f"cut it into parts of at most {LONGEST_HOURS:g} hours and {MOST_FRAMES} frames"


def _one_of(field: str, word: str, known: tuple[str, ...]) -> None:
    if word not in known:
        shown = word if len(word) <= 40 else word[:40] + "..."
        raise RecordingError(
            field, f"{shown!r} is not known{nearest(word[:40], known)}", f"use {', '.join(known)}"
        )


def _numbers(field: str, values: NDArray[np.generic], kind: type[Kind]) -> NDArray[Kind]:
    if values.dtype.kind not in "fiu":
        raise RecordingError(field, f"holds {values.dtype}, not numbers", "store it as float32")
    with np.errstate(over="ignore"):
        numbers = values.astype(kind)
    if np.isinf(numbers).any():
        raise RecordingError(field, "some numbers are infinite", "store NaN for what is not known")
    return numbers


def _times(t: NDArray[np.generic], frames: int) -> Times:
    if t.shape != (frames,):
        raise RecordingError(
            "t", f"the shape is {t.shape}", f"give one time a frame: ({frames},) seconds"
        )
    times = _numbers("t", t, np.float64)
    if np.isnan(times).any():
        first = int(np.flatnonzero(np.isnan(times))[0])
        raise RecordingError("t", f"frame {first} has no time", "give seconds for every frame")
    steps = np.diff(times)
    if (steps <= 0).any():
        first = int(np.flatnonzero(steps <= 0)[0]) + 1
        raise RecordingError(
            "t",
            f"time does not rise at frame {first} ({times[first - 1]:g}, then {times[first]:g} s)",
            "sort the frames by time and drop doubles",
        )
    _check_rate(float(np.median(steps)))
    check_length(float(times[-1] - times[0]))
    return times


def _check_rate(step: float) -> None:
    rate = 1 / step
    if LOWEST_RATE <= rate <= HIGHEST_RATE:
        return
    milliseconds = LOWEST_RATE <= 1000 * rate <= HIGHEST_RATE
    remedy = (
        "the times look like milliseconds: divide them by 1000"
        if milliseconds
        else f"record {LOWEST_RATE:g} to {HIGHEST_RATE:g} frames a second, times in seconds"
    )
    raise RecordingError("t", f"{rate:.4g} frames a second cannot be followed", remedy)


def _check_visibility(values: Floats) -> None:
    seen = values[..., 3]
    np.nan_to_num(seen, copy=False, nan=0.0)
    if (seen < -0.01).any() or (seen > 1.01).any():
        raise RecordingError(
            "landmarks",
            f"visibility runs from {seen.min():g} to {seen.max():g}",
            "the fourth number is visibility, from 0 (not seen) to 1",
        )
    np.clip(seen, 0.0, 1.0, out=seen)


def _somebody(values: Floats, skeleton: str) -> Floats:
    """Coordinates of the torso where they are known: the scale is judged by them."""
    joints = [number for name in TORSO for number in SOURCES[skeleton][INDEX[name]]]
    torso = values[:, joints]
    known = np.isfinite(torso[..., :2]).all(axis=-1) & (torso[..., :2] != 0).any(axis=-1)
    if not known.any():
        raise RecordingError(
            "landmarks",
            "nobody is in any frame",
            "record again with the whole body in the picture and more light",
        )
    return torso[known]


def _units(
    used: Floats, skeleton: str, units: str, width: int, height: int
) -> tuple[str, tuple[str, ...]]:
    middle = float(np.median(np.abs(used[:, :2])))
    camera = space_of(skeleton) == "image"
    if not units and camera:
        units = "pixel" if middle > PIXELS_FROM else "share"
    elif not units:
        units = "millimetre" if middle > MILLIMETRES_FROM else "metre"
    if camera != (units in ("share", "pixel")):
        allowed = "share or pixel" if camera else "metre or millimetre"
        raise RecordingError("units", f"{units} does not fit {skeleton}", f"use {allowed}")
    _check_picture(units, width, height)
    if middle > FARTHEST[units]:
        raise RecordingError(
            "landmarks", f"the body is at {middle:.4g} {units}s", "check the units of x and y"
        )
    guessed = units == "share" and not (width and height)
    return units, (("the picture's width and height are not given: taken as 4:3",) * guessed)


def _check_picture(units: str, width: int, height: int) -> None:
    for field_name, value in (("width", width), ("height", height)):
        if not 0 <= value <= 100_000:
            raise RecordingError(field_name, f"{value} pixels", "give the picture's size")
    if units == "pixel" and not height:
        raise RecordingError("height", "missing for landmarks in pixels", "give width and height")
