"""Teaching by demonstration: recordings of a few good repetitions become a movement specification.

From them come the poses (for the drawing), the times of the phases, which measures tell progress
and how far they go (for the tracker), and how much good repetitions differ (for telling others
from them). What a camera did not see is drawn as the start posture has it, and never judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ischia.motion.correctness import Form, FormSettings, learn_form
from ischia.motion.demonstration import Demonstration, demonstration, with_both_sides
from ischia.motion.poses import Poses, find_poses, rows_of
from ischia.motion.recording import Recording, RecordingError
from ischia.motion.settings import tracker_settings
from ischia.motion.signals import Signal, Table, any_one_sided, choose_signal, needs_of
from ischia.protocol.base import Grade, Review
from ischia.protocol.model import Protocol
from ischia.protocol.movement import Learned, Movement, Phase, Rep, Rest, View

SHORTEST_PHASE_S = 0.2
MOVED = 0.2  # trunk lengths between rest and target: a resting point moved so far is let go
RESTS_ON = {
    "heel": "ankle", "toe": "toe", "knee": "knee", "hand": "wrist", "wrist": "wrist",
    "elbow": "elbow", "pelvis": "hip", "back": "shoulder", "chest": "shoulder",
    "head": "ear", "forehead": "ear", "side_hip": "hip", "shoulder_side": "shoulder",
}  # fmt: skip


def learn_movement(
    protocol: Protocol,
    recordings: Sequence[Recording],
    name: str,
    *,
    repetitions: int | None = None,
    same_person: bool = False,
) -> Movement:
    """The specification `name` from recordings of correct repetitions, one person each.

    `repetitions` is how many each holds, if that is known. Raises `RecordingError`.
    """
    return learn_from(
        protocol,
        [show(protocol, one, repetitions) for one in recordings],
        name,
        same_person=same_person,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """One person's demonstration with all its measures; made once, learned from many times."""

    demonstration: Demonstration
    table: Table


def show(protocol: Protocol, recording: Recording, repetitions: int | None = None) -> Shown:
    """Find and measure the repetitions of a recording. Raises `RecordingError`."""
    settings = tracker_settings(protocol)
    swing, least = settings["recording_swing"], settings["generic_least"]
    found = demonstration(recording, swing, least, repetitions)
    return Shown(found, Table(found))


def learn_from(
    protocol: Protocol, people: Sequence[Shown], name: str, *, same_person: bool = False
) -> Movement:
    """`learn_movement` from demonstrations that were made ready by `show`."""
    shown = [one.demonstration for one in people]
    tables = [one.table for one in people]
    if any_one_sided(tables):
        shown = [with_both_sides(one) for one in shown]
    _check_alike(shown)
    signal = choose_signal(tables)
    if not signal.spans:
        raise RecordingError(
            "landmarks",
            "no measure of the body follows the repetitions",
            "record from the side or the front where the movement is widest, whole body in view",
        )
    poses = find_poses(protocol, shown, signal.sides)
    hold_from = tracker_settings(protocol)["hold_from_s"]
    form = _form(protocol, shown, signal, same_person=same_person)
    count = sum(len(one.repetitions) for one in shown)
    who = "1 person" if len(shown) == 1 else f"{len(shown)} people"
    return Movement(
        id=name,
        posture=poses.posture,
        start=poses.start,
        phases=_phases(shown, poses),
        rests=_rests(protocol, shown, poses),
        laterality=signal.laterality,
        rep=_rep(shown, hold_from),
        view=_view(shown[0]),
        signal=tuple(span.measure for span in signal.spans),
        needs=needs_of(signal.spans),
        learned=_learned(shown, signal, form),
        source=("ischia_project",),
        grade=Grade.PROJECT,
        review=Review.PROJECT_RULE,
        note=f"Learned from {count} repetitions of {who}; a clinician should look at it.",
    )


