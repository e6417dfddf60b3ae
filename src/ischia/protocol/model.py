"""The typed shape of the knowledge. One class per kind of item; one YAML file per item.

Every item carries where it comes from: `source` (keys of the bibliography), `grade` (how strong
the evidence is) and `review` (published, or a rule of this project that awaits clinical sign-off).
Probabilities and shares are 0 to 1; ages are years; durations say their unit in the name.
"""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar, Literal

from msgspec import Struct

from ischia.protocol import daily
from ischia.protocol.adaptation import AdaptationRule
from ischia.protocol.assumption import Assumption, Trajectory
from ischia.protocol.base import (
    BY_URGENCY,
    CAUSES,
    OTHER,
    ROOTS,
    Disposition,
    Grade,
    Item,
    Review,
    Source,
    Words,
)
from ischia.protocol.common_fault import CommonFault
from ischia.protocol.condition import Condition
from ischia.protocol.course import Course
from ischia.protocol.exercise import Exercise, Program, Stage, State, StopSign
from ischia.protocol.instrument import Instrument
from ischia.protocol.lifting import LiftingEquation
from ischia.protocol.movement import JointRange, Movement, Posture
from ischia.protocol.parameter_ranges import PARAMETERS
from ischia.protocol.recheck import Recheck

__all__ = [
    "BY_URGENCY",
    "CAUSES",
    "OTHER",
    "PARAMETERS",
    "ROOTS",
    "SIDES",
    "Disposition",
    "Grade",
    "Item",
    "Review",
    "Source",
    "Words",
]


class Finding(Item, frozen=True, kw_only=True):
    """One observation about a person: what is asked, and which answers there are.

    `ask_if` closes a question whose parent is denied. `reassuring` marks the rare finding whose
    "yes" calms and whose absence counts as danger. A `physical` one asks the person to move, and
    is asked only when exercise is allowed.
    """

    kind: Literal["yes_no", "number", "choice", "regions"]
    who: Literal["person", "clinician"]
    label: Words
    question: Words
    help: Words = ""
    why: Words = ""
    unit: Words = ""
    min: float = 0.0
    max: float = 0.0
    choices: tuple[str, ...] = ()
    choice_texts: dict[str, Words] = {}  # noqa: RUF012 - msgspec copies defaults
    unsure_text: Words = ""
    ask_if: Condition | None = None
    reassuring: bool = False
    physical: bool = False


class Region(Item, frozen=True, kw_only=True):
    """A part of the body that can be marked on the map. Paired ones take left_ or right_."""

    label: Words
    view: Literal["front", "back", "both"]
    paired: bool = True


class Family(Item, frozen=True, kw_only=True):
    """A family of red flags; the id is the folder of its rules. Lower `order` is asked first."""

    title: Words
    order: int


class Accuracy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A published figure with its 95 % interval (`low`, `high`) where one was given."""

    measure: Literal[
        "sensitivity",
        "specificity",
        "lr_positive",
        "lr_negative",
        "post_test_probability",
        "odds_ratio",
        "auc",
        "prevalence",
        "negative_predictive_value",
        "positive_predictive_value",
    ]
    value: float
    population: str
    source: str
    low: float | None = None
    high: float | None = None


class RedFlag(Item, frozen=True, kw_only=True):
    """A rule of the screening: `when` it holds, the person needs at least `then`.

    `if_unsure` is used when it holds only through answers of "unsure"; without it, `then` is.
    `weak` flags must never send anyone beyond `clinician_first` on a single answer.
    """

    title: Words
    when: Condition
    then: Disposition
    text: Words
    if_unsure: Disposition | None = None
    do: Words = ""
    weak: bool = False
    accuracy: tuple[Accuracy, ...] = ()


class Guarantee(Item, frozen=True, kw_only=True):
    """What must hold whatever the rules say. Proved on every protocol; packs may only add.

    Whenever `given` holds, the disposition is `at_least` this; through "unsure", `if_unsure`.
    """

    given: Condition
    at_least: Disposition
    text: str
    if_unsure: Disposition | None = None


class DispositionText(Item, frozen=True, kw_only=True):
    """What a disposition means to the person. The id is the disposition's own."""

    headline: Words
    time_frame: Words
    do: tuple[Words, ...]
    say: Words
    safety_net: Words
    allows_exercise: bool = False


