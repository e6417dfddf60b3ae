"""Judging whole recordings: one, or many on all cores."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ischia.motion.form_watch import with_form
from ischia.motion.held import held_throughout
from ischia.motion.periodic import Swing, count_periodic
from ischia.motion.plan import tracker_plan
from ischia.motion.recording import Recording, RecordingError
from ischia.motion.recording_file import read_recording
from ischia.motion.tracker.tracker import Tracker
from ischia.protocol.load import load_protocol

Plan = dict[str, Any]
Summary = dict[str, Any]
GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of the recording `name`: a summary, or the error that prevented it."""

    name: str
    summary: Summary | None
    error: str = ""


def watch(recording: Recording, plan: Plan) -> Summary:
    """The summary of a recording (docs/reference/tracker.md); `plan` may be of any kind."""
    fitted = fitted_plan(recording, plan)
    tracker = Tracker(fitted)
    for t, landmarks in recording.frames():
        tracker.frame(t, landmarks)
    summary = tracker.summary()
    if "learned" in fitted:
        return with_form(recording, fitted, summary)
    if plan["rep"] == GENERIC:
        return _counted_whole(recording, fitted, summary)
    return held_throughout(recording, fitted, summary)


def fitted_plan(recording: Recording, plan: Plan) -> Plan:
    """`plan` in the space and for the picture of `recording`."""
    fitted = {**plan, "space": recording.space}
    if recording.width and recording.height:
        fitted["aspect"] = recording.width / recording.height
    return fitted


def _counted_whole(recording: Recording, plan: Plan, summary: Summary) -> Summary:
    """The generic count of the recording as a whole, in place of the one made as it came."""
    settings = plan["settings"]
    found = count_periodic(recording, settings["recording_swing"], settings["generic_least"])
    repetitions = [_repetition(swing) for swing in found.repetitions]
    period = None if found.period_s is None else round(found.period_s, 2)
    reasons = ["A movement without a specification is counted, not scored."]
    return {
        **summary,
        "count": len(repetitions),
        "repetitions": repetitions,
        "holds": [],
        "score": None,
        "score_reasons": reasons,
        "period_s": period,
    }


def _repetition(swing: Swing) -> Summary:
    return {
        "start_s": round(swing.start_s, 2),
        "end_s": round(swing.end_s, 2),
        "side": "unknown",
        "range": round(swing.share, 3),
        "faults": [],
    }


@dataclass(frozen=True, slots=True)
class Wanted:
    """What recordings are judged by: `plan`, or each by the exercise it is labelled with."""

    plan: Plan | None = None
    packs: tuple[Path, ...] = ()


def judge(name: str, wanted: Wanted) -> Judged:
    """Read and judge the recording `name`. Never raises `RecordingError`: it is in the result."""
    try:
        recording = read_recording(name)
        plan = wanted.plan or _labelled_plan(recording, wanted.packs)
        summary = watch(recording, plan)
    except RecordingError as error:
        return Judged(name, None, str(error))
    return Judged(name, {"recording": name, **summary, "notes": list(recording.notes)})


def judge_all(names: Sequence[str], wanted: Wanted) -> Iterator[Judged]:
    """`judge` for many, on all cores; in the order in which they are done."""
    workers = min(len(names), os.cpu_count() or 1)
    with ProcessPoolExecutor(max_workers=workers) as pool:
        waiting = [pool.submit(judge, name, wanted) for name in names]
        for future in as_completed(waiting):
            yield future.result()


def _labelled_plan(recording: Recording, packs: tuple[Path, ...]) -> Plan:
    label = recording.labels.get("exercise")
    name = str(label.reshape(-1)[0]) if label is not None and label.size else ""
    plan = _plan(name, packs)
    if plan is None:
        fault = f"{name[:40]!r} has no movement" if name else "the recording names no exercise"
        raise RecordingError("exercise", fault, "give --exercise ID, --spec FILE or --generic")
    return plan


@lru_cache(maxsize=128)
def _plan(exercise: str, packs: tuple[Path, ...]) -> Plan | None:
    protocol = load_protocol(packs)
    return tracker_plan(protocol, exercise) if exercise in protocol.movements else None
