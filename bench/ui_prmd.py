"""UI-PRMD, subjects 1 to 5: how well repetitions are counted, and told correct from incorrect.

Counting: the ten repetitions of one person, movement and label are joined end to end in their
order with nothing between them: 100 recordings. MAE is the mean of |counted - 10| / 10, OBO the
share that is off by at most one. Correct or incorrect: a specification from the other four people's
correct repetitions alone, one subject left out at a time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ischia.motion.bridging import Rows, smooth
from ischia.motion.correctness import Form, FormSettings, judge_form, learn_form
from ischia.motion.demonstration import SMOOTH_S
from ischia.motion.directions import directions
from ischia.motion.learn import learn_from, show
from ischia.motion.plan import plan_of
from ischia.motion.recording import Recording
from ischia.motion.settings import tracker_settings
from ischia.motion.tracker.tracker import Tracker
from ischia.motion.watching import GENERIC, Plan, fitted_plan, watch
from ischia.protocol.load import load_protocol
from motion_data import MOVEMENTS, UiPrmd, table, ui_prmd, write_section

TRUE = 10
WHOLE, LIVE, LEARNED = "generic, whole recording", "generic, as it comes", "learned specification"
LABELS = {True: "correct", False: "incorrect"}
AIMS = {(WHOLE, True): (0.05, 0.95), (WHOLE, False): (1.0, 0.85),
        (LEARNED, True): (0.05, 0.95), (LEARNED, False): (1.0, 0.85)}  # fmt: skip
SHARES = (0.7, 0.75, 0.8, 0.85, 0.9)
FEW = (1, 3)
AIM_BALANCED = 0.83

Counts = dict[tuple[str, bool], list[int]]
People = Mapping[tuple[int, bool], Sequence[Rows]]
Results = dict[str, list[float]]


def count_one(movement: int) -> Counts:
    """Every way of counting, for all people of one movement."""
    data, protocol = ui_prmd(), load_protocol()
    generic: Plan = {"rep": GENERIC, "settings": tracker_settings(protocol)}
    shown = {p: show(protocol, data.joined(movement, p, correct=True), TRUE) for p in data.people}
    counts: Counts = {}
    for person in data.people:
        others = [one for other, one in shown.items() if other != person]
        taught = plan_of(protocol, learn_from(protocol, others, "taught"), None)
        for correct in LABELS:
            recording = data.joined(movement, person, correct=correct)
            found = {
                WHOLE: watch(recording, generic)["count"],
                LIVE: as_it_comes(recording, generic),
                LEARNED: watch(recording, taught)["count"],
            }
            for way, number in found.items():
                counts.setdefault((way, correct), []).append(number)
    return counts


def as_it_comes(recording: Recording, plan: Plan) -> int:
    """The count of a live set: frame by frame, nothing known of what follows."""
    tracker = Tracker(fitted_plan(recording, plan))
    for t, landmarks in recording.frames():
        tracker.frame(t, landmarks)
    return int(tracker.summary()["count"])


def paths(data: UiPrmd, movement: int) -> tuple[tuple[str, ...], People]:
    """The directions of every single repetition, smoothed."""
    names: tuple[str, ...] = ()
    found: dict[tuple[int, bool], list[Rows]] = {}
    for person in data.people:
        for correct in LABELS:
            for recording in data.single(movement, person, correct=correct):
                seen = directions(recording)
                names = seen.names
                rows = smooth(seen.values, recording.rate, SMOOTH_S)
                found.setdefault((person, correct), []).append(rows)
    return names, found


def judge_one(movement: int) -> Results:
    """Balanced accuracy of each left-out person, for each way of learning."""
    data = ui_prmd()
    settings = FormSettings.of(load_protocol())
    names, found = paths(data, movement)
    results: Results = {}
    for person in data.people:
        everybody = [found[other, True] for other in data.people if other != person]
        for share in SHARES:
            form = learn_form(names, everybody, replace(settings, usual_share=share))
            accuracy = balanced(form, found[person, True], found[person, False])
            results.setdefault(f"all, {share:g}", []).append(accuracy)
        for number in FEW:
            own = learn_form(names, [found[person, True][:number]], settings, same_person=True)
            kept = balanced(own, found[person, True][number:], found[person, False])
            results.setdefault(f"own {number}", []).append(kept)
            for other in everybody:
                form = learn_form(names, [other[:number]], settings)
                accuracy = balanced(form, found[person, True], found[person, False])
                results.setdefault(f"other {number}", []).append(accuracy)
    return results


def balanced(form: Form, correct: Sequence[Rows], incorrect: Sequence[Rows]) -> float:
    """The mean of the share of correct ones accepted and of incorrect ones refused."""
    accepted = np.mean([judge_form(form, one).correct for one in correct])
    refused = np.mean([not judge_form(form, one).correct for one in incorrect])
    return float(accepted + refused) / 2


def count_rows(counts: Counts) -> Iterator[tuple[str, ...]]:
    """Rows of the counting table."""
    for (way, correct), numbers in sorted(
        counts.items(), key=lambda item: (item[0][0], -item[0][1])
    ):
        mae, obo, exact = errors(numbers)
        aim = AIMS.get((way, correct))
        wanted = "" if aim is None else f"OBO {aim[1]:g}" + (f", MAE {aim[0]:g}" if correct else "")
        row = (way, LABELS[correct], str(len(numbers)), f"{mae:.3f}", f"{obo:.2f}", f"{exact:.2f}")
        yield (*row, wanted)


def errors(numbers: Sequence[int]) -> tuple[float, float, float]:
    """(MAE, OBO, share exact)."""
    off: NDArray[np.float64] = np.abs(np.array(numbers) - TRUE).astype(float)
    return float(off.mean()) / TRUE, float((off <= 1).mean()), float((off == 0).mean())


def reached(counts: Counts) -> bool:
    """Whether every aim is met."""
    return all(
        errors(counts[key])[0] <= mae and errors(counts[key])[1] >= obo
        for key, (mae, obo) in AIMS.items()
    )


def main() -> int:
    """Print and write both tables; fail when an aim is missed."""
    numbers = range(1, len(MOVEMENTS) + 1)
    counts: Counts = {}
    judged: dict[str, list[float]] = {}
    with ProcessPoolExecutor() as pool:
        for found in pool.map(count_one, numbers):
            for key, several in found.items():
                counts.setdefault(key, []).extend(several)
        for found in pool.map(judge_one, numbers):
            for way, values in found.items():
                judged.setdefault(way, []).append(float(np.mean(values)))
    write_section("ui_prmd_counts", counting_text(counts))
    share = FormSettings.of(load_protocol()).usual_share
    write_section("ui_prmd_form", form_text(judged, share))
    best = float(np.mean(judged[f"all, {share:g}"]))
    return 0 if reached(counts) and best >= AIM_BALANCED else 1


def counting_text(counts: Counts) -> str:
    """The counting table with how it was made."""
    head = ("way", "repetitions", "recordings", "MAE", "OBO", "exact", "aim")
    return (
        "Ten repetitions of one person joined end to end in their order, with nothing between them."
        " Learned: from the other four people's correct repetitions, joined the same way.\n\n"
        + table(head, list(count_rows(counts)))
    )


def form_text(judged: Mapping[str, Sequence[float]], share: float) -> str:
    """The tables of correct or incorrect."""
    used = f"all, {share:g}"
    ways = [
        ("the other four people, ten each", judged[used]),
        *((f"{n} by one other person", judged[f"other {n}"]) for n in FEW),
        *((f"{n} by the same person, judged on the rest", judged[f"own {n}"]) for n in FEW),
    ]
    first = table(
        ("shown, correct only", "balanced accuracy", "lowest movement"),
        [
            (way, f"{np.mean(v):.3f}", f"{MOVEMENTS[int(np.argmin(v))]} {min(v):.2f}")
            for way, v in ways
        ],
    )
    second = table(
        ("movement", "balanced accuracy"),
        [(name, f"{value:.2f}") for name, value in zip(MOVEMENTS, judged[used], strict=True)],
    )
    third = table(
        ("share of correct repetitions within the limit", "balanced accuracy"),
        [(f"{s:g}", f"{np.mean(judged[f'all, {s:g}']):.3f}") for s in SHARES],
    )
    return f"{first}\nBy movement, from the other four people:\n\n{second}\n{third}"


if __name__ == "__main__":
    sys.exit(main())
