"""The revised NIOSH lifting equation against its own tables and worked examples.

Source: Applications manual for the revised NIOSH lifting equation, DHHS (NIOSH) 94-110, Tables 1 to
5 and 7 (metric), and two worksheets whose printed multipliers multiply out to their printed limit:
Example 1 "Loading Punch Press Stock" and Example 4 "Package Inspection". The tables here were typed
apart from the protocol's. The worksheets are in inches and pounds; an inch is taken as 2.5 cm and
51 lb as 23 kg, as the manual does between its two sets of constants. They round multipliers to two
places (and print .44 for 10/23), so the limits agree to 2 %.
"""

from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ischia.care.answers import AnswerError
from ischia.care.ergonomics import Lift, check_lift, lifting_limit, multipliers
from ischia.protocol.lifting import LiftingEquation, TermName
from ischia.protocol.lint_lifting import check_lifting
from ischia.protocol.model import Protocol

IDEAL = Lift(
    load_kg=10.0,
    horizontal_cm=25.0,
    vertical_cm=75.0,
    travel_cm=25.0,
    twist_degrees=0.0,
    per_minute=0.2,
    hours=1.0,
    grip="good",
)
ROUNDED = 0.00501  # the tables have two places and round a half up
INCH, POUND = 2.5, 23 / 51  # as between the two sets of constants


def lifted(**changes: object) -> Lift:
    return msgspec.structs.replace(IDEAL, **changes)


@pytest.fixture
def equation(protocol: Protocol) -> LiftingEquation:
    return protocol.lifting_equations["niosh_1991"]


def value(equation: LiftingEquation, term: TermName, **changes: object) -> float:
    return multipliers(equation, lifted(**changes))[term]


def test_an_ideal_lift_leaves_the_load_constant(equation: LiftingEquation) -> None:
    limit = lifting_limit(equation, IDEAL).value
    assert limit.recommended_kg == 23
    assert limit.index == pytest.approx(10 / 23)
    assert limit.helps_most is None


# --- Tables 1 to 4 ---

TABLE_1 = {
    0: 1.00, 25: 1.00, 28: 0.89, 30: 0.83, 32: 0.78, 34: 0.74, 36: 0.69, 38: 0.66, 40: 0.63,
    42: 0.60, 44: 0.57, 46: 0.54, 48: 0.52, 50: 0.50, 52: 0.48, 54: 0.46, 56: 0.45, 58: 0.43,
    60: 0.42, 63: 0.40, 63.1: 0.00, 100: 0.00,
}  # fmt: skip
TABLE_2 = {
    0: 0.78, 10: 0.81, 20: 0.84, 30: 0.87, 40: 0.90, 50: 0.93, 60: 0.96, 70: 0.99, 80: 0.99,
    90: 0.96, 100: 0.93, 110: 0.90, 120: 0.87, 130: 0.84, 140: 0.81, 150: 0.78, 160: 0.75,
    170: 0.72, 175: 0.70, 175.1: 0.00,
}  # fmt: skip
TABLE_3 = {  # the manual prints .86 for 130 cm, where its formula gives .8546
    0: 1.00, 25: 1.00, 40: 0.93, 55: 0.90, 70: 0.88, 85: 0.87, 100: 0.87, 115: 0.86, 130: 0.855,
    145: 0.85, 160: 0.85, 175: 0.85, 175.1: 0.00,
}  # fmt: skip
TABLE_4 = {
    0: 1.00, 15: 0.95, 30: 0.90, 45: 0.86, 60: 0.81, 75: 0.76, 90: 0.71, 105: 0.66, 120: 0.62,
    135: 0.57, 135.1: 0.00,
}  # fmt: skip
TABLES: list[tuple[TermName, str, dict[float, float]]] = [
    ("horizontal", "horizontal_cm", TABLE_1),
    ("vertical", "vertical_cm", TABLE_2),
    ("travel", "travel_cm", TABLE_3),
    ("twist", "twist_degrees", TABLE_4),
]


@pytest.mark.parametrize(("term", "field", "table"), TABLES)
def test_tables_1_to_4(
    equation: LiftingEquation, term: TermName, field: str, table: dict[float, float]
) -> None:
    for measure, printed in table.items():
        found = value(equation, term, **{field: measure})
        assert found == pytest.approx(printed, abs=ROUNDED if printed else 0), (term, measure)


# --- Table 5: lifts a minute; up to 1, 2 and 8 hours, each below 75 cm and from 75 cm up ---

