"""The shape of exercises, of the states that limit them, and of programs.

Doses are ranges from where a person starts to where they may arrive: `[start, goal]`.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from ischia.protocol.base import Item, Words
from ischia.protocol.condition import Condition

Feature = Literal[
    "loaded_or_end_range_flexion",
    "end_range_extension",
    "end_range_rotation",
    "supine_long",
    "prone",
    "kneeling",
    "isometric_or_breath_hold",
    "head_below_heart",
    "hip_past_90_or_rotated",
    "arm_support",
    "single_leg_or_asymmetric",
    "nerve_tension",
    "aerobic",
    "any_exercise",  # every exercise has this one
]
Action = Literal["block", "clinician", "swap", "modify", "ok"]
Direction = Literal["extension", "flexion", "side_glide", "rotation", "neutral"]
RoleName = Literal[
    "ease",
    "direction",
    "stretch",
    "abdominal_strength",
    "back_strength",
    "hip_strength",
    "mobility",
    "nerve",
    "function",
    "aerobic",
    "relaxation",
]
StageName = Literal["flare", "settle", "restore", "strengthen", "maintain"]
FEATURES: tuple[str, ...] = get_args(Feature)
ACTIONS: tuple[str, ...] = get_args(Action)  # from the strictest to none
STAGES: tuple[str, ...] = get_args(StageName)

Span = tuple[float, float]


class Dose(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much, from the start to the goal. `minutes` replaces repetitions for timed exercises."""

    sets: Span = (1, 1)
    reps: Span = (0, 0)
    hold_s: Span = (0, 0)
    minutes: Span = (0, 0)
    rest_s: float = 0
    per_side: bool = False
    seconds_per_rep: float = 3


class Suit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For which cause an exercise is meant, in which role, and on what evidence."""

    cause: str
    role: Literal["core", "option", "later", "trial", "maintenance"]
    grade: Literal["cause_specific", "general_back_pain", "clinical_reasoning"]
    source: tuple[str, ...]


class Caution(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a state means for this very exercise, beyond its features."""

    state: str
    action: Action
    reason: Words
    source: tuple[str, ...]
    swap: str = ""


class Fault(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way of doing it wrong, and the one thing to say about it."""

    id: str
    text: Words
    cue: Words
    severity: Literal["tip", "cue", "warn", "stop"]


class Exercise(Item, frozen=True, kw_only=True):
    """One exercise: how it is done, how much, for whom, and when not."""

    title: Words
    synonyms: tuple[Words, ...] = ()
    kind: Literal["mobility", "stretch", "strength", "neurodynamic", "aerobic", "relaxation"]
    roles: tuple[RoleName, ...]
    targets: tuple[Words, ...]
    position: str
    equipment: tuple[str, ...] = ()
    direction: Direction
    load_level: int
    features: tuple[Feature, ...] = ()
    steps: tuple[Words, ...]
    dose: Dose
    progressions: tuple[str, ...] = ()
    regressions: tuple[str, ...] = ()
    suits: tuple[Suit, ...] = ()
    cautions: tuple[Caution, ...] = ()
    faults: tuple[Fault, ...] = ()
    stop_if: tuple[str, ...] = ()


class StopSign(Item, frozen=True, kw_only=True):
    """A reason to stop an exercise, and what to do then."""

    text: Words
    do: Words


class State(Item, frozen=True, kw_only=True):
    """Something about a person that limits exercises.

    It applies when a person says so, when `when` holds, or when the cause treated is `of_cause`
    (in `of_stages`, if named). `how` says how an exercise is changed on account of it, where the
    exercise itself says nothing more exact.
    """

    title: Words
    question: Words
    actions: dict[Feature, Action]
    reason: Words
    how: Words = ""
    when: Condition | None = None
    of_cause: str = ""
    of_stages: tuple[StageName, ...] = ()


class Stage(Item, frozen=True, kw_only=True):
    """A stage of recovery. `dose_fraction` is 0 at the start of each dose range, 1 at its goal.

    `aerobic_share` of a session is kept free for walking or the like; so many minutes of it a day,
    `leave_walk_minutes`, or twice as long as at the start, come before the next stage.
    """

    title: Words
    order: int
    aim: Words
    enter_when: Words
    leave_when: Words
    max_exercises: int
    max_aerobic: int
    load_ceiling: int
    dose_fraction: float
    sessions_per_day: int
    session_minutes: float
    aerobic_share: float
    review_in_days: int
    leave_walk_minutes: float = 0


class Role(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a session: who may fill it, the best first, and at what time of day.

    `why` holds for all candidates but those that `why_for` names.
    """

    role: RoleName
    candidates: tuple[str, ...]
    slot: Literal["both", "morning", "evening"] = "both"
    why: Words = ""
    why_for: dict[str, Words] = {}


class Program(Item, frozen=True, kw_only=True):
    """What a cause calls for at a stage, in order of importance."""

    cause: str
    stage: StageName
    text: Words
    prefers: Direction
    load_ceiling: int
    roles: tuple[Role, ...]
    avoid: tuple[str, ...] = ()
