"""The summary of a set: the shape that `ischia watch --json` prints.

Numbers are rounded to what they are worth, which also makes them the same in both Pythons.
Shared by CPython and MicroPython.
"""

from .attempt import Attempt
from .cues import Cues
from .faults import shown
from .kinds import TYPE_CHECKING, Plan, Ranges, Record
from .score import score
from .sight import SAYS, Sight

if TYPE_CHECKING:
    from .generic import Generic
    from .guided import Guided
    from .still import Still

    Engine = Generic | Guided | Still


def summary_of(plan: Plan, engine: "Engine", sight: Sight, cues: Cues) -> Record:
    """{exercise, repetitions, incomplete, holds, faults, coverage, cannot_see, score, ...}."""
    whole, incomplete, ranges = engine.sorted()
    own = ranges["short"]
    coverage = sight.judged / sight.frames if sight.frames else 0.0
    repetitions = [_repetition(attempt, ranges) for attempt in whole]
    value, reasons = score(repetitions, coverage, plan.get("hold_s", 0.0), plan["settings"])
    return {
        "exercise": plan.get("exercise", ""),
        "count": len(repetitions),
        "repetitions": repetitions,
        "incomplete": [_incomplete(attempt, own) for attempt in incomplete],
        "holds": [_hold(attempt) for attempt in whole if _is_held(attempt, plan)],
        "faults": _faults(repetitions),
        "coverage": rounded(coverage, 3),
        "cannot_see": [_unseen(entry) for entry in sight.log],
        "score": value,
        "score_reasons": reasons,
        "cues": [_cue(cue) for cue in cues.log],
        "own_range": rounded(own, 3),
    }


def rounded(value: float, places: int) -> float:
    """`value` to `places` decimals, halves up, alike in both Pythons."""
    scale = 10**places
    return int(value * scale + (0.5 if value >= 0 else -0.5)) / scale


def _repetition(attempt: Attempt, ranges: Ranges) -> Record:
    return {
        "start_s": rounded(attempt.start_s, 2),
        "end_s": rounded(attempt.end_s, 2),
        "side": attempt.side,
        "range": rounded(attempt.peak, 3),
        "reach_s": rounded(attempt.hold_start_s - attempt.start_s, 2),
        "hold_s": rounded(attempt.hold_s(), 2),
        "return_s": rounded(attempt.end_s - attempt.hold_end_s, 2),
        "faults": [_fault(seen) for seen in shown(attempt.faults, ranges)],
    }


def _fault(seen: Record) -> Record:
    plan = seen["plan"]
    return {
        "fault": plan["id"],
        "severity": plan.get("severity", "cue"),
        "start_s": rounded(seen["start_s"], 2),
        "seconds": rounded(seen["seconds"], 2),
    }


def _incomplete(attempt: Attempt, own: float) -> Record:
    return {
        "start_s": rounded(attempt.start_s, 2),
        "end_s": rounded(attempt.end_s, 2),
        "side": attempt.side,
        "range": rounded(attempt.peak, 3),
        "share": rounded(attempt.peak / own, 3),
    }


def _is_held(attempt: Attempt, plan: Plan) -> bool:
    return plan["rep"] in ("hold", "still") or attempt.hold_s() >= plan["settings"]["hold_from_s"]


def _hold(attempt: Attempt) -> Record:
    return {
        "start_s": rounded(attempt.hold_start_s, 2),
        "seconds": rounded(attempt.hold_s(), 2),
        "side": attempt.side,
    }


def _faults(repetitions: list[Record]) -> list[Record]:
    return [
        {
            "fault": fault["fault"],
            "repetition": number,
            "start_s": fault["start_s"],
            "seconds": fault["seconds"],
        }
        for number, repetition in enumerate(repetitions)
        for fault in repetition["faults"]
    ]


def _unseen(entry: Record) -> Record:
    return {
        "what": entry["what"],
        "start_s": rounded(entry["start_s"], 2),
        "seconds": rounded(entry["seconds"], 2),
        "text": SAYS[entry["what"]],
    }


def _cue(cue: Record) -> Record:
    return {"fault": cue["fault"], "text": cue["text"], "at_s": rounded(cue["at_s"], 2)}