TABLE_5 = """
0.2 1.00 1.00  .95  .95  .85  .85
0.5  .97  .97  .92  .92  .81  .81
1    .94  .94  .88  .88  .75  .75
2    .91  .91  .84  .84  .65  .65
3    .88  .88  .79  .79  .55  .55
4    .84  .84  .72  .72  .45  .45
5    .80  .80  .60  .60  .35  .35
6    .75  .75  .50  .50  .27  .27
7    .70  .70  .42  .42  .22  .22
8    .60  .60  .35  .35  .18  .18
9    .52  .52  .30  .30  .00  .15
10   .45  .45  .26  .26  .00  .13
11   .41  .41  .00  .23  .00  .00
12   .37  .37  .00  .21  .00  .00
13   .00  .34  .00  .00  .00  .00
14   .00  .31  .00  .00  .00  .00
15   .00  .28  .00  .00  .00  .00
15.1 .00  .00  .00  .00  .00  .00
"""
COLUMNS = [(hours, cm) for hours in (1.0, 2.0, 8.0) for cm in (74.9, 75.0)]


@pytest.mark.parametrize("line", TABLE_5.strip().splitlines())
def test_table_5_with_its_zeros(equation: LiftingEquation, line: str) -> None:
    per_minute, *printed = map(float, line.split())
    found = [
        value(equation, "frequency", per_minute=per_minute, hours=hours, vertical_cm=cm)
        for hours, cm in COLUMNS
    ]
    assert found == printed


@pytest.mark.parametrize(
    ("per_minute", "hours", "printed"),
    [
        (0.0, 1.0, 1.00),  # less than once in five minutes counts as .2 a minute
        (0.3, 1.0, 0.97),  # between rows: the higher frequency
        (2.4, 1.0, 0.88),
        (8.5, 8.0, 0.00),
        (1.0, 0.0, 0.94),
        (1.0, 1.01, 0.88),
        (1.0, 2.01, 0.75),
    ],
)
def test_between_rows_and_classes_the_stricter_one_counts(
    equation: LiftingEquation, per_minute: float, hours: float, printed: float
) -> None:
    lift = {"per_minute": per_minute, "hours": hours, "vertical_cm": 30.0}
    assert value(equation, "frequency", **lift) == printed


# --- Table 7 ---


@pytest.mark.parametrize(
    ("grip", "low", "high"), [("good", 1.00, 1.00), ("fair", 0.95, 1.00), ("poor", 0.90, 0.90)]
)
def test_table_7(equation: LiftingEquation, grip: str, low: float, high: float) -> None:
    assert value(equation, "coupling", grip=grip, vertical_cm=74.9) == low
    assert value(equation, "coupling", grip=grip, vertical_cm=75.0) == high


# --- worked examples ---


class Worksheet(msgspec.Struct):
    """Load in lb, H, V and D in inches, and what the manual prints: multipliers, limit, index."""

    name: str
    load: float
    h: float
    v: float
    d: float
    per_minute: float
    printed: tuple[float, ...]
    limit: float
    index: float


