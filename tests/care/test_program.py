"""Programs: nothing contraindicated, a program or a reason, and the person's own response."""

from __future__ import annotations

import itertools

import pytest

from ischia.care.answers import Facts
from ischia.care.check import Checker
from ischia.care.decision import Decision
from ischia.care.evaluate import Value
from ischia.care.person import Person
from ischia.care.program import Plan, Planner
from ischia.care.situation import BLOCK, CLINICIAN, SWAP
from ischia.population.cases import Case, Expect, complete_answers
from ischia.protocol.exercise import STAGES
from ischia.protocol.load import load_protocol
from ischia.protocol.model import CAUSES, Disposition

PROTOCOL = load_protocol()
CHECKER = Checker(PROTOCOL)
PLANNER = Planner(PROTOCOL)
EVERYTHING = frozenset(
    ["mat", "chair", "wall", "step", "band", "towel", "ball", "bike", "cushion", "stick"]
)


def passing(**answers: Value) -> Person:
    """A person who denies every danger, with these answers besides."""
    case = Case(
        id="x", title="", why="", expect=Expect(), others="no",
        answers={"age_years": 40, "sex": "male", "duration_weeks": 6},
    )  # fmt: skip
    facts = Facts({**_typed(complete_answers(case, CHECKER)), **answers})
    check = CHECKER.check(facts)
    return Person(screening=check.screening, answers=check.answers, equipment=EVERYTHING)


def _typed(answers: dict[str, object]) -> dict[str, Value]:
    from cast import TODAY

    return CHECKER.read(answers, TODAY).values


BASE = passing()


def plan(cause: str, stage: str, *states: str, minutes: float | None = None) -> Decision[Plan]:
    return PLANNER.plan(
        Person(
            screening=BASE.screening, answers=BASE.answers, cause=cause, stage=stage,
            states=states, equipment=EVERYTHING, minutes=minutes,
        )
    )  # fmt: skip


def prescribed(found: Plan) -> list[str]:
    return [item.exercise for session in found.sessions for item in session.items]


@pytest.mark.parametrize("cause", [*CAUSES, "unknown"])
@pytest.mark.parametrize("stage", STAGES)
def test_no_combination_of_states_gets_what_it_must_not_or_nothing_without_a_reason(
    cause: str, stage: str
) -> None:
    names = list(PROTOCOL.states)
    combinations = [(), *((name,) for name in names), *itertools.combinations(names, 2)]
    for states in combinations:
        decision = plan(cause, stage, *states)
        found = decision.value
        assert found.sessions or any("clinician" in reason.text for reason in decision.reasons)
        for exercise in prescribed(found):
            objections = PLANNER.situations.objections(exercise, found.states)
            strict = [o for o in objections if o.action in (BLOCK, CLINICIAN, SWAP)]
            assert not strict, (states, exercise, strict)
            level = PROTOCOL.exercises[exercise].load_level
            assert level <= PROTOCOL.stages[stage].load_ceiling


@pytest.mark.parametrize("cause", [*CAUSES, "unknown"])
@pytest.mark.parametrize("stage", STAGES)
def test_a_person_without_other_limits_has_a_program(cause: str, stage: str) -> None:
    found = plan(cause, stage).value
    assert len(found.sessions) == PROTOCOL.stages[stage].sessions_per_day
    for session in found.sessions:
        aerobic = [i for i in session.items if i.role == "aerobic"]
        assert len(aerobic) <= PROTOCOL.stages[stage].max_aerobic
        assert 1 <= len(session.items) - len(aerobic) <= PROTOCOL.stages[stage].max_exercises
        assert len({item.exercise for item in session.items}) == len(session.items)


def test_without_a_passing_screening_there_is_no_program() -> None:
    for answers in ({}, {"saddle_numbness": "yes"}, {"cancer_history": "yes"}):
        check = CHECKER.check(Facts(dict(answers)))
        decision = PLANNER.plan(Person(screening=check.screening, answers=check.answers))
        assert decision.value.sessions == ()
        assert decision.reasons


