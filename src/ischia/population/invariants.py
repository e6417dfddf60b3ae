"""What must hold on every day of everybody's program, watched from outside the rules.

Each name in `INVARIANTS` counts the days (or sessions) on which it was broken; all must be 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ischia.care.plan import Day, PlanItem, PlanState
from ischia.care.response import Light, Response
from ischia.population.yardstick import Profile, Yardstick
from ischia.protocol.model import Disposition

if TYPE_CHECKING:
    from collections.abc import Mapping

INVARIANTS = {
    "contraindicated_exercise": "An exercise that the person's states or responses forbid",
    "load_above_ceiling": "A load level above the ceiling of the cause, stage or irritability",
    "progress_after_red": "More of an exercise on or after a red day, within the window",
    "worse_gave_more": "Worse symptoms led to a higher dose than better ones",
    "session_without_screening": "A session without a current screening that allows it",
    "session_after_stop": "An exercise due although a danger sign awaits a clinician",
    "too_many_exercises": "More exercises in a day's sessions than the stage allows",
    "rest_too_long": "Relative rest in a flare for longer than allowed",
    "weekly_rise_too_high": "A week's work above the cap over every week before",
    "direction_after_spread": "A direction due that has just sent the pain down the leg",
    "missing_taken_for_green": "A day called green although answers were missing",
    "less_not_given": "Less was asked for and not given",
}
TWIN_EVERY_DAYS = 7  # worse symptoms are tried out on one day of so many, because it costs a step
_DIRECTIONS = {"extension", "flexion", "side_glide", "rotation"}
_WORSE_POINTS, _WORST = 2, 10
_NEARLY = 1e-6
_JUDGED_REPS, _JUDGED_MINUTES = 4, 2  # below these, rounding hides what half of a dose is

Step = Callable[[PlanState, Day], PlanState]
Due = tuple[PlanItem, ...]
Doses = dict[str, tuple[int, str, float]]
"""For each place in the plan: load level, exercise and seconds of work a day."""


class Watch:
    """Follows one person's plan and counts what is broken."""

    def __init__(self, yardstick: Yardstick, step: Step, start: PlanState) -> None:
        self._yardstick, self._step = yardstick, step
        self.broken: Counter[str] = Counter()
        number = yardstick.number
        self._week = int(number("weekly_days"))
        self._due: Due = start.items
        self._of_due = self._doses_of(start.items)
        self._doses: Doses = dict(self._of_due)
        self._daily = [_total(self._of_due)] * self._week
        self._weeks: list[float] = [sum(self._daily)]
        self._most_before: list[float] = [self._weeks[0]]
        self._at_red: Doses = {}
        self._red_until = -1
        self._rest_days = 0
        self._stopped = False
        self._spread: dict[str, int] = {}
        self._profile: Profile | None = None
        self._limits: dict[str, tuple[frozenset[str], float]] = {}

    def begin(self, start: PlanState, profile: Profile) -> None:
        """The plan before its first day."""
        self._check_exercises(start.due, start.stage, profile)
        self._check_count(start.due, start.stage)

    def sessions(self, count: int, *, screened: bool) -> None:
        """So many sessions were done; was there a current screening that allows them?"""
        if not screened:
            self.broken["session_without_screening"] += count

    def day(
        self, before: PlanState, day: Day, adapted: PlanState, after: PlanState, profile: Profile
    ) -> None:
        """A day went by: what was done, what it made of the plan, and the plan for the next day,
        which is another where a stage has begun."""
        due = after.due
        if due != self._due:
            self._due, self._of_due = due, self._doses_of(due)
        self._check_exercises(due, after.stage, profile)
        self._check_count(due, after.stage)
        self._check_stop(day, due)
        self._check_rest(after)
        self._check_work(after)
        if day.sessions:
            self._check_spread(day.sessions, before.days + 1)
            self._check_missing(day.sessions, after)
        if self._spread:
            self._check_directions(due, after.days)
        self._check_red(day.sessions, after.days)
        if day.less:
            self._check_less(before, day.less, due)
        if day.sessions and after.days % TWIN_EVERY_DAYS == 0:
            better = self._of_due if adapted is after else self._doses_of(adapted.due)
            self._check_twin(before, day, better)
        self._doses.update(self._of_due)

    def _check_exercises(self, due: Due, stage: str, profile: Profile) -> None:
        if profile is not self._profile:
            self._profile, self._limits = profile, {}
        if stage not in self._limits:
            yardstick = self._yardstick
            limits = yardstick.forbidden(profile, stage), yardstick.ceiling(profile, stage)
            self._limits[stage] = limits
        forbidden, ceiling = self._limits[stage]
        exercises = self._yardstick.exercises
        for item in due:
            if item.exercise in forbidden:
                self.broken["contraindicated_exercise"] += 1
                break
        for item in due:
            if exercises[item.exercise].load_level > ceiling:
                self.broken["load_above_ceiling"] += 1
                break

    def _check_count(self, due: Due, stage_id: str) -> None:
        """Each exercise stands in as many of the day's sessions as it is done a day."""
        stage = self._yardstick.shipped.stages[stage_id]
        slots = stage.sessions_per_day
        count = sum(min(item.times_a_day, slots) for item in due)
        if count > slots * (stage.max_exercises + stage.max_aerobic):
            self.broken["too_many_exercises"] += 1

    def _check_stop(self, day: Day, due: Due) -> None:
        if any(response.danger for response in day.sessions):
            self._stopped = True
        elif day.cleared:
            self._stopped = False
        if self._stopped and due:
            self.broken["session_after_stop"] += 1

    def _check_rest(self, after: PlanState) -> None:
        resting = after.stage == "flare" and not after.due
        waiting = after.disposition is not Disposition.SELF_CARE
        self._rest_days = self._rest_days + 1 if resting and not waiting else 0
        if self._rest_days > self._yardstick.number("flare_rest_days"):
            self.broken["rest_too_long"] += 1

    def _check_work(self, after: PlanState) -> None:
        """Seven ordinary days against the hardest seven that ended a week before; a flare's rest
        and the way back from it are not ordinary, and never more than was done before."""
        work = _total(self._of_due)
        if after.resting or after.recovery or after.disposition is not Disposition.SELF_CARE:
            if work > max(self._daily) + _NEARLY:
                self.broken["weekly_rise_too_high"] += 1
            return
        self._daily.append(work)
        week = self._weeks[-1] + work - self._daily[-1 - self._week]
        self._weeks.append(week)
        if len(self._weeks) > self._week:
            most = (1 + self._yardstick.number("weekly_rise")) * self._most_before[-self._week]
            free = self._yardstick.number("weekly_free_minutes") * 60 * self._week
            if week > max(most, free) + _NEARLY:
                self.broken["weekly_rise_too_high"] += 1
        self._most_before.append(max(self._most_before[-1], week))

    def _check_spread(self, sessions: Iterable[Response], day: int) -> None:
        """Note the directions after which the pain was further down the next morning."""
        for response in sessions:
            start, end = response.zone_before, response.zone_next_morning
            if start is None or end is None or end <= start or not response.exercise:
                continue
            direction = self._yardstick.exercises[response.exercise].direction
            if direction in _DIRECTIONS:
                self._spread[direction] = day
                break  # the rules act on the first of the day

    def _check_directions(self, due: Due, day: int) -> None:
        rest = self._yardstick.number("exercise_rest_days")
        exercises = self._yardstick.exercises
        bad = {direction for direction, since in self._spread.items() if day - since < rest}
        if bad and any(exercises[item.exercise].direction in bad for item in due):
            self.broken["direction_after_spread"] += 1

    def _check_missing(self, sessions: Iterable[Response], after: PlanState) -> None:
        if after.light is Light.GREEN and any(_lacks_an_answer(r) for r in sessions):
            self.broken["missing_taken_for_green"] += 1

    def _check_red(self, sessions: Iterable[Response], day: int) -> None:
        if any(self._is_red(response) for response in sessions):
            self._at_red = dict(self._doses)
            self._red_until = day + int(self._yardstick.number("red_wait_days"))
        if day > self._red_until:
            return
        for entry, (level, name, work) in self._of_due.items():
            then_level, then_name, then_work = self._at_red.get(entry, (0, "", 0.0))
            more = level == then_level and name == then_name and work > then_work + _NEARLY
            if level > then_level or more:
                self.broken["progress_after_red"] += 1
                return

    def _is_red(self, response: Response) -> bool:
        """Surely red: strong pain, a steep rise, a bad morning, a flare or a danger sign."""
        number = self._yardstick.number
        if response.danger or response.flare_felt:
            return True
        pains = (response.pain_before, response.pain_after, response.pain_next_morning)
        for before, after, morning in zip(*((p.leg, p.back) for p in pains), strict=True):
            high = after is not None and after >= number("light_red_pain")
            if before is None:
                if high:
                    return True
                continue
            if high and after is not None and after - before >= number("light_steady_rise"):
                return True
            if after is not None and after >= number("light_steady_red"):
                return True
            if after is not None and after - before > number("light_red_rise"):
                return True
            if morning is not None and morning - before >= number("light_morning_red_rise"):
                return True
        return False

    def _check_less(self, before: PlanState, less: Mapping[str, float], due: Due) -> None:
        now = {item.exercise: item for item in due}
        for item in before.items:
            share, left = less.get(item.exercise), now.get(item.exercise)
            if share is None or left is None or left.entry != item.entry:
                continue
            judged = item.dose.reps >= _JUDGED_REPS or item.dose.minutes >= _JUDGED_MINUTES
            if judged and self._work((left,)) > share * self._work((item,)) + _NEARLY:
                self.broken["less_not_given"] += 1

    def _check_twin(self, before: PlanState, day: Day, better: Doses) -> None:
        """The same day with worse symptoms must not lead to more of anything."""
        worse = Day(
            sessions=tuple(worsened(response) for response in day.sessions),
            less=day.less,
            cleared=day.cleared,
        )
        twin = self._doses_of(self._step(before, worse).due)
        more = _total(twin) > _total(better) + _NEARLY
        for entry, (level, _, work) in twin.items():
            than_level, _, than_work = better.get(entry, (0, "", 0.0))
            higher = level == than_level and work > than_work + _NEARLY
            more = more or higher or level > than_level
        if more:
            self.broken["worse_gave_more"] += 1

    def _doses_of(self, due: Iterable[PlanItem]) -> Doses:
        exercises = self._yardstick.exercises
        return {
            item.entry: (
                exercises[item.exercise].load_level,
                item.exercise,
                self._work((item,)),
            )
            for item in due
        }

    def _work(self, items: Iterable[PlanItem]) -> float:
        total = 0.0
        for item in items:
            dose = item.dose
            sides = 2 if dose.per_side and not dose.minutes else 1
            once = self._yardstick.work(
                item.exercise, dose.sets, dose.reps, dose.hold_s, dose.minutes
            )
            total += item.times_a_day * sides * once
        return total


def _total(doses: Doses) -> float:
    return sum(work for _, _, work in doses.values())


def worsened(response: Response) -> Response:
    """The same session, taken worse in every respect that was told."""
    changed = {name: getattr(response, name) for name in response.__struct_fields__}
    for name in ("pain_after", "pain_next_morning"):
        pain = changed[name]
        changed[name] = type(pain)(_up(pain.leg), _up(pain.back))
    for name in ("zone_after", "zone_next_morning"):
        zone = changed[name]
        changed[name] = None if zone is None else min(5, zone + 1)
    if changed["tingling"] is not None:
        changed["tingling"] = 1
    return type(response)(**changed)


def _up(pain: float | None) -> float | None:
    return None if pain is None else min(_WORST, pain + _WORSE_POINTS)


def _lacks_an_answer(response: Response) -> bool:
    pains = (response.pain_before, response.pain_after, response.pain_next_morning)
    said = (
        response.zone_before,
        response.zone_after,
        response.zone_next_morning,
        response.tingling,
        response.effort,
        response.done_share,
        response.flare_felt,
        response.danger,
        *(part for pain in pains for part in (pain.leg, pain.back)),
    )
    return any(part is None for part in said)
