"""Choosing the times, what a page shows at such a time, and the question after missed days."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from msgspec.structs import asdict

from ischia.care.answers import AnswerError
from ischia.exchange.wording import said, shown_protocol
from ischia.record import daily
from ischia.record.feed import feed_secret
from ischia.record.models import Person
from ischia.record.pushes import devices_of
from ischia.web.emergency import numbers_for
from ischia.web.person import account_of, with_person
from ischia.web.reminders.due import name_of, reminder_due
from ischia.web.reminders.push import shown_key
from ischia.web.words import slots

NIGHT = ("22:00", "07:00")  # what the form shows before quiet hours were chosen
TIMED = ("morning", "evening")
MOOD, EMERGENCY = "mood", "emergency_signs"
LEADS = {
    "ease": "ease:home",
    "shorter": "today:set_up",
    "times": "reminders:home",
    "program": "program:home",
}
MOOD_TEXT = "sleep_worry_and_mood"


@require_http_methods(["GET", "POST"])
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """When to remind, and where the calendar is."""
    chosen = daily.reminders_of(person)
    faults: tuple[object, ...] = ()
    if request.method == "POST":
        wanted = _wanted(request, asdict(chosen))
        try:
            now = timezone.now()
            daily.keep_reminders(person, wanted, at=now, author=account_of(request))
            return redirect("reminders:home")
        except AnswerError as error:
            faults = tuple(error.faults)
    secret = feed_secret(person)
    feed = request.build_absolute_uri(reverse("reminders:feed", args=(secret,))) if secret else ""
    page = {
        "chosen": chosen,
        "slots": [
            {"name": slot, "title": slots()[slot], "at": getattr(chosen, slot),
             "times": _suggested(slot)}
            for slot in TIMED
        ],
        "night": NIGHT,
        "feed": feed,
        "push_key": shown_key(),
        "told": " ".join(device.endpoint for device in devices_of(person)),
        "faults": faults,
    }  # fmt: skip
    return render(request, "reminders/home.html", page, status=400 if faults else 200)


def _suggested(slot: str) -> list[str]:
    """The times to tap, the earliest first."""
    times = shown_protocol().reminder_times.values()
    return sorted(time.at for time in times if time.slot == slot)


def _wanted(request: HttpRequest, now: dict[str, object]) -> dict[str, object]:
    """What is chosen now, with what was tapped in its place. An empty time is none."""
    given = request.POST
    wanted = {name: given[name] or None if name in given else now[name] for name in TIMED}
    if "quiet" in given:
        on = given["quiet"] == "on"
        wanted["quiet_from"] = given.get("quiet_from") or None if on else None
        wanted["quiet_until"] = given.get("quiet_until") or None if on else None
        wanted["repeat"] = given.get("repeat") == "yes"
        return wanted
    return {**now, **wanted}


@require_GET
@with_person
def now(request: HttpRequest, person: Person) -> HttpResponse:  # noqa: ARG001
    """The reminder to be seen now, for the page to ask for: {} where there is none."""
    at = timezone.now()
    found = reminder_due(person, at)
    if found is None:
        return JsonResponse({})
    return JsonResponse(
        {
            "key": name_of(person, found, at),
            "text": said(found.text),
            "start": reverse("session:play", args=(found.slot,)),
        }
    )


@require_http_methods(["GET", "POST"])
@with_person
def missed(request: HttpRequest, person: Person) -> HttpResponse:
    """What got in the way, and the one thing that may help with it."""
    barriers = shown_protocol().barriers
    page: dict[str, object] = {
        "barriers": sorted(barriers.values(), key=lambda one: one.order),
        "alarm": shown_protocol().education[EMERGENCY],
    }
    if request.method == "GET":
        return render(request, "reminders/missed.html", page)
    try:
        entry = daily.tell_why(
            person, request.POST.get("barrier", ""), at=timezone.now(), author=account_of(request)
        )
    except AnswerError as error:
        return render(
            request, "reminders/missed.html", {**page, "faults": error.faults}, status=400
        )
    told = barriers[entry.data["barrier"]]
    lead = _lead(told.leads_to)
    page |= {"told": told, "lead": lead, "low": told.leads_to == MOOD, **numbers_for(request)}
    return render(request, "reminders/missed.html", page)


def _lead(way: str) -> str:
    """Where a help leads."""
    if way != MOOD:
        return reverse(LEADS[way])
    lessons = shown_protocol().lessons.values()
    about = next((one.id for one in lessons if MOOD_TEXT in one.texts), None)
    return (
        f"{reverse('learn:lesson', args=(about,))}#{MOOD_TEXT}" if about else reverse("learn:home")
    )
