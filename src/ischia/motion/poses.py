"""The poses of a demonstrated movement as joint angles, for the drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ischia.motion.bridging import Rows, smooth, unit
from ischia.motion.demonstration import SMOOTH_S, Demonstration, Frames
from ischia.motion.directions import GIRDLE, directions, mirrored, part_of
from ischia.motion.fitting import fit_pose, nearest_posture
from ischia.motion.skeleton import coordinates
from ischia.protocol.model import Protocol
from ischia.protocol.movement import LIMB_COORDINATES, SIDES, Pose

LEAST = 3.0  # degrees: a smaller difference is left out of the file
ALIKE = 8.0  # degrees: both sides are written as one
BENT = 15.0  # degrees: so far off the straight way, the movement has two stages
WORK = "l"
COMMON = 2  # movements: a posture of one alone (a saddle, a step) is not what is seen
LYING_ON_SIDE = 45.0  # degrees: seen from ahead, bends of hips and knees point at the camera

Limits = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Poses:
    """`start` is over `posture`; `half` and `target` name what differs from what went before.

    All are empty where the camera cannot tell them: from ahead of somebody lying on the side.
    """

    posture: str
    start: Pose
    half: Pose
    target: Pose


def find_poses(
    protocol: Protocol, shown: Sequence[Demonstration], sides: Sequence[Sequence[str]]
) -> Poses:
    """Start, half way (where it is not on the straight way) and target of the demonstrations."""
    limits = {name: (joint.low, joint.high) for name, joint in protocol.joint_ranges.items()}
    one_sided = "both" not in {side for person in sides for side in person}
    seen = [_Seen(one, used, both_sides=one_sided) for one, used in zip(shown, sides, strict=True)]
    rest, half, target = (
        _mean(seen, where)
        for where in (Demonstration.at_rest, Demonstration.half_way, Demonstration.at_target)
    )
    used = Counter(movement.posture for movement in protocol.movements.values())
    common = {n: p for n, p in protocol.postures.items() if used[n] >= COMMON}
    posture = nearest_posture(rest, common, used)
    chosen = protocol.postures[posture]
    if "trunk.left" not in rest and abs(chosen.pose.get("pelvis_list", 0)) > LYING_ON_SIDE:
        return Poses(posture, {}, {}, {})
    start, end = (fit_pose(one, chosen, limits).pose for one in (rest, target))
    middle = fit_pose(half, chosen, limits).pose if half else start
    straight = all(abs(d - (start[n] + end[n]) / 2) <= BENT for n, d in middle.items())
    write = _Writer((start, middle, end), one_sided=one_sided)
    return Poses(
        posture,
        write(start, (coordinates(chosen.pose),)),
        {} if straight else write(middle, (start, end)),
        write(end, (start,) if straight else (start, middle)),
    )


class _Seen:
    """Directions of one demonstration to draw by; in each repetition the left side works."""

    def __init__(self, shown: Demonstration, sides: Sequence[str], *, both_sides: bool) -> None:
        found = directions(shown.recording, both_sides=both_sides, turned=True)
        values = smooth(found.values, shown.recording.rate, SMOOTH_S)
        for side, swing in zip(sides, shown.repetitions, strict=True):
            if side not in (WORK, "both"):
                part = slice(swing.frames.start, swing.frames.end + 1)
                values[part] = mirrored(found.names, values[part])
        self.shown, self.names, self.values = shown, found.names, values

    def mean(self, where: Callable[[Demonstration], Frames]) -> dict[str, float] | None:
        """The mean direction of each part at the frames of `where`, made one long again."""
        frames = where(self.shown)
        if not len(frames):
            return None
        mean = self.values[frames].mean(axis=0)
        places: dict[str, list[int]] = {}
        for number, name in enumerate(self.names):
            places.setdefault(part_of(name), []).append(number)
        for part, numbers in places.items():
            if part != GIRDLE:
                mean[numbers] = unit(mean[numbers][None])[0]
        return dict(zip(self.names, mean.tolist(), strict=True))


def _mean(seen: Sequence[_Seen], where: Callable[[Demonstration], Frames]) -> dict[str, float]:
    """Over people; empty where there are no such frames."""
    means = [mean for one in seen if (mean := one.mean(where))]
    names = [name for name in means[0] if all(name in mean for mean in means)] if means else []
    return {name: float(np.mean([mean[name] for mean in means])) for name in names}


class _Writer:
    """Writes poses in whole degrees; a coordinate has sides where they differ in any of `poses`."""

    def __init__(self, poses: Sequence[Pose], *, one_sided: bool) -> None:
        self.ends = ("_work", "_other") if one_sided else ("_l", "_r")
        self.split = {
            name
            for name in LIMB_COORDINATES
            if one_sided or any(_apart(pose, name) >= ALIKE for pose in poses)
        }

    def __call__(self, pose: Pose, others: Sequence[Pose]) -> Pose:
        """What differs from any of `others`."""
        changed = {n for n, d in pose.items() for o in others if abs(d - o.get(n, 0.0)) >= LEAST}
        found = {n: _whole(pose[n]) for n in pose if n in changed and n[-2:] not in SIDES}
        for name in LIMB_COORDINATES:
            both = [name + side for side in SIDES]
            if not changed & set(both):
                continue
            if name in self.split:
                found |= {
                    name + e: _whole(pose.get(n, 0)) for e, n in zip(self.ends, both, strict=True)
                }
            else:
                found[name] = _whole(sum(pose.get(n, 0) for n in both) / 2)
        return found


def _apart(pose: Pose, name: str) -> float:
    return abs(pose.get(name + "_l", 0.0) - pose.get(name + "_r", 0.0))


def _whole(degrees: float) -> float:
    return round(degrees)


def rows_of(values: Rows) -> tuple[tuple[float, ...], ...]:
    """A table as nested tuples, rounded for a file."""
    return tuple(tuple(round(float(x), 3) for x in row) for row in values)