class Reading(Item, frozen=True, kw_only=True):
    """What some answers say about another finding: filled in when it was not asked, raised when
    it contradicts."""

    when: Condition
    read: dict[str, str]
    text: Words


class Ratio(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A likelihood ratio with its published 95 % interval, where there is one."""

    ratio: float
    low: float | None = None
    high: float | None = None
    calculated: bool = False


class Feature(Item, frozen=True, kw_only=True):
    """Evidence about one cause, mimic or root; features of one `construct` overlap."""

    about: str
    when: Condition
    construct: str
    population: str
    label: Words
    present: Ratio | None = None
    absent: Ratio | None = None


class ToolItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of a published tool: so many points when the condition holds."""

    when: Condition
    points: float


class Tool(Item, frozen=True, kw_only=True):
    """A published score or cluster of findings."""

    title: Words
    text: Words
    items: tuple[ToolItem, ...]


class Cause(Item, frozen=True, kw_only=True):
    """One of the six causes, a mimic that is ranked as "other", or `unknown`."""

    kind: Literal["cause", "mimic", "other", "unknown"]
    title: Words
    plain: Words
    text: Words
    could_add: tuple[str, ...] = ()
    share_of_other: float = 0.0


class Root(Item, frozen=True, kw_only=True):
    """A nerve-root level with its share among people with one root affected."""

    title: Words
    prior: float
    area: Words
    weakness: Words
    reflex: Words


class Share(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A prior probability with the range in which we think it lies."""

    mid: float
    low: float
    high: float


class Prior(Item, frozen=True, kw_only=True):
    """Prior shares of the causes in one age band, `from_age` included, `below_age` not."""

    from_age: float
    below_age: float
    shares: dict[str, Share]
    when_age_unknown: bool = False


class Parameter(Item, frozen=True, kw_only=True):
    """A number that a decision uses and that is nobody's finding."""

    value: float
    unit: Words
    text: Words


class Education(Item, frozen=True, kw_only=True):
    """One thing to understand, in plain words."""

    title: Words
    order: int
    text: Words


class Easing(Item, frozen=True, kw_only=True):
    """A position to try when the leg hurts now, and the first movement if it eases."""

    title: Words
    text: Words
    order: int
    exercise: str
    then: str
    then_text: Words


class FirstSign(Item, frozen=True, kw_only=True):
    """A danger that `Ease now` asks about before anything else: a finding in few words.

    The folder is the screen on which it stands.
    """

    finding: str
    text: Words
    order: int


class EmergencyNumber(Item, frozen=True, kw_only=True):
    """Whom to call in a country (ISO 3166 code as the id; `other` for the rest)."""

    country: Words
    number: str


class CrisisLine(Item, frozen=True, kw_only=True):
    """Who listens to somebody who thinks of ending their life, in a country of the emergency
    numbers. `written` is the number as people there write it; `hours` are left out if not known,
    and `speaks` is told where a country has more than one language."""

    country: str
    name: str
    number: str
    written: str
    hours: Words = ""
    speaks: Words = ""


SIDES = ("left", "right")


class Protocol(Struct, frozen=True, kw_only=True, dict=True):
    """The whole body of knowledge in one version, each kind by id in a fixed order."""

    version: str
    bibliography: dict[str, Source]
    findings: dict[str, Finding]
    regions: dict[str, Region]
    families: dict[str, Family]
    red_flags: dict[str, RedFlag]
    guarantees: dict[str, Guarantee]
    dispositions: dict[str, DispositionText]
    readings: dict[str, Reading]
    causes: dict[str, Cause]
    roots: dict[str, Root]
    priors: dict[str, Prior]
    features: dict[str, Feature]
    tools: dict[str, Tool]
    parameters: dict[str, Parameter]
    education: dict[str, Education]
    instruments: dict[str, Instrument]
    exercises: dict[str, Exercise] = {}
    stop_signs: dict[str, StopSign] = {}
    states: dict[str, State] = {}
    stages: dict[str, Stage] = {}
    programs: dict[str, Program] = {}
    adaptation_rules: dict[str, AdaptationRule] = {}
    lifting_equations: dict[str, LiftingEquation] = {}
    courses: dict[str, Course] = {}
    assumptions: dict[str, Assumption] = {}
    trajectories: dict[str, Trajectory] = {}
    rechecks: dict[str, Recheck] = {}
    joint_ranges: dict[str, JointRange] = {}
    easings: dict[str, Easing] = {}
    first_signs: dict[str, FirstSign] = {}
    emergency_numbers: dict[str, EmergencyNumber] = {}
    crisis_lines: dict[str, CrisisLine] = {}
    postures: dict[str, Posture] = {}
    movements: dict[str, Movement] = {}
    common_faults: dict[str, CommonFault] = {}
    lessons: dict[str, daily.Lesson] = {}
    glossary: dict[str, daily.GlossaryWord] = {}
    posture_breaks: dict[str, daily.PostureBreak] = {}
    daily_advice: dict[str, daily.DailyAdvice] = {}
    moments: dict[str, daily.Moment] = {}
    habits: dict[str, daily.Habit] = {}
    barriers: dict[str, daily.Barrier] = {}
    reminder_texts: dict[str, daily.ReminderText] = {}
    reminder_times: dict[str, daily.ReminderTime] = {}

    KINDS: ClassVar[dict[str, type[Struct]]] = {
        "bibliography": Source,
        "findings": Finding,
        "regions": Region,
        "families": Family,
        "red_flags": RedFlag,
        "guarantees": Guarantee,
        "dispositions": DispositionText,
        "readings": Reading,
        "causes": Cause,
        "roots": Root,
        "priors": Prior,
        "features": Feature,
        "tools": Tool,
        "parameters": Parameter,
        "education": Education,
        "instruments": Instrument,
        "exercises": Exercise,
        "stop_signs": StopSign,
        "states": State,
        "stages": Stage,
        "programs": Program,
        "adaptation_rules": AdaptationRule,
        "lifting_equations": LiftingEquation,
        "courses": Course,
        "assumptions": Assumption,
        "trajectories": Trajectory,
        "rechecks": Recheck,
        "joint_ranges": JointRange,
        "easings": Easing,
        "first_signs": FirstSign,
        "emergency_numbers": EmergencyNumber,
        "crisis_lines": CrisisLine,
        "postures": Posture,
        "movements": Movement,
        "common_faults": CommonFault,
        **daily.KINDS,
    }

    @cached_property
    def region_names(self) -> tuple[str, ...]:
        """Every way to name a region: plain, and with its side where it is paired."""
        paired = (region.id for region in self.regions.values() if region.paired)
        return (*self.regions, *(f"{side}_{region}" for region in paired for side in SIDES))

    def parameter(self, parameter_id: str) -> float:
        return self.parameters[parameter_id].value

    def joint_range(self, coordinate: str) -> tuple[float, float] | None:
        """How far a coordinate goes, in degrees, or None where nothing limits it."""
        for name in (coordinate, coordinate.rpartition("_")[0]):
            if name in self.joint_ranges:
                return self.joint_ranges[name].low, self.joint_ranges[name].high
        return None

    def assumption(self, assumption_id: str) -> float:
        return self.assumptions[assumption_id].value

    @cached_property
    def short_version(self) -> str:
        """The first twelve characters of the content hash: enough to tell versions apart."""
        return self.version[:12]
