"""From a program to the plan that a diary can follow: its exercises, and what must stay out.

What the person's states, answers and equipment rule out at each stage goes with the plan, so that
no easier or harder form that an adaptation brings in is one that the planner would have refused.
"""

from __future__ import annotations

from ischia.care.decision import Decision
from ischia.care.person import Person
from ischia.care.plan import PlanItem, PlanState, new_item, new_plan
from ischia.care.program import Plan, Planner, Prescription
from ischia.care.screening import Screening
from ischia.protocol.exercise import STAGES

Refused = tuple[tuple[str, ...], dict[str, tuple[str, ...]]]
NOTHING_SCREENED = Screening(
    disposition=None, complete=False, current=False, allows_exercise=False, open_rules=()
)


def start(planner: Planner, person: Person, plan: Plan) -> PlanState | None:
    """The plan before its first day; None when the program has no sessions."""
    if not plan.sessions:
        return None
    ceiling = planner.ceiling(person)
    always, in_stage = refused(planner, person)
    items = tuple(_item(planner, same, ceiling) for same in _by_exercise(plan))
    return new_plan(planner.protocol, plan.stage, ceiling, items, always, in_stage)


def refused(planner: Planner, person: Person) -> Refused:
    """The exercises to avoid at every stage, and those to avoid at some."""
    by_stage = {stage: planner.refused(person, stage) for stage in STAGES}
    always = frozenset[str].intersection(*by_stage.values())
    in_stage = {stage: tuple(sorted(names - always)) for stage, names in by_stage.items()}
    return tuple(sorted(always)), in_stage


def described(
    cause: str, states: tuple[str, ...] = (), equipment: frozenset[str] | None = None
) -> Person:
    """A person of whom only this is known: enough for what to avoid, never for a program."""
    return Person(
        screening=Decision(NOTHING_SCREENED, ()),
        answers={},
        cause=cause,
        states=states,
        equipment=equipment,
    )


def _by_exercise(plan: Plan) -> list[list[Prescription]]:
    """The prescriptions of the day, those of one exercise together, in order of importance."""
    found: dict[str, list[Prescription]] = {}
    for session in plan.sessions:
        for item in session.items:
            found.setdefault(item.exercise, []).append(item)
    return list(found.values())


def _item(planner: Planner, same: list[Prescription], ceiling: int) -> PlanItem:
    """One exercise as often as it stands in the day's sessions, at the smaller of its doses."""
    least = min(same, key=lambda item: item.minutes)
    return new_item(planner.protocol, least.exercise, least.dose, ceiling, len(same))