EXAMPLES = [
    Worksheet("1, origin", 44, 23, 15, 48, 0.1, (0.44, 0.89, 0.86, 1, 1, 0.95), 16.3, 2.7),
    Worksheet("1, destination", 44, 23, 63, 48, 0.1, (0.44, 0.75, 0.86, 1, 1, 1), 14.5, 3.0),
    Worksheet("4, origin", 26, 10, 22, 37, 3, (1, 0.94, 0.87, 1, 0.88, 0.95), 34.9, 0.7),
    Worksheet("4, destination", 26, 20, 59, 37, 3, (0.5, 0.78, 0.87, 1, 0.88, 1), 15.2, 1.7),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_manuals_worked_examples(equation: LiftingEquation, example: Worksheet) -> None:
    assert round(51 * math.prod(example.printed), 1) == example.limit
    lift = lifted(
        load_kg=example.load * POUND,
        horizontal_cm=example.h * INCH,
        vertical_cm=example.v * INCH,
        travel_cm=example.d * INCH,
        per_minute=example.per_minute,
        grip="fair",
    )
    result = lifting_limit(equation, lift).value
    found = [part.value for part in result.multipliers]
    assert found == pytest.approx(example.printed, abs=0.0055)
    assert result.recommended_kg / POUND == pytest.approx(example.limit, rel=0.02)
    assert result.index == pytest.approx(example.index, abs=0.08)


# --- what helps, and why ---


def test_the_term_that_costs_most_helps_most(equation: LiftingEquation) -> None:
    decision = lifting_limit(equation, lifted(horizontal_cm=50.0, twist_degrees=45.0))
    limit, best = decision.value, decision.value.helps_most
    assert best is not None
    assert (best.term, best.gain_percent) == ("horizontal", pytest.approx(100))
    assert best.recommended_kg == pytest.approx(2 * limit.recommended_kg)
    assert [reason.findings for reason in decision.reasons] == [
        ("horizontal_cm",),
        ("twist_degrees",),
    ]


def test_beyond_the_limits_no_load_is_recommended(equation: LiftingEquation) -> None:
    decision = lifting_limit(equation, lifted(horizontal_cm=70.0))
    limit, best = decision.value, decision.value.helps_most
    assert (limit.recommended_kg, limit.index) == (0, None)
    assert best is not None
    assert (best.term, best.recommended_kg, best.gain_percent) == ("horizontal", 23, None)
    assert "no load at all" in decision.reasons[0].text


def test_two_terms_beyond_the_limits_are_both_named(equation: LiftingEquation) -> None:
    decision = lifting_limit(equation, lifted(horizontal_cm=70.0, twist_degrees=140.0))
    assert decision.value.helps_most is not None
    assert decision.value.helps_most.recommended_kg == 0
    assert sum("no load at all" in reason.text for reason in decision.reasons) == 2


def test_it_is_honest_about_whom_it_was_made_for(equation: LiftingEquation) -> None:
    words = " ".join(lifting_limit(equation, IDEAL).value.limits)
    assert "healthy workers" in words
    assert "compare two ways" in words
    assert "safe" not in words


# --- bad measures ---


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"load_kg": -1.0}, "load_kg: -1 is not possible. Remedy: give 0 or more."),
        ({"horizontal_cm": math.nan}, "horizontal_cm: nan is not possible"),
        ({"vertical_cm": math.inf}, "vertical_cm: inf is not possible"),
        ({"twist_degrees": -30.0}, "twist_degrees: -30 is not possible"),
        ({"hours": 8.5}, "hours: the equation ends at 8 hours"),
        ({"grip": "god"}, "grip: 'god' is not known. Remedy: use one of good, fair, poor."),
    ],
)
def test_impossible_measures_are_refused(
    equation: LiftingEquation, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        check_lift(equation, lifted(**changes))
    assert words in str(caught.value)


# --- laws, and the lint ---

LIFTS = st.builds(
    Lift,
    load_kg=st.floats(0, 60),
    horizontal_cm=st.floats(0, 80),
    vertical_cm=st.floats(0, 200),
    travel_cm=st.floats(0, 200),
    twist_degrees=st.floats(0, 180),
    per_minute=st.floats(0, 20),
    hours=st.floats(0, 8),
    grip=st.sampled_from(["good", "fair", "poor"]),
)


@given(lift=LIFTS, farther=st.floats(0, 40), more=st.floats(0, 10), turn=st.floats(0, 90))
def test_farther_more_often_or_more_twisted_never_raises_the_limit(
    protocol: Protocol, lift: Lift, farther: float, more: float, turn: float
) -> None:
    equation = protocol.lifting_equations["niosh_1991"]
    limit = lifting_limit(equation, lift).value
    assert 0 <= limit.recommended_kg <= equation.load_constant_kg
    assert all(0 <= part.value <= 1 for part in limit.multipliers)
    harder = msgspec.structs.replace(
        lift,
        horizontal_cm=lift.horizontal_cm + farther,
        travel_cm=lift.travel_cm + farther,
        twist_degrees=lift.twist_degrees + turn,
        per_minute=lift.per_minute + more,
        hours=min(8.0, lift.hours + more),
        grip="poor",
    )
    assert lifting_limit(equation, harder).value.recommended_kg <= limit.recommended_kg


def test_the_lint_notices_a_table_that_rewards_harder_lifting(protocol: Protocol) -> None:
    equation = protocol.lifting_equations["niosh_1991"]
    assert list(check_lifting(protocol)) == []
    first, second, *rest = equation.frequency
    wrongs: list[tuple[dict[str, object], str]] = [
        ({"frequency": (second, first, *rest)}, "not in order"),
        (
            {"frequency": (first, msgspec.structs.replace(second, short=(1.0, 2.0)), *rest)},
            "kinder",
        ),
        ({"frequency": ()}, "empty"),
        ({"coupling": {}}, "fair is missing"),
        ({"terms": {}}, "horizontal is missing"),
        ({"hours": {}}, "long is missing"),
    ]
    for wrong, words in wrongs:
        broken = msgspec.structs.replace(equation, **wrong)
        faulty = msgspec.structs.replace(protocol, lifting_equations={"niosh_1991": broken})
        assert words in " ".join(fault.text for fault in check_lifting(faulty))