def test_a_clearance_opens_what_is_no_emergency_and_nothing_else() -> None:
    for danger, opens in (("leg_giving_way", True), ("saddle_numbness", False)):
        person = passing(**{danger: "yes"})
        cleared = Person(screening=person.screening, answers=person.answers, cleared=True)
        assert bool(PLANNER.plan(cleared).value.sessions) == opens


def test_the_response_outranks_the_cause() -> None:
    """Disc herniation prefers extension; flexion eases this person and extension worsens them."""
    person = passing(
        repeated_extension_response="peripheralises", repeated_flexion_response="centralises"
    )
    for stage in STAGES:
        decision = PLANNER.plan(
            Person(
                screening=person.screening, answers=person.answers, stage=stage,
                cause="lumbar_disc_herniation", equipment=EVERYTHING,
            )
        )  # fmt: skip
        directions = [PROTOCOL.exercises[e].direction for e in prescribed(decision.value)]
        assert "extension" not in directions
        if stage != "maintain":  # where strength comes first and may take all the time
            assert decision.value.direction == "flexion"


def test_two_worsening_directions_leave_none_and_ask_for_a_clinician() -> None:
    person = passing(
        repeated_extension_response="peripheralises", repeated_flexion_response="peripheralises"
    )
    decision = PLANNER.plan(
        Person(screening=person.screening, answers=person.answers, equipment=EVERYTHING)
    )
    directions = {PROTOCOL.exercises[e].direction for e in prescribed(decision.value)}
    assert not directions & {"extension", "flexion"}
    assert "direction_both_worse_review_days" in [reason.rule for reason in decision.reasons]


def test_high_irritability_keeps_the_load_at_its_ceiling() -> None:
    person = passing(irritability="high")
    for cause in (*CAUSES, "unknown"):
        decision = PLANNER.plan(
            Person(
                screening=person.screening, answers=person.answers, cause=cause,
                stage="strengthen", equipment=EVERYTHING,
            )
        )  # fmt: skip
        ceiling = PROTOCOL.parameter("irritability_high_ceiling")
        for exercise in prescribed(decision.value):
            assert PROTOCOL.exercises[exercise].load_level <= ceiling


@pytest.mark.parametrize(
    "cause", ["lumbar_disc_herniation", "degenerative_disc_disease", "unknown"]
)
def test_a_short_session_keeps_the_trunk_and_gives_up_sets(cause: str) -> None:
    short = plan(cause, "strengthen", minutes=10).value.sessions
    assert all(item.dose.sets == 1 for session in short for item in session.items)
    roles = {item.role for item in short[0].items}
    assert {"abdominal_strength", "back_strength"} <= roles
    usual = plan(cause, "strengthen").value.sessions
    assert any(item.dose.sets > 1 for session in usual for item in session.items)


@pytest.mark.parametrize("minutes", [3.0, 8.0, 20.0])
def test_a_session_keeps_to_its_time(minutes: float) -> None:
    for cause in (*CAUSES, "unknown"):
        for session in plan(cause, "restore", minutes=minutes).value.sessions:
            assert session.minutes <= minutes + 0.1


def test_equipment_that_is_not_there_is_not_prescribed() -> None:
    person = Person(
        screening=BASE.screening, answers=BASE.answers, stage="restore", equipment=frozenset()
    )
    found = prescribed(PLANNER.plan(person).value)
    assert len(found) > 3  # without a mat a carpet or a bed does
    for exercise in found:
        assert set(PROTOCOL.exercises[exercise].equipment) <= {"none", "mat"}


def test_every_prescription_says_why_and_the_same_input_gives_the_same_plan() -> None:
    for cause in (*CAUSES, "unknown"):
        first, second = plan(cause, "restore"), plan(cause, "restore")
        assert first == second
        for session in first.value.sessions:
            assert all(item.why for item in session.items), cause


def test_the_founding_article_is_kept() -> None:
    """Abdomen and back are strengthened once it has settled."""
    for cause in CAUSES:
        roles = {
            i.role for s in plan(cause, "strengthen", minutes=60).value.sessions for i in s.items
        }
        assert roles & {"abdominal_strength"}, cause
        assert roles & {"back_strength", "hip_strength"}, cause


