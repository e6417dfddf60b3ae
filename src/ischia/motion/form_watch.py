"""A set of a taught movement, each repetition held against the demonstrations."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from ischia.motion.bridging import Rows, smooth
from ischia.motion.correctness import Deviation, Form, Verdict, judge_form
from ischia.motion.demonstration import FEWEST_FRAMES, SMOOTH_S
from ischia.motion.directions import directions
from ischia.motion.recording import Recording
from ischia.motion.shown_course import Followed, follow, times
from ischia.motion.swings import Turning
from ischia.motion.tracker.score import score
from ischia.protocol.movement import Learned

Summary = dict[str, Any]

UNLIKE = "unlike_shown"
SEVERITY = "tip"
PLACES = 3
MOST_NAMED = 5
NEAR = "_near."
LEAST_SAID = 2.0  # degrees or percent: a smaller deviation is not put into words

PARTS = {
    "trunk": "upper body", "head": "head", "pelvis": "hips", "shoulders": "shoulders",
    "thigh": "thigh", "shank": "lower leg", "arm": "upper arm", "forearm": "forearm",
    "hips": "hips over the feet",
}  # fmt: skip
SIDES = {"_l": "left ", "_r": "right ", "_near": ""}
WAYS = {
    ("up", True): "higher", ("up", False): "lower",
    ("ahead", True): "further forward", ("ahead", False): "further back",
    ("left", True): "further left", ("left", False): "further right",
}  # fmt: skip
PHASES = {"out": "on the way out", "turn": "at the target", "back": "on the way back"}


def with_form(recording: Recording, plan: Summary, found: Summary) -> Summary:
    """`found` with the repetitions of the shown movement, each with its `form`.

    The plan's `learned` is that of the specification, as plain data. A recording is known to its
    end, so the repetitions are those of the whole course; faults and sides that the tracker saw as
    it came go with the repetition that they fell into. Where the recording does not show the parts
    that the demonstrations did, nothing is changed, and `form_not_judged` says so.
    """
    form = form_of(msgspec.convert(plan["learned"], Learned))
    seen = directions(recording, both_sides=not any(NEAR in name for name in form.names))
    missing = [name for name in form.names if name not in seen.names]
    if missing:
        return {**found, "form_not_judged": f"not seen here: {', '.join(missing[:MOST_NAMED])}"}
    raw = seen.values[:, [seen.names.index(name) for name in form.names]]
    settings = plan["settings"]
    levels = (settings["learned_count_from"], settings["notice_from"])
    followed = follow(form, raw, recording.rate, *levels)
    values = smooth(raw, recording.rate, SMOOTH_S)
    repetitions = [
        _judged(
            form,
            values[swing.start : swing.end + 1],
            _repetition(recording, followed, swing, found),
        )
        for swing in followed.repetitions
    ]
    small = [_incomplete(recording, followed, swing) for swing in followed.incomplete]
    return {**found, **_whole(repetitions, small, plan, found)}


def _whole(
    repetitions: list[Summary], small: list[Summary], plan: Summary, found: Summary
) -> Summary:
    """What the repetitions change in a summary."""
    value, reasons = score(
        repetitions, found["coverage"], plan.get("hold_s", 0.0), plan["settings"]
    )
    faults = [
        {"fault": fault["fault"], "repetition": number}
        | {key: fault[key] for key in ("start_s", "seconds")}
        for number, one in enumerate(repetitions)
        for fault in one["faults"]
    ]
    return {
        "count": len(repetitions),
        "repetitions": repetitions,
        "incomplete": small,
        "holds": [_hold(one) for one in repetitions if plan["rep"] == "hold"],
        "faults": faults,
        "score": value,
        "score_reasons": reasons,
    }


def _repetition(
    recording: Recording, followed: Followed, swing: Turning, found: Summary
) -> Summary:
    start, reached, left, end = times(followed, swing, recording.t)
    same = [one for one in found["repetitions"] if one["start_s"] < left and one["end_s"] > reached]
    return {
        "start_s": round(start, 2),
        "end_s": round(end, 2),
        "side": same[0]["side"] if same else "unknown",
        "range": round(swing.size, 3),
        "reach_s": round(reached - start, 2),
        "hold_s": round(left - reached, 2),
        "return_s": round(end - left, 2),
        "faults": same[0]["faults"] if same else [],
    }


def _incomplete(recording: Recording, followed: Followed, swing: Turning) -> Summary:
    start, _, _, end = times(followed, swing, recording.t)
    usual = [one.size for one in followed.repetitions]
    share = swing.size / float(np.median(usual)) if usual else swing.size
    return {
        "start_s": round(start, 2),
        "end_s": round(end, 2),
        "side": "unknown",
        "range": round(swing.size, 3),
        "share": round(share, 3),
    }


def _hold(repetition: Summary) -> Summary:
    return {
        "start_s": round(repetition["start_s"] + repetition["reach_s"], 2),
        "seconds": repetition["hold_s"],
        "side": repetition["side"],
    }


def form_of(learned: Learned) -> Form:
    """The form that a specification carries."""
    return Form(
        learned.directions,
        np.array(learned.paths),
        np.array(learned.spread),
        np.array(learned.weight),
        learned.limit,
        learned.repetitions,
    )


def in_words(deviation: Deviation) -> str:
    """Such as: upper body further forward on the way out (12 degrees)."""
    base, side = deviation.part, ""
    for suffix, word in SIDES.items():
        if base.endswith(suffix):
            base, side = base.removesuffix(suffix), word
    unit = "% of the trunk's length" if base == "hips" else "degrees"
    way = f"{WAYS[deviation.axis, deviation.amount > 0]} {PHASES[deviation.phase]}"
    return f"{side}{PARTS[base]} {way} ({abs(deviation.amount):.0f} {unit})"


def _judged(form: Form, values: Rows, repetition: Summary) -> Summary:
    if len(values) < FEWEST_FRAMES:
        return repetition
    verdict = judge_form(form, values)
    judged = {**repetition, "form": _plain(verdict)}
    if verdict.correct:
        return judged
    fault = {
        "fault": UNLIKE,
        "severity": SEVERITY,
        "start_s": repetition["start_s"],
        "seconds": round(repetition["end_s"] - repetition["start_s"], 2),
        "text": f"Unlike what was shown: {_said(verdict)}.",
    }
    return {**judged, "faults": [*repetition["faults"], fault]}


def _said(verdict: Verdict) -> str:
    clear = [d for d in verdict.deviations if abs(d.amount) >= LEAST_SAID]
    return in_words((clear or list(verdict.deviations))[0])


def _plain(verdict: Verdict) -> Summary:
    return {
        "correct": verdict.correct,
        "score": round(verdict.score, PLACES),
        "limit": round(verdict.limit, PLACES),
        "deviations": [
            {
                "part": one.part,
                "axis": one.axis,
                "phase": one.phase,
                "amount": round(one.amount, 1),
                "text": in_words(one),
            }
            for one in verdict.deviations
        ],
    }
