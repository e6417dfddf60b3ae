"""Today's two sessions for this person, with the reason for every choice.

The program of the cause and stage names roles in order of importance, each with ranked candidates.
A candidate is refused by a state that forbids it, by the load ceiling, by missing equipment, or
because its direction sends the pain down the leg: what the person's own body answers outranks what
the cause would suggest. Without a passing screening there is no program, and the reason why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from ischia.care import sayings
from ischia.care.choice import waits, why
from ischia.care.decision import Decision, Reason, reason_of
from ischia.care.directions import RESPONSES
from ischia.care.dose import Amount, amount, minutes_of, shortened
from ischia.care.permitted import Permitted, Refusal
from ischia.care.person import Person, irritability
from ischia.care.plan import FLARE
from ischia.care.situation import Objection, Situations
from ischia.protocol.exercise import Exercise, Program, Role, Stage
from ischia.protocol.model import Disposition, Protocol

AEROBIC, DIRECTION, STRETCH = "aerobic", "direction", "stretch"
SLOTS = ("morning", "evening")
SHORT_SETS, SHORT_STRETCHES = "short_session_sets", "short_session_stretches"
SHORT_REST = "short_session_rest_minutes"
BOTH_WORSE = "direction_both_worse_review_days"


class Prescription(Struct, frozen=True, kw_only=True):
    """One exercise in a session: how much, what for, and why this one."""

    exercise: str
    role: str
    dose: Amount
    minutes: float
    why: tuple[str, ...]
    easier: str = ""
    harder: str = ""


class Session(Struct, frozen=True):
    """One of the day's sessions."""

    slot: str
    minutes: float
    items: tuple[Prescription, ...]


class Plan(Struct, frozen=True, kw_only=True):
    """The program for now. Without sessions, `reasons` of the decision say why."""

    stage: str
    cause: str
    states: tuple[str, ...]
    direction: str
    sessions: tuple[Session, ...]
    avoid: tuple[Refusal, ...]
    review_in_days: int


