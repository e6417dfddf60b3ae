"""What the attempts were worth, against the person's own range in this set.

Judged again whenever an attempt ends: the first repetition of somebody who then goes further was
perhaps no whole one. The own range is what the person showed they can do (the second-fullest
attempt, so that one wild one does not decide), held within limits of the specification's range.
An attempt counts when it goes far enough; where each one is to be held, when it goes a little less
far but is held as the others are, and not when it goes little further and is not: who tries and
turns back does not hold.
Shared by CPython and MicroPython.
"""

from .attempt import Attempt
from .kinds import Ranges, Settings

USUAL = {"short": 1.0, "beyond": 1.0}


def own_ranges(attempts: list[Attempt], settings: Settings) -> Ranges:
    """The person's range in spans of the specification, {short, beyond}; 1 while not known.

    What falls short is held against the fullest but one, what goes beyond against the middle of
    all, and never against less than the specification: each is spoilt least by the other fault.
    Where even the middle is beyond the limit, the person simply goes further than is drawn.
    """
    peaks = sorted([a.peak for a in attempts if a.peak >= settings["count_from"]])
    if not peaks:
        return USUAL
    fullest = peaks[-2] if len(peaks) > 1 else peaks[-1]
    middle = peaks[(len(peaks) - 1) // 2]
    least, most = settings["range_least"], settings["range_most"]
    return {
        "short": max(least, min(max(1.0, middle), fullest)),
        "beyond": max(1.0, min(most, middle)),
    }


def sort_out(
    attempts: list[Attempt],
    settings: Settings,
    held: bool = False,  # noqa: FBT001, FBT002
) -> tuple[list[Attempt], list[Attempt], Ranges]:
    """(repetitions, incomplete ones, own ranges); `held`: each repetition is to be held."""
    ranges = own_ranges(attempts, settings)
    own = ranges["short"]
    far = [a for a in attempts if a.reaches(settings["count_from"], own)]
    holds = sorted([a.hold_s() for a in far])
    usual = holds[len(holds) // 2] if holds else 0.0
    whole: list[Attempt] = []
    incomplete: list[Attempt] = []
    for attempt in attempts:
        counts = attempt in far
        if held and usual >= settings["hold_from_s"]:
            counts = _held_or_far(attempt, own, usual, settings)
        (whole if counts else incomplete).append(attempt)
    return whole, incomplete, ranges


def _held_or_far(attempt: Attempt, own: float, usual: float, settings: Settings) -> bool:
    """Far enough for one that was held about as long as the person's whole ones, or was not."""
    if attempt.hold_s() >= usual / 2:
        return attempt.reaches(settings["held_count_from"], own)
    return attempt.reaches(settings["unheld_count_from"], own)