def _check_alike(shown: Sequence[Demonstration]) -> None:
    first = shown[0]
    for one in shown[1:]:
        if one.names != first.names:
            raise RecordingError(
                "recordings",
                "they do not show the same parts of the body",
                "record all of them with the same camera from the same side",
            )


def _form(
    protocol: Protocol, shown: Sequence[Demonstration], signal: Signal, *, same_person: bool
) -> Form:
    people = [one.paths(sides) for one, sides in zip(shown, signal.sides, strict=True)]
    settings = FormSettings.of(protocol)
    return learn_form(shown[0].names, people, settings, same_person=same_person)


def _learned(shown: Sequence[Demonstration], signal: Signal, form: Form) -> Learned:
    first = shown[0].recording
    return Learned(
        skeleton=first.skeleton,
        space="world" if first.space == "world" else "image",
        people=len(shown),
        repetitions=form.repetitions,
        seconds=round(float(np.median([sum(one.seconds()) for one in shown])), 2),
        signal=signal.spans,
        directions=form.names,
        paths=tuple(rows_of(person) for person in form.means),
        spread=rows_of(form.spread[None])[0],
        weight=tuple(round(float(x), 4) for x in form.weight),
        limit=round(form.limit, 4),
    )


def _phases(shown: Sequence[Demonstration], poses: Poses) -> tuple[Phase, ...]:
    out, top, back = np.median([one.seconds() for one in shown], axis=0).tolist()
    away = [Phase(name="out", part="reach", seconds=_seconds(out), pose=poses.target)]
    if poses.half:
        half = _seconds(out / 2)
        away = [
            Phase(name="half", part="reach", seconds=half, pose=poses.half),
            Phase(name="out", part="reach", seconds=half, pose=poses.target),
        ]
    hold = [Phase(name="there", part="hold", seconds=_seconds(top))]
    return (*away, *hold, Phase(name="back", part="return", seconds=_seconds(back)))


def _seconds(value: float) -> float:
    return round(max(SHORTEST_PHASE_S, value), 1)


def _rep(shown: Sequence[Demonstration], hold_from: float) -> Rep:
    """A movement that is held at the target for as long as the tracker calls a hold."""
    held = float(np.median([one.seconds()[1] for one in shown]))
    out = float(np.median([one.seconds()[0] for one in shown]))
    return "hold" if held >= hold_from and held > out else "cycle"


def _view(one: Demonstration) -> View:
    """What the recording says, or the side from which the movement looks widest."""
    if one.recording.view in ("side", "front", "feet", "three_quarter"):
        return one.recording.view  # type: ignore[return-value]
    if one.recording.space == "image":
        return "side" if any(name.endswith(".ahead") for name in one.names) else "front"
    spans = {
        axis: sum(
            float(np.ptp(one.values[:, number]))
            for number, name in enumerate(one.names)
            if name.endswith(axis)
        )
        for axis in ("ahead", "left")
    }
    return "side" if spans["ahead"] >= spans["left"] else "front"


def _rests(protocol: Protocol, shown: Sequence[Demonstration], poses: Poses) -> tuple[Rest, ...]:
    """The posture's rests that move between rest and target are let go."""
    let_go: list[Rest] = []
    for rest in protocol.postures[poses.posture].rests:
        plain = rest.point.removesuffix("_work").removesuffix("_other")
        moved = [_moved(one, RESTS_ON[plain]) for one in shown if plain in RESTS_ON]
        if moved and float(np.median(moved)) > MOVED:
            let_go.append(Rest(point=rest.point, onto="nothing"))
    return tuple(let_go)


def _moved(one: Demonstration, part: str) -> float:
    """How far a part is from where it rested, at the target, in trunk lengths."""
    from ischia.motion.bridging import bridged, middle, trunk_length

    points = bridged(one.recording.points())
    place = middle(points, part)
    away = np.median(place[one.at_target()], axis=0) - np.median(place[one.at_rest()], axis=0)
    axes = 3 if one.recording.space == "world" else 2
    return float(np.linalg.norm(away[:axes])) / trunk_length(points)
