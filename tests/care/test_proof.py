"""The proof holds for what is shipped, finds planted holes, and means what the code does."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import MakePack
from ischia.care.answers import Facts
from ischia.care.asking import danger_findings
from ischia.care.check import Checker
from ischia.care.proof import Property, prove, world
from ischia.care.solver import z3
from ischia.care.symbols import Outcome, Symbol
from ischia.protocol.condition import parse_condition
from ischia.protocol.load import load_protocol
from ischia.protocol.model import BY_URGENCY, Disposition, Protocol, RedFlag

PROTOCOL = load_protocol()
CHECKER = Checker(PROTOCOL)
PERSON = world(PROTOCOL, "p")


def failures(protocol: Protocol) -> dict[str, Property]:
    return {found.id: found for found in prove(protocol) if not found.proved}


def with_rule(protocol: Protocol, rule: RedFlag | None, name: str) -> Protocol:
    rules = {key: value for key, value in protocol.red_flags.items() if key != name}
    if rule is not None:
        rules[name] = rule
    return msgspec.structs.replace(protocol, red_flags=rules)


def test_every_property_holds_for_the_shipped_protocol() -> None:
    assert failures(PROTOCOL) == {}


def test_a_missing_rule_is_found_with_answers_that_show_it() -> None:
    found = failures(with_rule(PROTOCOL, None, "bladder_change"))
    example = found["guarantee bladder_change_alone"].counterexample
    assert example.get("bladder_change") in ("yes", "unsure")
    assert len(example) <= 3


def test_a_weakened_rule_is_found() -> None:
    rule = PROTOCOL.red_flags["foot_drop_new"]
    weak = msgspec.structs.replace(rule, then=Disposition.SELF_CARE)
    assert "guarantee foot_drop_new_alone" in failures(with_rule(PROTOCOL, weak, rule.id))


def test_an_inverted_rule_breaks_monotony() -> None:
    rule = PROTOCOL.red_flags["suicidal_thoughts"]
    when = parse_condition({"finding": "suicidal_thoughts", "is": ["no"]})
    inverted = msgspec.structs.replace(rule, when=when)
    assert "danger only raises" in failures(with_rule(PROTOCOL, inverted, rule.id))


def test_a_rule_that_can_never_hold_is_found() -> None:
    rule = PROTOCOL.red_flags["under_18"]
    never = {"all": [{"finding": "age_years", "below": 18}, {"finding": "age_years", "above": 60}]}
    dead = msgspec.structs.replace(rule, when=parse_condition(never))
    assert "reachable under_18" in failures(with_rule(PROTOCOL, dead, rule.id))


def test_allowing_exercise_above_self_care_is_found() -> None:
    texts = dict(PROTOCOL.dispositions)
    texts["clinician_first"] = msgspec.structs.replace(
        texts["clinician_first"], allows_exercise=True
    )
    loose = msgspec.structs.replace(PROTOCOL, dispositions=texts)
    assert "exercise needs a passing screening" in failures(loose)


def test_a_pack_that_weakens_a_rule_is_found(make_pack: MakePack) -> None:
    pack = make_pack(
        {
            "red_flags/cauda_equina/saddle_numbness.yaml": (
                "id: saddle_numbness\ntitle: x\nwhen: saddle_numbness\nthen: clinician_first\n"
                "text: x\nsource: [ischia_project]\ngrade: project\nreview: project_rule\n"
            )
        }
    )
    assert "guarantee saddle_numbness_alone" in failures(load_protocol([pack]))


NAMES = [*danger_findings(PROTOCOL), "side", "numbness_regions", "weeks_of_gestation"]


@st.composite
def people(draw: st.DrawFn) -> dict[str, object]:
    values: dict[str, object] = {}
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=25)):
        finding = PROTOCOL.findings[name]
        if finding.kind == "yes_no":
            values[name] = draw(st.sampled_from(["yes", "no", "unsure"]))
        elif finding.kind == "number":
            whole = st.integers(int(finding.min), int(finding.max)).map(float)
            values[name] = draw(st.one_of(whole, st.just("unsure")))
        elif finding.kind == "choice":
            values[name] = draw(st.sampled_from([*finding.choices, "unsure"]))
        else:
            values[name] = frozenset(draw(st.sets(st.sampled_from(["saddle", "calf", "groin"]))))
    return values


def assume(symbol: Symbol, value: object) -> list[object]:
    """That this symbol stands for this answer."""
    facts = [symbol.answered == (value is not None), symbol.unsure == (value == "unsure")]
    if symbol.finding.kind == "yes_no":
        facts.append(symbol.yes == (value == "yes"))
    if isinstance(value, float):
        facts.append(symbol.number == value)
    for option, formula in symbol.options.items():
        chosen = option == value or (isinstance(value, frozenset) and option in value)
        if value is not None and value != "unsure":
            facts.append(formula == chosen)
    return facts


@given(people())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_formulas_and_code_decide_alike(values: dict[str, object]) -> None:
    """The proof is about the code only if both give the same answer on every person."""
    screening = CHECKER.check(Facts(values)).screening.value  # pyright: ignore[reportArgumentType]
    solver = z3.Solver()
    solver.add(PERSON.domain)
    for name, symbol in PERSON.raw.items():
        solver.add(assume(symbol, values.get(name)))
    assert solver.check() == z3.sat
    model = solver.model()
    result: Outcome = PERSON.outcome
    reached = max(
        d.urgency
        for d in BY_URGENCY
        if z3.is_true(model.eval(result.said[d], model_completion=True))
    )
    complete = z3.is_true(model.eval(result.complete, model_completion=True))
    got = screening.disposition.urgency if screening.disposition else 0
    assert (got, screening.complete) == (reached, complete)


@pytest.mark.parametrize("guarantee", PROTOCOL.guarantees)
def test_guarantees_are_about_something_a_person_can_say(guarantee: str) -> None:
    given_level = PROTOCOL.guarantees[guarantee]
    assert given_level.at_least.urgency >= Disposition.SAME_DAY.urgency or "cancer" in guarantee