def test_a_screening_that_is_too_old_stops_the_program() -> None:
    values = dict(BASE.answers)
    check = CHECKER.check(Facts(values, 400))
    decision = PLANNER.plan(Person(screening=check.screening, answers=check.answers))
    assert decision.value.sessions == ()
    assert check.screening.value.disposition is Disposition.SELF_CARE


@pytest.mark.parametrize(
    "state", ["leg_weakness", "vertebral_fracture", "uncontrolled_hypertension"]
)
def test_what_has_to_be_seen_first_leaves_no_exercise(state: str) -> None:
    for cause in (*CAUSES, "unknown"):
        for stage in STAGES:
            decision = plan(cause, stage, state)
            assert decision.value.sessions == ()
            assert any("clinician" in reason.text for reason in decision.reasons)


def test_pain_that_is_easily_stirred_up_caps_the_load_when_given_as_a_state() -> None:
    ceiling = PROTOCOL.parameter("irritability_high_ceiling")
    for cause in (*CAUSES, "unknown"):
        for name in prescribed(plan(cause, "strengthen", "irritability_high").value):
            assert PROTOCOL.exercises[name].load_level <= ceiling


@pytest.mark.parametrize(("pain", "said"), [(9.0, True), (8.0, True), (7.0, False)])
def test_very_strong_pain_is_to_be_seen_whatever_the_program(pain: float, said: bool) -> None:
    person = passing(leg_pain_nrs=pain)
    rules = [reason.rule for reason in PLANNER.plan(person).reasons]
    assert ("pain_severe" in rules) is said


def test_the_reason_given_is_that_of_the_exercise_chosen() -> None:
    """No reason of a role for what came in its place from outside the role."""
    for program in PROTOCOL.programs.values():
        roles = [role for role in program.roles if role.role == "direction"]
        answers = {
            "repeated_extension_response": "centralises",
            "repeated_flexion_response": "worse",
        }
        person = passing(**answers)
        found = PLANNER.plan(
            Person(screening=person.screening, answers=person.answers, equipment=EVERYTHING,
                   cause=program.cause, stage=program.stage)
        ).value  # fmt: skip
        for item in (i for s in found.sessions for i in s.items if i.role == "direction"):
            own = [role for role in roles if item.exercise in role.candidates]
            foreign = {text for role in roles if role not in own for text in (role.why,)}
            assert not foreign & set(item.why), (program.id, item)
            assert "Your pain eases in this direction." in item.why


def test_maintaining_leaves_room_for_half_an_hour_of_walking() -> None:
    for cause in (*CAUSES, "unknown"):
        (session,) = plan(cause, "maintain").value.sessions
        (walk,) = [i for i in session.items if i.role == "aerobic"]
        most = PROTOCOL.exercises[walk.exercise].dose.minutes
        assert most is not None
        assert walk.dose.minutes == min(30, most[1])


def test_pain_that_is_easily_stirred_up_starts_in_the_gentlest_stage_however_it_is_told() -> None:
    told = passing(irritability="high")
    given = Person(screening=BASE.screening, answers=BASE.answers, states=("irritability_high",))
    assert PLANNER.plan(told).value.stage == PLANNER.plan(given).value.stage == "flare"
    assert PLANNER.plan(BASE).value.stage != "flare"


@pytest.mark.parametrize("cause", [*CAUSES, "unknown"])
@pytest.mark.parametrize("stage", STAGES)
def test_two_directions_that_are_worse_leave_nothing_that_moves_both_ways(
    cause: str, stage: str
) -> None:
    """Given as states, as a clinician gives them, they count as much as in answers."""
    decision = plan(cause, stage, "extension_peripheralises", "flexion_peripheralises")
    assert "direction_both_worse_review_days" in [reason.rule for reason in decision.reasons]
    done = prescribed(decision.value)
    assert not {"seated_pelvic_tilt", "cat_camel"} & set(done)
    assert not {PROTOCOL.exercises[e].direction for e in done} & {"extension", "flexion"}


