"""One virtual person's days with one protocol: check, sessions, adaptation, and back again.

A day: a clinician where one is awaited, and the safety questions when they are due (`gate`); the
sessions that the person does; the plan for tomorrow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from ischia.care.plan import FLARE, Day, Items, PlanState
from ischia.care.response import Response
from ischia.population.course import Symptoms
from ischia.population.diary_people import DiaryPerson
from ischia.population.fate import DAYS_PER_WEEK, MOST_SESSIONS, WEEKS_OF_DOING, DayLuck, Fate
from ischia.population.gate import Gate
from ischia.population.invariants import Watch
from ischia.population.reports import Reporter
from ischia.population.rules import Rules
from ischia.population.tally import Tally
from ischia.protocol.model import Disposition

STOP = (Response(danger=True),)
HALF = 0.5
NO_LESS: dict[str, float] = {}


class Life:
    """One person with one protocol. `world` holds the assumptions by name, `doing` how likely a
    session is done on each day since the program began."""

    def __init__(
        self,
        world: Mapping[str, float],
        doing: Sequence[float],
        reporter: Reporter,
        rules: Rules,
        person: DiaryPerson,
        fate: Fate,
        tally: Tally,
    ) -> None:
        self._world, self._doing = world, doing
        self._reporter, self._rules = reporter, rules
        self._person, self._fate, self._tally = person, fate, tally
        self._gate = Gate(world, rules, person, fate, tally)
        self._plan: PlanState | None = None
        self._watch: Watch | None = None
        self._benefit = 0.0
        self._begun_on = 0
        self._made_for = ""

    def live(self) -> None:
        """Every day, or until the person leaves."""
        days = len(self._fate.days)
        for day in range(1, days + 1):
            luck = self._fate.days[day - 1]
            today, tomorrow = self._fate.symptoms[day - 1 : day + 1]
            self._day(day, luck, today, tomorrow)
            if self._gate.left:
                self._tally.days["left"] += days - day
                break
        self._count_the_end()

    def _day(self, day: int, luck: DayLuck, today: Symptoms, tomorrow: Symptoms) -> None:
        gate = self._gate
        awaited = self._plan is not None and self._plan.disposition is not Disposition.SELF_CARE
        gate.morning(day, luck, today, self._benefit, plan_waits=awaited)
        if gate.left:
            self._tally.days["left"] += 1
            return
        if self._plan is None and gate.may_exercise(day):
            self._begin(day)
        if self._plan is None or self._watch is None:
            self._tally.days["before_program"] += 1
            return
        if self._plan.disposition is Disposition.SELF_CARE:
            self._tally.days[self._plan.stage] += 1
        else:
            self._tally.days["waiting_for_clinician"] += 1
        self._exercise(day, luck, today, tomorrow, self._plan, self._watch)

    def _begin(self, day: int) -> None:
        """The first day of a program."""
        person = self._gate.person_now()
        plan = self._rules.start(person)
        if plan is None:
            self._gate.left = "no_exercise_fits"
            return
        self._tally.people["with_program"] += 1
        self._plan, self._begun_on, self._made_for = plan, day, plan.stage
        self._watch = Watch(self._rules.yardstick, self._rules.step, plan)
        self._watch.begin(plan, self._gate.profile)

    def _exercise(
        self,
        day: int,
        luck: DayLuck,
        today: Symptoms,
        tomorrow: Symptoms,
        plan: PlanState,
        watch: Watch,
    ) -> None:
        gate, done, due = self._gate, list[Response](), plan.due
        if gate.stops_plan:
            done.extend(STOP)
        elif due and gate.may_exercise(day):
            slots = self._rules.protocol.stages[plan.stage].sessions_per_day
            done = self._sessions(day, luck, (today, tomorrow), due, min(slots, MOST_SESSIONS))
            watch.sessions(len(done), screened=gate.screened(day))
        given = Day(
            sessions=tuple(done),
            less=self._wants_less(luck, due) if done and due else NO_LESS,
            cleared=gate.cleared_today,
        )
        adapted = self._rules.step(plan, given)
        after = self._follow_stage(adapted)
        watch.day(plan, given, adapted, after, gate.profile)
        if not gate.stops_plan:
            self._gain(len(done) / MOST_SESSIONS)
        self._count(day, today, after)
        gate.evening(plan, after)
        self._plan = after

    def _follow_stage(self, plan: PlanState) -> PlanState:
        """The exercises are chosen anew when a stage begins."""
        if plan.stage in (self._made_for, FLARE) or plan.recovery is not None or not plan.due:
            return plan
        found = self._rules.follow_stage(plan, self._made_for, self._gate.person_now())
        if found is None:
            return plan
        self._made_for = plan.stage
        return replace(found, changes=(*plan.changes, *found.changes))

    def _sessions(
        self, day: int, luck: DayLuck, symptoms: tuple[Symptoms, Symptoms], due: Items, slots: int
    ) -> list[Response]:
        """The sessions that this person does today, and what each did."""
        tally = self._tally
        tally.sessions["due"] += slots
        if day - self._begun_on >= self._fate.gives_up_on:
            return []
        chance = self._doing[day - self._begun_on] + self._person.doing
        found: list[Response] = []
        for slot in range(slots):
            if luck.does[slot] >= chance or not (done := _in_slot(due, slot, slots)):
                continue
            today, tomorrow = symptoms
            draws = self._fate.sessions.of(MOST_SESSIONS * (day - 1) + slot)
            response = self._reporter.report(
                self._person, self._gate.known(today), tomorrow, self._benefit, done, draws
            )
            found.append(response)
            tally.exercises.update([item.exercise for item in done])
        tally.sessions["done"] += len(found)
        return found

    def _wants_less(self, luck: DayLuck, due: Items) -> dict[str, float]:
        if luck.less >= self._world["less_week"] / DAYS_PER_WEEK:
            return NO_LESS
        return {due[int(luck.which * len(due))].exercise: HALF}

    def _gain(self, share: float) -> None:
        """What exercise takes off the pain comes slowly, goes slowly, and stays small."""
        days = self._world["benefit_weeks"] * DAYS_PER_WEEK
        self._benefit += (self._world["benefit_points"] * share - self._benefit) / days

    def _count(self, day: int, today: Symptoms, after: PlanState) -> None:
        tally = self._tally
        tally.lights[after.light or "no_session"] += 1
        yesterday = self._fate.symptoms[day - 2] if day > 1 else None
        if today.flare and not (yesterday and yesterday.flare):
            tally.flares["lived_through"] += 1
        for change in after.changes:
            tally.changes[change.rule] += 1
            if change.what == "stop" and change.rule != "cleared":
                tally.stops[change.rule] += 1
            if change.rule == "flare_rest":
                tally.flares["recognised"] += 1

    def _count_the_end(self) -> None:
        tally, gate = self._tally, self._gate
        tally.people["all"] += 1
        tally.people[f"manner_{self._person.manner}"] += 1
        tally.ended[gate.left or (self._plan.stage if self._plan else "before_program")] += 1
        if self._watch is not None:
            tally.invariants.update(self._watch.broken)
        if gate.left or self._plan is None:
            return
        start, end = self._fate.symptoms[0].leg, self._fate.symptoms[-1].leg - self._benefit
        tally.people["followed"] += 1
        percent = self._rules.protocol.instruments["nrs_leg"].mic_percent
        if start and percent is not None and 100 * (start - end) / start >= percent:
            tally.people["improved"] += 1
        for name, value in (("start", start), ("end", max(0.0, end))):
            tally.pain[name] = tally.pain.get(name, 0.0) + value


def chances_of_doing(world: Mapping[str, float], days: int) -> list[float]:
    """How likely a session is done on each day of a program: less from week to week."""
    points = [((week - 1) * DAYS_PER_WEEK, world[f"done_week_{week}"]) for week in WEEKS_OF_DOING]
    found: list[float] = []
    for (begin, first), (end, second) in pairwise(points):
        slope = (second - first) / (end - begin)
        found.extend(first + slope * day for day in range(end - begin))
    found.extend([points[-1][1]] * max(0, days + 1 - len(found)))
    return found


def _in_slot(due: Items, slot: int, slots: int) -> Items:
    """What is done in this session of the day: what is done once a day takes turns."""
    if slots == 1:
        return due
    return tuple(
        [
            item
            for index, item in enumerate(due)
            if item.times_a_day >= slots or index % slots == slot
        ]
    )
