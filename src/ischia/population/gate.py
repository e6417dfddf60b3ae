"""Whether a virtual person may exercise today: the safety questions, and the clinician.

Nobody exercises without a current screening that allows it. A check that does so no longer stops
the plan, as a danger sign told in a session does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from ischia.care.person import Person
from ischia.care.plan import FLARE, PlanState
from ischia.population.course import Symptoms
from ischia.population.diary_people import DiaryPerson
from ischia.population.fate import DAYS_PER_WEEK, DayLuck, Fate
from ischia.population.rules import Checked, Rules
from ischia.population.tally import Tally
from ischia.population.yardstick import Profile, passes, profile_of
from ischia.protocol.model import Disposition


class Gate:
    """Whether a person may exercise: the safety questions, and the clinician where one is needed.

    A clinician clears what they have seen; another red flag needs another look.
    """

    left: str = ""
    stops_plan = False
    cleared_today = False
    profile: Profile

    def __init__(
        self,
        world: Mapping[str, float],
        rules: Rules,
        person: DiaryPerson,
        fate: Fate,
        tally: Tally,
    ) -> None:
        self._world, self._rules, self._tally = world, rules, tally
        self._person, self._fate = person, fate
        self._said = dict(person.answers)
        self._weeks = float(str(person.answers["duration_weeks"]))
        self._current_days = rules.protocol.parameter("screening_current_days")
        self._checked_on = -math.inf
        self._unsettled = self._allowed = self._screened = False
        self._fired = frozenset[str]()
        self._seen = frozenset[str]()
        self._visit: float | None = None
        self._alarm_over = False
        self._now: Person | None = None
        self._numbers: dict[str, float] = {}
        self._decided: dict[tuple[object, ...], Checked] = {}

    def morning(
        self, day: int, luck: DayLuck, today: Symptoms, benefit: float, *, plan_waits: bool
    ) -> None:
        """The clinician's visit if it is today, and the questions if they are due and answered."""
        self.stops_plan = self.cleared_today = False
        if self._visit is not None and day >= self._visit:
            self._see_clinician(luck, today)
            if self.left:
                return
        overdue = day - self._checked_on >= self._current_days
        answers = (overdue or self._unsettled) and luck.check < self._world["check_done"]
        if answers or self.cleared_today:
            self._check(day, today, benefit, whole=overdue)
        if self._visit is None and (plan_waits or self._waits) and not self.cleared_today:
            mean = self._world["clinician_wait_days"] - 1
            self._visit = day + 1 + round(-math.log(1 - luck.wait) * mean)

    def may_exercise(self, day: int) -> bool:
        """The rule of the program: a passing screening, current, and asked again if unsettled."""
        return (
            self._allowed and not self._unsettled and day - self._checked_on <= self._current_days
        )

    def screened(self, day: int) -> bool:
        """The same from outside: by the yardstick's own reading of the answers."""
        limit = self._rules.yardstick.number("screening_current_days")
        return self._screened and day - self._checked_on <= limit

    def evening(self, before: PlanState, after: PlanState) -> None:
        """A flare or a danger sign today asks for the short questions before the next session."""
        began = after.stage == FLARE != before.stage
        stopped = after.disposition is not before.disposition
        self._unsettled = self._unsettled or began or stopped

    def known(self, today: Symptoms) -> Symptoms:
        """Today's symptoms without an alarm that has been explained."""
        if not (today.false_alarm and self._alarm_over):
            return today
        return Symptoms(
            leg=today.leg,
            back=today.back,
            zone=today.zone,
            flare=today.flare,
            flare_felt=today.flare_felt,
            true_danger=today.true_danger,
            false_alarm=False,
        )

    def person_now(self) -> Person:
        """The person as the last check left them. Raises `ValueError` before the first check."""
        if self._now is None:
            raise ValueError("nobody has a program before a check")
        return self._now

    @property
    def _waits(self) -> bool:
        return self._now is not None and not self._allowed

    def _check(self, day: int, today: Symptoms, benefit: float, *, whole: bool) -> None:
        first = self._now is None
        self._answer(day, today, benefit)
        checked = self._decide()
        self._fired = checked.fired
        cleared = bool(self._seen) and self._fired <= self._seen
        person = self._person
        self._now = Person(
            screening=checked.screening,
            answers={**checked.settled, **self._numbers},
            cause=person.diagnosis,
            states=person.states,
            equipment=person.equipment,
            cleared=cleared,
        )
        self._allowed = not self._rules.stopped(self._now)
        self._screened = passes(checked.worst, cleared=cleared)
        self.profile = profile_of(
            checked.states.union(person.states), checked.settled, person.diagnosis, cleared=cleared
        )
        self.stops_plan = not self._allowed
        self._unsettled = False
        if whole:
            self._checked_on = day
        self._tally.questions["checks_whole" if whole else "checks_short"] += 1
        if first:
            self._tally.entered[checked.screening.value.disposition or "not_finished"] += 1

    def _decide(self) -> Checked:
        """The check; made once for answers that no rule can tell apart."""
        places = [self._rules.level(name, value) for name, value in self._numbers.items()]
        key = (*places, self._said[self._fate.danger_finding])
        if key not in self._decided:
            self._decided[key] = self._rules.check({**self._said, **self._numbers})
        return self._decided[key]

    def _answer(self, day: int, today: Symptoms, benefit: float) -> None:
        self._numbers = {
            "leg_pain_nrs": float(round(max(0.0, today.leg - benefit))),
            "back_pain_nrs": float(round(max(0.0, today.back - benefit))),
            "duration_weeks": self._weeks + day // DAYS_PER_WEEK,
        }
        if today.true_danger or (today.false_alarm and not self._alarm_over):
            self._said[self._fate.danger_finding] = "yes"

    def _see_clinician(self, luck: DayLuck, today: Symptoms) -> None:
        """The clinician lets the person go on, or looks after them from now on. A sign that proved
        harmless is answered with no from then on."""
        self._visit = None
        if today.true_danger or luck.clears >= self._world["clinician_clears"]:
            self.left = "treated_elsewhere"
            return
        self.cleared_today = True
        self._alarm_over = self._alarm_over or today.false_alarm
        if self._now is None:
            return
        screening = self._now.screening
        reached = screening.value.disposition
        if reached is not None and reached.urgency >= Disposition.EMERGENCY_TODAY.urgency:
            for finding in {f for reason in screening.reasons for f in reason.findings}:
                if self._said.get(finding) == "yes":
                    self._said[finding] = "no"
            self._decided.clear()
        self._seen = self._seen | self._fired
