"""Today's two sessions for this person, with the reason for every choice.

The program of the cause and stage names roles in order of importance, each with ranked candidates.
A candidate is refused by a state that forbids it, by the load ceiling, by missing equipment, or
because its direction sends the pain down the leg: what the person's own body answers outranks what
the cause would suggest. Without a passing screening there is no program, and the reason why.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from ischia.care import sayings
from ischia.care.choice import waits, why
from ischia.care.decision import Decision, Reason, reason_of
from ischia.care.directions import RESPONSES, responses, tried_in
from ischia.care.dose import Amount, amount, minutes_of, shortened
from ischia.care.evaluate import Answers
from ischia.care.plan import FLARE
from ischia.care.screening import Screening
from ischia.care.situation import BLOCK, CLINICIAN, MODIFY, SWAP, Objection, Situations
from ischia.protocol.exercise import Exercise, Program, Role, Stage
from ischia.protocol.model import Disposition, Protocol

UNKNOWN = "unknown"
AEROBIC, DIRECTION, STRETCH = "aerobic", "direction", "stretch"
IRRITABLE = "irritability_high"
SPARED = ("none", "mat")  # without a mat a carpet, a blanket or a bed does
SLOTS = ("morning", "evening")
SHORT_SETS, SHORT_STRETCHES = "short_session_sets", "short_session_stretches"
SHORT_REST = "short_session_rest_minutes"
BOTH_WORSE = "direction_both_worse_review_days"
_STRICT = (BLOCK, CLINICIAN, SWAP)


class Person(Struct, frozen=True, kw_only=True):
    """What a program is made from. `cause` is a clinician's diagnosis, or `unknown`.

    `minutes` is the time for one session; None takes the usual one. `equipment` None means that
    it was not asked, so that only the floor, a chair and a wall are counted on.
    """

    screening: Decision[Screening]
    answers: Answers
    cause: str = UNKNOWN
    stage: str = ""
    states: tuple[str, ...] = ()
    equipment: frozenset[str] | None = None
    minutes: float | None = None
    cleared: bool = False


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


class Refusal(Struct, frozen=True):
    """An exercise that the program would have used, and why not for this person."""

    exercise: str
    why: str
    source: tuple[str, ...] = ()


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
        builder = _Builder(self, person, program, stage, states)
        exercises = self.protocol.exercises.values()
        return frozenset(e.id for e in exercises if builder.allowed(e) is None)

    def ceiling(self, person: Person) -> int:
        """The highest load level that this person may come to, at any stage."""
        most = max(p.load_ceiling for p in self._programs.values() if p.cause == person.cause)
        level = _irritability(person)
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
        irritability = _irritability(person)
        flare_from = self.protocol.parameter("stage_flare_leg_pain")
        if irritability == "high":
            return "flare"
        if isinstance(pain, float) and pain >= flare_from:
            return "flare"
        early = not isinstance(weeks, float) or weeks < self.protocol.parameter(
            "stage_settle_weeks"
        )
        return "settle" if early or irritability == "medium" else "restore"


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
        self.refused: dict[str, Refusal] = {}
        limits = [planner.protocol.states[name] for name in states]
        self.eased, self.worsened = responses(person.answers, limits)
        self.directional = frozenset(state.id for state in limits if tried_in(state))
        # pain that is stirred up very easily gets a session as small as in a flare
        self.size = self.protocol.stages[FLARE] if _irritability(person) == "high" else stage
        self.ceiling = min(program.load_ceiling, stage.load_ceiling, self._irritability_ceiling())

    def build(self) -> Decision[Plan]:
        slots = SLOTS[: self.stage.sessions_per_day]
        sessions = tuple(self._session(slot) for slot in slots)
        plan = Plan(
            stage=self.stage.id,
            cause=self.program.cause,
            states=self.states,
            direction=self._direction(sessions),
            sessions=tuple(session for session in sessions if session.items),
            avoid=tuple(self.refused.values()),
            review_in_days=self._review_in_days(),
        )
        return Decision(plan, tuple(self._reasons(plan)))

    def _review_in_days(self) -> int:
        days = self.stage.review_in_days
        if len(self.worsened) > 1:
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
        if len(self.worsened) > 1:
            rule = self.protocol.parameters[BOTH_WORSE]
            yield reason_of(rule, rule.text, tuple(name for name, _ in RESPONSES))
        if self._leaves_no_room_for_walking(plan):
            rule = self.protocol.parameters[SHORT_REST]
            yield reason_of(rule, sayings.WALK_BESIDE, ())
        if not plan.sessions:
            rule = self.protocol.dispositions[Disposition.CLINICIAN_FIRST]
            yield reason_of(rule, sayings.NONE_LEFT, ())

    def _leaves_no_room_for_walking(self, plan: Plan) -> bool:
        chosen = {item.role for session in plan.sessions for item in session.items}
        walks = any(role.role == AEROBIC for role in self.program.roles)
        return bool(self.person.minutes and plan.sessions) and walks and AEROBIC not in chosen

    def _session(self, slot: str) -> Session:
        usual = self.stage.session_minutes
        whole = self.person.minutes or usual
        items = self._items(slot, max(whole, usual), None)
        if whole < usual:
            items = self._items(slot, whole, dict(items))
        names = {item.exercise for _, item in items}
        ordered = tuple(
            replace(
                item,
                easier=self._neighbour(self.protocol.exercises[item.exercise].regressions, names),
                harder=self._neighbour(self.protocol.exercises[item.exercise].progressions, names),
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
            (self._is_second_best(role, exercise), self._alters(changes), rank, exercise, changes)
            for rank, exercise in enumerate(ranked)
            if (changes := self.allowed(exercise)) is not None and not self._waits(exercise)
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

    def _alters(self, changes: Iterable[Objection]) -> bool:
        """Whether anything is to be done otherwise than usual; where or how to lie is no matter."""
        states = self.protocol.states
        return any(self._is_own(one) or not states[one.state].how for one in changes)

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
        if role.role == DIRECTION and self._no_direction():
            yield from (exercise for exercise in exercises if exercise.direction == "neutral")
            return
        if role.role != DIRECTION or not self.eased:
            yield from exercises
            return
        extra = [
            exercise
            for exercise in self.protocol.exercises.values()
            if exercise.direction in self.eased
            and "direction" in exercise.roles
            and exercise.id not in names
        ]
        everyone = [*exercises, *sorted(extra, key=lambda e: (e.load_level, e.id))]
        yield from sorted(everyone, key=lambda exercise: exercise.direction not in self.eased)

    def _is_second_best(self, role: Role, exercise: Exercise) -> bool:
        """Another direction than the one that eases, however well it fits otherwise."""
        return role.role == DIRECTION and bool(self.eased) and exercise.direction not in self.eased

    def _no_direction(self) -> bool:
        """Two directions make it worse, or those that were tried change nothing."""
        tried = [finding for finding, _ in RESPONSES if finding in self.person.answers]
        nothing_helps = len(tried) > 1 and not self.eased
        return len(self.worsened) > 1 or nothing_helps

    def allowed(self, exercise: Exercise) -> list[Objection] | None:
        """The changes it needs (often none); None when it is refused, which is noted."""
        found = self.situations.objections(exercise.id, self.states)
        why = self._refusal_by_state(exercise, found) or self._refusal(exercise)
        if why is not None:
            self.refused.setdefault(exercise.id, why)
            return None
        return [o for o in found if o.action == MODIFY or self._gives_way(o, exercise)]

    def _refusal_by_state(self, exercise: Exercise, found: list[Objection]) -> Refusal | None:
        """What the person's own body or states say against it."""
        if exercise.direction in self.worsened:
            return Refusal(exercise.id, sayings.FURTHER_DOWN)
        for one in found:
            if one.action in _STRICT and not self._gives_way(one, exercise):
                asks = sayings.CLINICIAN_CAN_ALLOW if one.action == CLINICIAN else "{reason}"
                return Refusal(exercise.id, asks.format(reason=one.reason), one.source)
        halves = {o.state for o in found if o.state in self.directional and self._is_own(o)}
        return Refusal(exercise.id, sayings.BOTH_WAYS) if len(halves) > 1 else None

    def _is_own(self, objection: Objection) -> bool:
        """Whether it was written for the exercise, not for a feature of it."""
        return objection.reason != self.protocol.states[objection.state].reason

    def _gives_way(self, objection: Objection, exercise: Exercise) -> bool:
        """What a clinician has cleared; and what only the cause objects to, where it eases."""
        if objection.action == CLINICIAN and self.person.cleared:
            return True
        from_cause = self.protocol.states[objection.state].of_cause != ""
        return from_cause and exercise.direction in self.eased

    def _refusal(self, exercise: Exercise) -> Refusal | None:
        """Reasons that do not come from states."""
        if exercise.id in self.program.avoid and exercise.direction not in self.eased:
            return Refusal(exercise.id, sayings.NOT_AT_THIS_STAGE, self.program.source)
        if exercise.load_level > self.ceiling:
            return Refusal(exercise.id, sayings.TOO_HEAVY, self.stage.source)
        missing = self._missing(exercise.equipment)
        if missing:
            return Refusal(exercise.id, sayings.YOU_WOULD_NEED.format(things=", ".join(missing)))
        return None

    def _missing(self, needed: Iterable[str]) -> list[str]:
        have = self.person.equipment
        if have is None:
            have = frozenset(("mat", "chair", "wall", "towel", "cushion"))
        return [thing for thing in needed if thing not in SPARED and thing not in have]

    def _prescribe(
        self,
        role: Role,
        exercise: Exercise,
        given: Amount,
        minutes: float,
        changes: list[Objection],
    ) -> Prescription:
        eases = exercise.direction in self.eased
        return Prescription(
            exercise=exercise.id,
            role=role.role,
            dose=given,
            minutes=minutes,
            why=tuple(why(self.protocol, self.program.cause, role, exercise, eases, changes)),
        )

    def _neighbour(self, names: Iterable[str], taken: Container[str]) -> str:
        """The first easier or harder exercise that no state forbids, that can be done here and that
        is not in the session already."""
        for name in names:
            if name in taken:
                continue
            exercise = self.protocol.exercises[name]
            found = self.situations.objections(name, self.states)
            strict = any(o.action in _STRICT and not self._gives_way(o, exercise) for o in found)
            unwise = exercise.direction in self.worsened or self._missing(exercise.equipment)
            if not strict and not unwise:
                return name
        return ""

    def _direction(self, sessions: Iterable[Session]) -> str:
        """The direction that is trained: eased, else preferred, and really in the sessions."""
        chosen = {item.exercise for session in sessions for item in session.items}
        trained = {self.protocol.exercises[name].direction for name in chosen}
        for direction in (*self.eased, self.program.prefers):
            if direction in trained and direction not in self.worsened:
                return direction
        return "neutral"

    def _irritability_ceiling(self) -> float:
        level = _irritability(self.person)
        if level in ("high", "medium"):
            return self.protocol.parameter(f"irritability_{level}_ceiling")
        return float(self.stage.load_ceiling)


def _irritability(person: Person) -> object:
    """How easily the pain is stirred up, as answered or as a state that was given."""
    return "high" if IRRITABLE in person.states else person.answers.get("irritability")