@pytest.mark.parametrize("stage", STAGES)
def test_pain_that_is_easily_stirred_up_has_sessions_as_small_as_in_a_flare(stage: str) -> None:
    """At most three exercises and one walk, each at the least of its dose."""
    for session in plan("piriformis_syndrome", stage, "irritability_high").value.sessions:
        walks = [item for item in session.items if item.role == "aerobic"]
        assert len(walks) <= 1
        assert len(session.items) - len(walks) <= 3
        for item in session.items:
            dose = PROTOCOL.exercises[item.exercise].dose
            least = (dose.reps[0], dose.hold_s[0], dose.minutes[0])
            assert (item.dose.reps, item.dose.hold_s, item.dose.minutes) == least


@pytest.mark.parametrize("stage", ["flare", "settle"])
@pytest.mark.parametrize("cause", [*CAUSES, "unknown"])
def test_an_exercise_for_later_waits_for_later(cause: str, stage: str) -> None:
    for session in plan(cause, stage).value.sessions:
        for item in session.items:
            assert not [line for line in item.why if "settled" in line], item


def test_who_cannot_get_to_the_floor_is_told_where_to_do_it() -> None:
    sessions = plan("unknown", "restore", "cannot_get_to_floor").value.sessions
    said = [line for session in sessions for item in session.items for line in item.why]
    assert "For you: do on a firm bed what is done lying." in said
    assert not [line for line in said if "go gently" in line.lower()]


def test_a_walk_that_does_not_fit_is_asked_for_beside_the_session() -> None:
    short, usual = (plan("unknown", "restore", minutes=m) for m in (5, None))
    assert any("Walking does not fit" in reason.text for reason in short.reasons)
    assert not any("does not fit" in reason.text for reason in usual.reasons)


def test_ten_minutes_for_the_piriformis_leave_room_for_the_trunk() -> None:
    morning = plan("piriformis_syndrome", "restore", minutes=10).value.sessions[0]
    assert "abdominal_strength" in {item.role for item in morning.items}


@pytest.mark.parametrize("cause", [*CAUSES, "unknown"])
@pytest.mark.parametrize("stage", STAGES)
def test_less_time_never_means_a_harder_exercise(cause: str, stage: str) -> None:
    usual = {session.slot: session for session in plan(cause, stage).value.sessions}
    less = [n for n in (2, 5, 7, 10, 15, 20, 30) if n < PROTOCOL.stages[stage].session_minutes]
    for minutes in less:
        for short in plan(cause, stage, minutes=minutes).value.sessions:
            whole = usual[short.slot]
            for item in short.items:
                known = [PROTOCOL.exercises[u.exercise] for u in whole.items if u.role == item.role]
                assert PROTOCOL.exercises[item.exercise].load_level <= max(
                    usual.load_level for usual in known
                )
                same = item.exercise in {usual.id for usual in known}
                assert same or not any(item.exercise in usual.progressions for usual in known)


def test_the_time_that_a_short_program_names_is_enough_for_it() -> None:
    """Settle is "about 7 minutes", so 7 minutes hold its walk as well."""
    for session in plan("degenerative_disc_disease", "settle", minutes=7).value.sessions:
        assert "walking" in {item.exercise for item in session.items}


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_said_of_a_direction_is_said_only_where_it_is_trained(stage: str) -> None:
    """Stenosis with fragile bones: nothing bends forward, so nothing says that it goes on."""
    decision = plan("lumbar_spinal_stenosis", stage, "osteoporosis")
    done = [PROTOCOL.exercises[e].direction for e in prescribed(decision.value)]
    text = PROTOCOL.programs[f"lumbar_spinal_stenosis_{stage}"].text
    said = text in [reason.text for reason in decision.reasons]
    assert said == ("flexion" in done)


def test_two_worse_directions_are_looked_at_again_as_soon_as_a_clinician_should() -> None:
    states = ("extension_peripheralises", "flexion_peripheralises")
    found = plan("unknown", "restore", *states).value
    assert found.review_in_days == PROTOCOL.parameter("direction_both_worse_review_days")


def test_a_bed_instead_of_the_floor_changes_no_choice_for_a_heavier_one() -> None:
    for stage in ("flare", "settle"):
        usual = plan("lumbar_disc_herniation", stage).value
        bed = plan("lumbar_disc_herniation", stage, "cannot_get_to_floor").value
        assert "standing_extension" not in set(prescribed(bed)) - set(prescribed(usual))
