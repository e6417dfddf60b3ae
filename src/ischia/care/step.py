"""One day's step from a plan to the next: what the rules read and what they have changed so far."""

from __future__ import annotations

from msgspec.structs import replace

from ischia.care.decision import Reason, reason_of
from ischia.care.dose import Amount
from ischia.care.plan import (
    DIRECTIONS,
    FLARE,
    OPPOSITE,
    Change,
    Day,
    PlanItem,
    PlanState,
    Recovery,
    total_work,
)
from ischia.care.response import Light, Response, classify, is_noise
from ischia.protocol.model import Disposition, Protocol


class Step:
    """The working copy of one day. Only the rules of `easing` and `raising` change it."""

    def __init__(self, protocol: Protocol, state: PlanState, day: Day) -> None:
        self.protocol, self.state, self.day = protocol, state, day
        self.number = state.days + 1
        past = tuple(response for sessions in state.history for response in sessions)
        decisions = [classify(protocol, response, past) for response in day.sessions]
        self.past = past
        self.lights = [decision.value for decision in decisions]
        self.rules = [{reason.rule for reason in decision.reasons} for decision in decisions]
        self.noise = [
            is_noise(protocol, response, rules)
            for response, rules in zip(day.sessions, self.rules, strict=True)
        ]
        self.light = max(self.lights, key=lambda light: light.badness, default=None)
        self.light_reasons = [r for d in decisions if d.value is self.light for r in d.reasons]
        self.items: list[PlanItem] = list(state.items)
        self.changes: list[Change] = []
        self.reasons: list[Reason] = []
        self.stage, self.resting = state.stage, state.resting
        self.stage_days = state.stage_days + 1
        self.disposition = state.disposition
        self.recovery: Recovery | None = state.recovery
        self.home = state.home
        self.flares, self.lost, self.trial = state.flares, state.lost, state.trial
        self.last_red, self.last_raise = state.last_red, state.last_raise
        self.last_changed, self.slow_until = state.last_changed, state.slow_until
        self.wants_exercise = state.wants_exercise
        self.work = state.work
        self.low_days, self.unchanged_run = state.low_days, state.unchanged_run
        self.unchanged_from, self.tingling_run = state.unchanged_from, state.tingling_run
        self.green_run, self.uneasy_run = state.green_run, state.uneasy_run
        self.central_run = state.central_run
        self.idle = 0 if day.sessions else state.idle
        self.lowered = False

    @property
    def greens(self) -> tuple[int, int]:
        """How many of the day's sessions were green, and of how many: those of which nothing but an
        answer is missing say nothing, nor do those within the noise."""
        silent = self.rules.count({"missing_answers"}) + self.noise.count(True)
        return self.lights.count(Light.GREEN), len(self.lights) - silent

    def value(self, parameter: str) -> float:
        """A number of the protocol."""
        return self.protocol.parameter(parameter)

    @property
    def worst(self) -> Response | None:
        """The first of the day's worst sessions."""
        if self.light is None:
            return None
        return self.day.sessions[self.lights.index(self.light)]

    @property
    def stopped(self) -> bool:
        """Whether a clinician is awaited."""
        return self.disposition is not Disposition.SELF_CARE

    @property
    def long_break(self) -> bool:
        """Whether no session has been done for weeks."""
        return self.idle is not None and self.idle >= self.value("break_days")

    def direction(self, exercise_id: str) -> str:
        """The direction that an exercise trains, or nothing."""
        exercise = self.protocol.exercises.get(exercise_id)
        direction = exercise.direction if exercise is not None else ""
        return direction if direction in DIRECTIONS else ""

    def aerobic(self, item: PlanItem) -> bool:
        """Whether this is walking, cycling or the like."""
        return self.protocol.exercises[item.exercise].kind == "aerobic"

    def forbidden(self, exercise_id: str) -> bool:
        """Whether the person's states rule an exercise out, always or in the stage of now."""
        now = self.state.avoid_in.get(self.stage, ())
        return exercise_id in self.state.avoid or exercise_id in now

    def allowed(self, exercise_id: str) -> bool:
        """Whether an exercise may take another's place: neither forbidden, nor in the plan already,
        nor in a direction that sends the pain down or that the plan trains the opposite of."""
        taken = {item.exercise for item in self.items}
        if exercise_id in taken or self.forbidden(exercise_id):
            return False
        direction = self.direction(exercise_id)
        against = OPPOSITE.get(direction, "-")
        trained = {self.direction(name) for name in taken}
        return direction not in self.lost and against not in trained

    @property
    def due(self) -> list[PlanItem]:
        """What would be done tomorrow as the copy stands."""
        if self.resting or self.stopped:
            return []
        return [item for item in self.items if item.rest_until <= self.number]

    def note(self, rule: str) -> None:
        """Give a rule of adaptation as a reason of the day."""
        item = self.protocol.adaptation_rules[rule]
        self.reasons.append(reason_of(item, item.text, ()))

    def change(self, rule: str, exercise: str, what: str, before: object, after: object) -> None:
        """Record a change and the rule that made it."""
        text = self.protocol.adaptation_rules[rule].text
        self.changes.append(
            Change(
                exercise=exercise,
                what=what,
                before=str(before),
                after=str(after),
                rule=rule,
                text=text,
            )
        )
        self.note(rule)

    def put(self, index: int, item: PlanItem, rule: str, what: str) -> None:
        """Change one exercise: its dose, or what stands in its place."""
        old = self.items[index]
        self.items[index] = item
        self.change(rule, old.exercise, what, shown(old), shown(item, old))

    def lower(self, index: int, item: PlanItem, rule: str, what: str) -> None:
        """As `put`, for less than before. It ends a recovery: the way up is walked anew."""
        self.put(index, item, rule, what)
        self.lowered = True
        self.end_recovery()

    def remember_stage(self) -> None:
        """Where to come back to after a flare or a stop."""
        if self.recovery is not None:
            self.home = self.recovery.stage
        elif self.stage != FLARE:
            self.home = self.stage

    def end_recovery(self) -> None:
        """From here on progress is earned as usual, starting from what is done now."""
        if self.recovery is not None:
            self.work = (min(*self.work, total_work(self.protocol, self.items)),) * len(self.work)
            self.slow_until = self.number + int(self.value("flare_slow_days"))
        self.recovery = None

    def stop(self, disposition: Disposition, rule: str) -> None:
        """Nothing more until a clinician has looked."""
        self.remember_stage()
        if disposition.urgency > self.disposition.urgency:
            self.change(rule, "", "stop", self.disposition, disposition)
            self.disposition = disposition
        self.recovery, self.resting, self.lowered = None, 0, True

    def finished(self) -> PlanState:
        """The plan for tomorrow."""
        day = self.day
        window = int(self.value("flare_usual_days"))
        stage_days = int(self.value("stage_green_days"))
        items = tuple(self.items)
        green = self.light is Light.GREEN and not self.state.resting and not self.state_stopped
        return replace(
            self.state,
            stage=self.stage,
            items=items,
            green_items=self.state.items if green else self.state.green_items,
            work=self._work(),
            days=self.number,
            stage_days=self.stage_days,
            disposition=self.disposition,
            light=self.light,
            changes=tuple(self.changes),
            green_run=self.green_run,
            uneasy_run=self.uneasy_run,
            central_run=self.central_run,
            unchanged_run=self.unchanged_run,
            unchanged_from=self.unchanged_from,
            tingling_run=self.tingling_run,
            low_days=self.low_days,
            last_red=self.number if self.light in (Light.RED, Light.EMERGENCY) else self.last_red,
            last_raise=self.last_raise,
            last_changed=self.last_changed,
            resting=self.resting,
            home=self.home,
            slow_until=self.slow_until,
            flares=self.flares,
            recovery=self.recovery,
            lost=self.lost,
            trial=self.trial,
            wants_exercise=self.wants_exercise,
            idle=self.idle,
            history=(*self.state.history, day.sessions)[-window:],
            greens=(*self.state.greens, self.greens)[-stage_days:],
        )

    @property
    def state_stopped(self) -> bool:
        """Whether a clinician was awaited when the day began."""
        return self.state.disposition is not Disposition.SELF_CARE

    def _work(self) -> tuple[float, ...]:
        """What the person is used to. A flare's rest and the way back leave it as it was."""
        if self.resting or self.recovery is not None or self.stopped:
            return self.work
        return (*self.work, total_work(self.protocol, self.due))[-len(self.work) :]


def shown(item: PlanItem, old: PlanItem | None = None) -> str:
    """A dose in a few words, with the exercise where it is another than `old`'s."""
    dose = amount_words(item.dose)
    name = f"{item.exercise} " if old is not None and old.exercise != item.exercise else ""
    times = "" if old is None or old.times_a_day == item.times_a_day else _times(item)
    return f"{name}{dose}{times}, level {item.level}"


def _times(item: PlanItem) -> str:
    return ", once a day" if item.times_a_day == 1 else f", {item.times_a_day} times a day"


def amount_words(dose: Amount) -> str:
    """Sets, repetitions, hold and minutes, those that there are."""
    sets = f"{dose.sets} x " if dose.sets > 1 else ""
    if dose.minutes:
        return f"{sets}{dose.minutes:g} min"
    hold = f", hold {dose.hold_s} s" if dose.hold_s else ""
    return f"{sets}{dose.reps} reps{hold}"
