"""A diary from a file: the plan at its start, and what each day's sessions did.

    start: {stage, cause, state: [...], equipment: [...], ceiling, avoid: [...],
            items: [{exercise, sets, reps, hold_s, minutes, ...}]}
    days:
      - {sessions: [{pain_before: {leg, back}, ...}], less: {exercise: share}, cleared: yes,
         scores: {phq_9: {q1: 0, ...}}}

What an item leaves out is filled with the exercise's own start. Who says anything about the person
(cause, state or equipment) gets a plan that keeps to what the planner would allow. All faults are
named at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from ischia.care.answers import AnswerError, AnswerFault, shown
from ischia.care.dose import amount
from ischia.care.outcomes import read_items
from ischia.care.person import UNKNOWN, Person
from ischia.care.plan import Day, PlanItem, PlanState, new_item, new_plan, top_level
from ischia.care.program import Planner
from ischia.care.response import Pain, Response
from ischia.care.start import described, refused
from ischia.exchange.answers_file import read_content
from ischia.protocol.exercise import STAGES
from ischia.protocol.model import CAUSES, Protocol
from ischia.protocol.problems import nearest

START = "write `start:` and `days:`; see docs/reference/commands.md"
ZONES = ("none", "back", "buttock", "thigh", "calf", "foot")
TINGLING = {"less": -1, "same": 0, "more": 1}
TEN, HUNDRED, LONGEST_HOURS = 10, 100, 168
MOST_FAULTS = 20
COUNTS = {"sets": (1, 20), "reps": (0, 200), "hold_s": (0, 600)}
MOST_MINUTES = 240
NUMBERS: dict[str, tuple[float, float]] = {
    "settled_within_hours": (0, LONGEST_HOURS), "effort": (0, TEN), "form_score": (0, HUNDRED),
    "done_share": (0, 1), "sleep": (0, TEN),
}  # fmt: skip
PAINS = ("pain_before", "pain_after", "pain_next_morning")
ZONE_FIELDS = ("zone_before", "zone_after", "zone_next_morning")
TRUE, FALSE = (True, "yes", "true"), (False, "no", "false")
PERSON = ("cause", "state", "equipment")

Form = Mapping[str, object]


class Diary(Struct, frozen=True):
    """A checked diary."""

    start: PlanState
    days: tuple[Day, ...]


def read_diary_file(name: str, protocol: Protocol) -> Diary:
    """Read FILE, or standard input when `name` is "-". Raises `AnswerError`."""
    return read_diary(read_content(name, START), protocol)


def read_diary(content: object, protocol: Protocol) -> Diary:
    """Check a diary's content. Raises `AnswerError` naming each field and its remedy."""
    reader = _Reader(protocol)
    form = reader.form("diary", content, ("start", "days"))
    start = reader.start(form.get("start"))
    days = tuple(
        reader.day(f"days[{number}]", raw)
        for number, raw in enumerate(reader.list_of("days", form.get("days")), 1)
    )
    if reader.faults or start is None:
        raise AnswerError(reader.faults[:MOST_FAULTS])
    return Diary(start, days)