class Planner:
    """Makes programs; prepared once for a protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.situations = Situations(protocol)
        self._programs = {(p.cause, p.stage): p for p in protocol.programs.values()}

    def plan(self, person: Person) -> Decision[Plan]:
        """The program for a person."""
        stage = self.protocol.stages[person.stage or self.first_stage(person)]
        program = self._programs[person.cause, stage.id]  # pyright: ignore[reportArgumentType]
        states = self.situations.states(person.answers, person.states, person.cause, stage.id)
        stop = tuple(self.stops(person))
        if stop:
            return Decision(_empty(person.cause, stage, states), stop)
        return _Builder(self, person, program, stage, states).build()

    def refused(self, person: Person, stage_id: str) -> frozenset[str]:
        """Every exercise that this person is not to do at a stage, whatever the reason."""
        stage = self.protocol.stages[stage_id]
        program = self._programs[person.cause, stage_id]  # pyright: ignore[reportArgumentType]
        states = self.situations.states(person.answers, person.states, person.cause, stage_id)
        may = Permitted(self.protocol, self.situations, person, program, stage, states)
        exercises = self.protocol.exercises.values()
        return frozenset(e.id for e in exercises if may.changes(e) is None)

    def ceiling(self, person: Person) -> int:
        """The highest load level that this person may come to, at any stage."""
        most = max(p.load_ceiling for p in self._programs.values() if p.cause == person.cause)
        level = irritability(person)
        if level not in ("high", "medium"):
            return most
        return min(most, int(self.protocol.parameter(f"irritability_{level}_ceiling")))

    def stops(self, person: Person) -> Iterator[Reason]:
        """Why there can be no program now; nothing when there can."""
        screening = person.screening.value
        if screening.allows_exercise:
            return
        emergency = Disposition.EMERGENCY_TODAY.urgency
        reached = screening.disposition
        clearable = reached is not None and reached.urgency < emergency
        if person.cleared and clearable and screening.complete and screening.current:
            return
        yield from person.screening.reasons
        if not screening.complete:
            rule = self.protocol.dispositions[Disposition.SELF_CARE]
            yield reason_of(rule, sayings.UNFINISHED, ())

    def first_stage(self, person: Person) -> str:
        """Where to start when nobody has said: by leg pain, irritability and duration."""
        pain, weeks = (person.answers.get(name) for name in ("leg_pain_nrs", "duration_weeks"))
        stirred = irritability(person)
        flare_from = self.protocol.parameter("stage_flare_leg_pain")
        if stirred == "high":
            return "flare"
        if isinstance(pain, float) and pain >= flare_from:
            return "flare"
        early = not isinstance(weeks, float) or weeks < self.protocol.parameter(
            "stage_settle_weeks"
        )
        return "settle" if early or stirred == "medium" else "restore"


def _empty(cause: str, stage: Stage, states: tuple[str, ...]) -> Plan:
    return Plan(
        stage=stage.id,
        cause=cause,
        states=states,
        direction="",
        sessions=(),
        avoid=(),
        review_in_days=stage.review_in_days,
    )


class _Builder:
    """Builds one plan; keeps what it refused and why."""

    def __init__(
        self,
        planner: Planner,
        person: Person,
        program: Program,
        stage: Stage,
        states: tuple[str, ...],
    ) -> None:
        self.protocol = planner.protocol
        self.situations = planner.situations
        self.person, self.program, self.stage, self.states = person, program, stage, states
        self.aerobic = ""  # what the usual sessions have of walking or the like
        self.may = Permitted(planner.protocol, planner.situations, person, program, stage, states)
        # pain that is stirred up very easily gets a session as small as in a flare
        self.size = self.protocol.stages[FLARE] if irritability(person) == "high" else stage

    def build(self) -> Decision[Plan]:
        slots = SLOTS[: self.stage.sessions_per_day]
        sessions = tuple(self._session(slot) for slot in slots)
        plan = Plan(
            stage=self.stage.id,
            cause=self.program.cause,
            states=self.states,
            direction=self._direction(sessions),
            sessions=tuple(session for session in sessions if session.items),
            avoid=tuple(self.may.refused.values()),
            review_in_days=self._review_in_days(),
        )
        return Decision(plan, tuple(self._reasons(plan)))

    def _review_in_days(self) -> int:
        days = self.stage.review_in_days
        if len(self.may.worsened) > 1:
            days = min(days, int(self.protocol.parameter(BOTH_WORSE)))
        return days

    def _reasons(self, plan: Plan) -> Iterator[Reason]:
        if plan.sessions:
            if self.program.prefers in ("neutral", plan.direction):  # it speaks of that direction
                yield reason_of(self.program, self.program.text, ())
            yield reason_of(self.size, self.size.aim, ())
        for name in self.states:
            state = self.protocol.states[name]
            yield reason_of(
                state, sayings.STATE_BECAUSE.format(state=state.title, reason=state.reason), ()
            )
        pain = self.person.answers.get("leg_pain_nrs")
        if isinstance(pain, float) and pain >= self.protocol.parameter("flare_severe_pain"):
            rule = self.protocol.adaptation_rules["pain_severe"]
            yield reason_of(rule, rule.text, ("leg_pain_nrs",))
        if len(self.may.worsened) > 1:
            rule = self.protocol.parameters[BOTH_WORSE]
            yield reason_of(rule, rule.text, tuple(name for name, _ in RESPONSES))
        if beside := self._left_beside(plan):
            rule = self.protocol.parameters[SHORT_REST]
            title = self.protocol.exercises[beside].title
            yield reason_of(rule, sayings.BESIDE.format(exercise=title), ())
        if not plan.sessions:
            rule = self.protocol.dispositions[Disposition.CLINICIAN_FIRST]
            yield reason_of(rule, sayings.NONE_LEFT, ())

    def _left_beside(self, plan: Plan) -> str:
        """Walking or the like that the usual sessions have, and these for want of time not."""
        chosen = {item.role for session in plan.sessions for item in session.items}
        return "" if AEROBIC in chosen or not plan.sessions else self.aerobic

    def _session(self, slot: str) -> Session:
        usual = self.stage.session_minutes
        whole = self.person.minutes or usual
        items = self._items(slot, max(whole, usual), None)
        self.aerobic = next((i.exercise for _, i in items if i.role == AEROBIC), self.aerobic)
        if whole < usual:
            items = self._items(slot, whole, dict(items))
        known, names = self.protocol.exercises, {item.exercise for _, item in items}
        ordered = tuple(
            replace(
                item,
                easier=self.may.neighbour(known[item.exercise].regressions, names),
                harder=self.may.neighbour(known[item.exercise].progressions, names),
            )
            for _, item in sorted(items, key=lambda entry: entry[0])
        )
        return Session(slot, round(sum(item.minutes for item in ordered), 1), ordered)

    def _items(
        self, slot: str, whole: float, usual: dict[int, Prescription] | None
    ) -> list[tuple[int, Prescription]]:
        """The exercises of a session of `whole` minutes, each with its place in it. In a short one
        each is the `usual` one of its place or an easier one, never a harder one that happens to
        fit. Walking takes half of it at most, or more where the others need little."""
        items: list[tuple[int, Prescription]] = []
        left, short = whole, usual is not None
        others = sum(item.minutes for item in (usual or {}).values() if item.role != AEROBIC)
        rest = self.protocol.parameter(SHORT_REST) if short and others <= whole / 2 else whole / 2
        room = {
            True: min(self.stage.max_aerobic, self.size.max_aerobic),
            False: min(self.stage.max_exercises, self.size.max_exercises),
        }
        roles = [(n, r) for n, r in enumerate(self.program.roles) if r.slot in ("both", slot)]
        for rank, role in sorted(roles, key=lambda entry: entry[1].role != AEROBIC):
            aerobic = role.role == AEROBIC  # its time is kept free first
            if not room[aerobic]:
                continue
            taken = {item.exercise for _, item in items}
            wanted = whole * self.stage.aerobic_share if aerobic else left
            most = max(whole - rest, wanted) if aerobic else left
            names = [
                exercise
                for exercise in self._ranked(role)
                if exercise.id not in taken
                and (usual is None or self._eases(usual.get(rank), exercise))
            ]
            choice = self._choose(role, names, most, wanted, short=short)
            if choice is not None:
                items.append((rank, choice))
                left -= choice.minutes
                room[aerobic] -= 1
        return items

    def _choose(
        self, role: Role, ranked: Iterable[Exercise], left: float, wanted: float, *, short: bool
    ) -> Prescription | None:
        """The best candidate that is allowed and fits the time left; unchanged before changed.

        A timed one is cut to the minutes `wanted`, though never below its start.
        """
        allowed = [
            (
                self._is_second_best(role, exercise),
                self.may.alters(changes),
                rank,
                exercise,
                changes,
            )
            for rank, exercise in enumerate(ranked)
            if (changes := self.may.changes(exercise)) is not None and not self._waits(exercise)
        ]
        for _, _, _, exercise, changes in sorted(allowed, key=lambda entry: entry[:3]):
            given = shortened(exercise.dose, self._full(exercise, short=short), wanted)
            minutes = round(minutes_of(exercise.dose, given), 1)
            if minutes <= left:
                return self._prescribe(role, exercise, given, minutes, changes)
        return None

    def _eases(self, usual: Prescription | None, exercise: Exercise) -> bool:
        """Whether it is the usual exercise, or an easier one."""
        if usual is None:
            return False
        known = self.protocol.exercises[usual.exercise]
        lower = exercise.load_level < known.load_level or exercise.id in known.regressions
        return exercise.id == known.id or lower

    def _waits(self, exercise: Exercise) -> bool:
        return waits(self.protocol, exercise, self.program.cause, self.size)

    def _full(self, exercise: Exercise, *, short: bool) -> Amount:
        """The stage's dose. A session shorter than usual has fewer sets and stretches, so that it
        keeps more exercises."""
        fraction = min(self.stage.dose_fraction, self.size.dose_fraction)
        full = amount(exercise.dose, fraction)
        if not short:
            return full
        if exercise.kind == STRETCH:
            most = int(self.protocol.parameter(SHORT_STRETCHES))
            full = replace(full, reps=min(full.reps, most))
        return replace(full, sets=min(full.sets, int(self.protocol.parameter(SHORT_SETS))))

    def _ranked(self, role: Role) -> Iterator[Exercise]:
        """The role's candidates and their swaps, the preferred direction first."""
        names = dict.fromkeys(role.candidates)
        for name in role.candidates:
            found = self.situations.objections(name, self.states)
            names.update(dict.fromkeys(o.swap for o in found if o.swap))
        exercises = [self.protocol.exercises[name] for name in names]
        if role.role == DIRECTION and self.may.no_direction:
            yield from (exercise for exercise in exercises if exercise.direction == "neutral")
            return
        if role.role != DIRECTION or not self.may.eased:
            yield from exercises
            return
        extra = [
            exercise
            for exercise in self.protocol.exercises.values()
            if exercise.direction in self.may.eased
            and "direction" in exercise.roles
            and exercise.id not in names
        ]
        everyone = [*exercises, *sorted(extra, key=lambda e: (e.load_level, e.id))]
        yield from sorted(everyone, key=lambda exercise: exercise.direction not in self.may.eased)

    def _is_second_best(self, role: Role, exercise: Exercise) -> bool:
        """Another direction than the one that eases, however well it fits otherwise."""
        return (
            role.role == DIRECTION
            and bool(self.may.eased)
            and exercise.direction not in self.may.eased
        )

    def _prescribe(
        self,
        role: Role,
        exercise: Exercise,
        given: Amount,
        minutes: float,
        changes: list[Objection],
    ) -> Prescription:
        eases = exercise.direction in self.may.eased
        return Prescription(
            exercise=exercise.id,
            role=role.role,
            dose=given,
            minutes=minutes,
            why=tuple(why(self.protocol, self.program.cause, role, exercise, eases, changes)),
        )

    def _direction(self, sessions: Iterable[Session]) -> str:
        """The direction that is trained: eased, else preferred, and really in the sessions."""
        chosen = {item.exercise for session in sessions for item in session.items}
        trained = {self.protocol.exercises[name].direction for name in chosen}
        for direction in (*self.may.eased, self.program.prefers):
            if direction in trained and direction not in self.may.worsened:
                return direction
        return "neutral"
