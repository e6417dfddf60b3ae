"""The form score of a set, with its reasons. It says how the movement looked, not how good it was
for the person.

Shared by CPython and MicroPython.
"""

from .kinds import Record, Settings


def score(
    repetitions: list[Record], coverage: float, hold_s: float, settings: Settings
) -> "tuple[float | None, list[str]]":
    """(0 to 100 or None, why). Each repetition loses what its gravest fault costs, and what a hold
    shorter than `hold_s` costs."""
    if not repetitions:
        return None, ["No whole repetition was seen, so there is no score."]
    if coverage < settings["score_coverage"]:
        seen = int(100 * coverage + 0.5)
        return None, [f"Only {seen} % of the time could be judged, too little for a score."]
    total = faulty = short = 0.0
    for repetition in repetitions:
        cost = max([settings["score_" + fault["severity"]] for fault in repetition["faults"]] + [0])
        faulty += cost > 0
        if hold_s > 0 and repetition["hold_s"] < settings["hold_short_share"] * hold_s:
            short += 1
            cost = min(1.0, cost + settings["score_hold_short"])
        total += 1 - cost
    return round(100 * total / len(repetitions), 1), _reasons(repetitions, faulty, short, hold_s)


def _reasons(repetitions: list[Record], faulty: float, short: float, hold_s: float) -> list[str]:
    number = len(repetitions)
    reasons = [f"{number - int(faulty)} of {number} repetitions were without a fault."]
    names = {fault["fault"] for repetition in repetitions for fault in repetition["faults"]}
    for name in sorted(names):
        times = sum([name in [f["fault"] for f in r["faults"]] for r in repetitions])
        reasons.append(f"{name}: in {times} of {number}.")
    if short:
        reasons.append(f"{int(short)} of {number} were held shorter than {hold_s:g} s.")
    return reasons
