"""Daily living: the day's breaks, places, lifting, and small habits."""

from __future__ import annotations

from typing import cast, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ischia.care.answers import AnswerError
from ischia.care.daily import Living, advice_for, breaks_for, habits_for
from ischia.exchange.wording import shown_protocol
from ischia.protocol.daily import Topic
from ischia.record import daily, journey
from ischia.record.models import Person
from ischia.web.check.views import is_emergency
from ischia.web.daily_living.coach import EQUATION, EVERYDAY, coach, read_lift
from ischia.web.person import account_of, with_person

PLACES = ("workstation", "driving", "sleep", "morning")
LIFT = "box_lift"  # the exercise that practises it
SEP = ":"


def topics() -> dict[str, str]:
    """The names of the places."""
    return {
        "workstation": _("At a desk"),
        "driving": _("In the car"),
        "sleep": _("In bed"),
        "morning": _("Early in the morning"),
    }


def measures() -> dict[str, str]:
    """What the lifting coach asks for, in words."""
    return {
        "load_kg": _("How heavy (kg)"),
        "horizontal_cm": _("From your ankles forward to your hands (cm)"),
        "vertical_cm": _("From the floor up to your hands at the start (cm)"),
        "travel_cm": _("How far up or down it goes (cm)"),
        "twist_degrees": _("How far you turn (degrees; a right angle is ninety)"),
        "per_minute": _("How often in a minute"),
        "hours": _("For how many hours"),
    }


def _living(person: Person) -> Living:
    now = timezone.now()
    return daily.living_of(journey.today(person, at=now))


@require_GET
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """Breaks for today, and the way to everything else."""
    now = timezone.now()
    today = journey.today(person, at=now)
    if is_emergency(today.disposition):
        return redirect("check:result")
    living = daily.living_of(today)
    protocol = shown_protocol()
    decision = breaks_for(protocol, living)
    places = [
        {"topic": topic, "title": title}
        for topic, title in topics().items()
        if advice_for(protocol, cast("Topic", topic), living)
    ]
    page = {
        "breaks": decision.value,
        "reasons": decision.reasons,
        "names": {"sitting": _("Sitting"), "standing": _("Standing")},
        "living": living,
        "places": places,
        "tied": daily.tied_habits(person, living),
    }
    return render(request, "daily_living/home.html", page)


@require_GET
@with_person
def place(request: HttpRequest, person: Person, topic: str) -> HttpResponse:
    """One place or time of day."""
    if topic not in PLACES or topic not in get_args(Topic):
        raise Http404
    protocol = shown_protocol()
    advice = advice_for(protocol, cast("Topic", topic), _living(person))
    page = {
        "topic": topic,
        "title": topics()[topic],
        "advice": advice,
        "drawing": f"daily_living/drawings/{topic}.html" if topic != "morning" else "",
    }
    return render(request, "daily_living/place.html", page)


@require_GET
@with_person
def lifting(request: HttpRequest, person: Person) -> HttpResponse:
    """The lifting coach. What is typed stays in the address and is not kept."""
    protocol = shown_protocol()
    equation = protocol.lifting_equations[EQUATION]
    given = {name: request.GET.get(name, usual) for name, usual in EVERYDAY.items()}
    asked = any(name in request.GET for name in EVERYDAY)
    coached, faults = None, ()
    try:
        coached = coach(equation, read_lift(given)) if asked else None
    except AnswerError as error:
        faults = tuple(error.faults)
    labels = measures()
    may_practise = journey.may_practise(person, LIFT, at=timezone.now())
    page = {
        "practice": LIFT if may_practise else "",
        "given": given,
        "fields": [
            {"name": name, "label": label, "value": given[name],
             "faulty": any(fault.field == name for fault in faults)}
            for name, label in labels.items()
        ],
        "grips": equation.coupling,
        "coached": coached,
        "faults": [(labels.get(fault.field, fault.field), fault) for fault in faults],
        "equation": equation,
        "advice": advice_for(protocol, "lifting", _living(person)),
    }  # fmt: skip
    return render(request, "daily_living/lifting.html", page, status=400 if faults else 200)


@require_http_methods(["GET", "POST"])
@with_person
def habits(request: HttpRequest, person: Person) -> HttpResponse:
    """Choose a moment and a small thing; take one away again."""
    living = _living(person)
    faults: tuple[object, ...] = ()
    if request.method == "POST":
        plans = _wanted(request, daily.plans_of(person))
        try:
            now = timezone.now()
            daily.keep_habits(person, {"plans": plans}, at=now, author=account_of(request))
            return redirect("daily_living:habits")
        except AnswerError as error:
            faults = tuple(error.faults)
    protocol = shown_protocol()
    page = {
        "tied": daily.tied_habits(person, living),
        "moments": sorted(protocol.moments.values(), key=lambda one: one.order),
        "habits": habits_for(protocol, living),
        "most": daily.MOST_HABITS,
        "faults": faults,
    }
    return render(request, "daily_living/habits.html", page, status=400 if faults else 200)


def _wanted(request: HttpRequest, plans: tuple[object, ...]) -> list[dict[str, str]]:
    """The plans as they are to be: without the one taken away, with the one added."""
    wanted = [
        {"moment": str(getattr(plan, "moment", "")), "habit": str(getattr(plan, "habit", ""))}
        for plan in plans
    ]
    gone = request.POST.get("remove", "")
    if gone:
        moment, _sep, habit = gone.partition(SEP)
        return [plan for plan in wanted if plan != {"moment": moment, "habit": habit}]
    added = {"moment": request.POST.get("moment", ""), "habit": request.POST.get("habit", "")}
    return wanted if added in wanted else [*wanted, added]