class _Reader:
    """Reads field by field and collects the faults; a faulty field reads as left out."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.faults: list[AnswerFault] = []

    def fault(self, field: str, fault: str, remedy: str) -> None:
        self.faults.append(AnswerFault(field, fault, remedy))

    def form(self, field: str, raw: object, keys: Sequence[str]) -> Form:
        """A mapping with no other keys than `keys`."""
        if not isinstance(raw, Mapping):
            what = "missing" if raw is None else f"{shown(raw)} is not a mapping"
            self.fault(field, what, f"write {{{', '.join(keys)}}}")
            return {}
        form = {str(key): value for key, value in cast("Mapping[object, object]", raw).items()}
        for key in form:
            if key not in keys:
                text = f"this is not a part of it{nearest(key, keys)}"
                self.fault(f"{field}.{shown(key)[1:-1]}", text, f"use {', '.join(keys)}")
        return form

    def list_of(self, field: str, raw: object) -> list[object]:
        if isinstance(raw, list):
            return cast("list[object]", raw)
        what = "missing" if raw is None else f"{shown(raw)} is not a list"
        self.fault(field, what, "write a list, one entry a line")
        return []

    def number(self, field: str, raw: object, low: float, high: float) -> float | None:
        if raw is None:
            return None
        try:
            value = math.nan if isinstance(raw, bool) else float(str(raw))
        except ValueError:
            value = math.nan
        if low <= value <= high:
            return value
        remedy = f"give a number from {low:g} to {high:g}, or leave it out"
        self.fault(field, f"{shown(raw)} is not possible here", remedy)
        return None

    def whole(self, field: str, raw: object, low: int, high: int) -> int | None:
        value = self.number(field, raw, low, high)
        if value is None or value.is_integer():
            return None if value is None else int(value)
        self.fault(field, f"{shown(raw)} is not a whole number", "round it")
        return None

    def yes_no(self, field: str, raw: object) -> bool | None:
        word = raw.strip().lower() if isinstance(raw, str) else raw
        if word is None or word in TRUE or word in FALSE:
            return None if word is None else word in TRUE
        self.fault(field, f"{shown(raw)} is not an answer", "answer yes or no, or leave it out")
        return None

    def one_of(self, field: str, raw: object, known: Sequence[str], remedy: str) -> str:
        if isinstance(raw, str) and raw in known:
            return raw
        what = "missing" if raw is None else f"{shown(raw)} is not known"
        hint = nearest(raw, known) if isinstance(raw, str) else ""
        self.fault(field, what + hint, remedy)
        return ""

    def exercise(self, field: str, raw: object) -> str:
        remedy = "see `ischia protocol show exercises`"
        return self.one_of(field, raw, list(self.protocol.exercises), remedy)

    def start(self, raw: object) -> PlanState | None:
        form = self.form("start", raw, ("stage", *PERSON, "ceiling", "avoid", "items"))
        if not form:
            return None
        person = self.person(form)
        planner = None if person is None else Planner(self.protocol)
        stages = [stage for stage in STAGES if stage in self.protocol.stages]
        stage = self.one_of(
            "start.stage", form.get("stage"), stages, f"use one of: {', '.join(stages)}"
        )
        highest = max((e.load_level for e in self.protocol.exercises.values()), default=1)
        if planner is not None and person is not None:
            highest = planner.ceiling(person)
        given = form.get("ceiling", highest)
        ceiling = self.whole("start.ceiling", given, 1, highest) or highest
        avoid = self.list_of("start.avoid", form.get("avoid", []))
        entries = self.list_of("start.items", form.get("items"))
        items = [
            self.item(f"start.items[{number}]", entry, ceiling)
            for number, entry in enumerate(entries, 1)
        ]
        known = tuple(self.exercise("start.avoid", name) for name in avoid)
        always, in_stage = refused(planner, person) if planner and person else ((), {})
        chosen = tuple(item for item in items if item)
        plan = new_plan(self.protocol, stage, ceiling, chosen, (*known, *always), in_stage)
        self._check_plan(plan)
        return plan

    def person(self, form: Form) -> Person | None:
        """What is said of the person; None when nothing is."""
        if not any(key in form for key in PERSON):
            return None
        causes = (*CAUSES, UNKNOWN)
        cause = form.get("cause", UNKNOWN)
        known = sorted({thing for e in self.protocol.exercises.values() for thing in e.equipment})
        states = self.words("start.state", form.get("state", []), list(self.protocol.states))
        things = self.words("start.equipment", form.get("equipment", []), known)
        return described(
            self.one_of("start.cause", cause, causes, f"use one of: {', '.join(causes)}")
            or UNKNOWN,
            states,
            frozenset(things) if "equipment" in form else None,
        )

    def words(self, field: str, raw: object, known: Sequence[str]) -> tuple[str, ...]:
        """A list of known words."""
        remedy = f"use {', '.join(known)}"
        found = (self.one_of(field, word, known, remedy) for word in self.list_of(field, raw))
        return tuple(word for word in found if word)

    def _check_plan(self, plan: PlanState) -> None:
        if not plan.items and not self.faults:
            self.fault("start.items", "no exercise", "name at least one")
        seen: set[str] = set()
        for number, item in enumerate(plan.items, 1):
            field = f"start.items[{number}]"
            if item.exercise in seen:
                self.fault(field, f"{item.exercise} stands here twice", "keep one of the two")
            seen.add(item.exercise)
            if not plan.stage or plan.stage == "flare":
                continue
            top = top_level(self.protocol, plan.ceiling, plan.stage, item)
            if item.level > top:
                text = f"level {item.level} is above the ceiling {top} of now"
                self.fault(field, text, "choose an easier exercise, or a later stage")
            elif item.exercise in (*plan.avoid, *plan.avoid_in.get(plan.stage, ())):
                text = f"{item.exercise} is not for this person at this stage"
                self.fault(field, text, "leave it out; `ischia program` says what fits, and why")

    def item(self, field: str, raw: object, ceiling: int) -> PlanItem | None:
        keys = ("exercise", *COUNTS, "minutes", "level", "ceiling", "times_a_day")
        form = self.form(field, raw, keys)
        name = self.exercise(f"{field}.exercise", form.get("exercise")) if form else ""
        if not name:
            return None
        exercise = self.protocol.exercises[name]
        counts = {
            key: self.whole(f"{field}.{key}", form.get(key), *limits)
            for key, limits in COUNTS.items()
        }
        start = amount(exercise.dose, 0)
        given = self.number(f"{field}.minutes", form.get("minutes"), 0, MOST_MINUTES)
        minutes = start.minutes if given is None else given
        timed = bool(start.minutes)
        if timed != bool(minutes):
            unit = "minutes" if timed else "reps"
            self.fault(f"{field}.minutes", f"{name} is given in {unit}", f"write {unit}")
        level = self.whole(f"{field}.level", form.get("level"), 1, exercise.load_level)
        if level is not None and level != exercise.load_level:
            text = f"{name} has load level {exercise.load_level}"
            self.fault(f"{field}.level", text, "leave it out")
        times = self.whole(f"{field}.times_a_day", form.get("times_a_day", 2), 1, TEN)
        own = self.whole(f"{field}.ceiling", form.get("ceiling"), 1, ceiling)
        said = {key: count for key, count in counts.items() if count is not None}
        dose = replace(start, minutes=minutes, **said)
        return new_item(self.protocol, name, dose, own or ceiling, times or 1)

    def day(self, field: str, raw: object) -> Day:
        form = self.form(field, raw, ("sessions", "less", "cleared", "scores"))
        sessions = self.list_of(f"{field}.sessions", form.get("sessions", []))
        less = form.get("less", {})
        wishes = self.form(f"{field}.less", less, list(self.protocol.exercises))
        shares = {
            name: self.number(f"{field}.less.{shown(name)[1:-1]}", share, 0, 1)
            for name, share in wishes.items()
        }
        return Day(
            sessions=tuple(
                self.response(f"{field}.sessions[{number}]", entry)
                for number, entry in enumerate(sessions, 1)
            ),
            less={name: share for name, share in shares.items() if share is not None},
            cleared=self.yes_no(f"{field}.cleared", form.get("cleared")) or False,
            scores=self.scores(f"{field}.scores", form.get("scores", {})),
        )

    def scores(self, field: str, raw: object) -> dict[str, dict[str, int]]:
        """The answers to the questionnaires of a day."""
        found: dict[str, dict[str, int]] = {}
        for name, answers in self.form(field, raw, list(self.protocol.instruments)).items():
            where, instrument = f"{field}.{name}", self.protocol.instruments.get(name)
            if instrument is None:
                continue
            items = [item.id for item in instrument.items]
            given = self.form(where, answers, items)
            known = {item: given[item] for item in items if item in given}
            try:
                found[name] = read_items(instrument, known, f"{where}.")
            except AnswerError as error:
                self.faults.extend(error.faults)
        return found

    def response(self, field: str, raw: object) -> Response:
        keys = (*PAINS, *ZONE_FIELDS, "tingling", *NUMBERS, "flare_felt", "danger", "exercise")
        form = self.form(field, raw, keys)
        named = form.get("exercise")
        pains = {name: self.pain(f"{field}.{name}", form.get(name)) for name in PAINS}
        zones = {name: self.zone(f"{field}.{name}", form.get(name)) for name in ZONE_FIELDS}
        numbers = {
            name: self.number(f"{field}.{name}", form.get(name), *limits)
            for name, limits in NUMBERS.items()
        }
        return Response(
            pain_before=pains["pain_before"],
            pain_after=pains["pain_after"],
            pain_next_morning=pains["pain_next_morning"],
            zone_before=zones["zone_before"],
            zone_after=zones["zone_after"],
            zone_next_morning=zones["zone_next_morning"],
            settled_within_hours=numbers["settled_within_hours"],
            effort=numbers["effort"],
            form_score=numbers["form_score"],
            done_share=numbers["done_share"],
            sleep=numbers["sleep"],
            tingling=self.tingling(f"{field}.tingling", form.get("tingling")),
            flare_felt=self.yes_no(f"{field}.flare_felt", form.get("flare_felt")),
            danger=self.yes_no(f"{field}.danger", form.get("danger")),
            exercise="" if named is None else self.exercise(f"{field}.exercise", named),
        )

    def pain(self, field: str, raw: object) -> Pain:
        if raw is None:
            return Pain()
        form = self.form(field, raw, ("leg", "back"))
        leg, back = (
            self.number(f"{field}.{site}", form.get(site), 0, TEN) for site in ("leg", "back")
        )
        return Pain(leg, back)

    def zone(self, field: str, raw: object) -> int | None:
        if isinstance(raw, str) and raw in ZONES:
            return ZONES.index(raw)
        return self.whole(field, raw, 0, len(ZONES) - 1)

    def tingling(self, field: str, raw: object) -> int | None:
        if isinstance(raw, str) and raw in TINGLING:
            return TINGLING[raw]
        return self.whole(field, raw, -1, 1)
