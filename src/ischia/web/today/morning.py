"""The morning after: told in three taps when nothing has changed, and what comes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ischia.care.answers import AnswerError
from ischia.exchange.wording import shown_protocol
from ischia.record import journey
from ischia.record.models import Person
from ischia.record.mornings import LastTold, last_told
from ischia.record.valid import error
from ischia.web.person import with_person
from ischia.web.scales import scales
from ischia.web.words import zones


@require_http_methods(["GET", "POST"])
@with_person
def check_in(request: HttpRequest, person: Person) -> HttpResponse:
    """A few taps about the last session and the night; the danger question is always asked."""
    now = timezone.now()
    last = last_told(person, now)
    faults: object = ()
    if request.method == "POST":
        try:
            _danger_told(request.POST)
            journey.check_in(person, _told(request.POST, last, timezone.localdate()), at=now)
            return redirect("today:told")
        except AnswerError as fault:
            faults = fault.faults
    since = journey.today(person, at=now).since
    page: dict[str, Any] = {"faults": faults, "last": last, "since": since, **scales()}
    if last is not None:
        page["last_zone"] = dict(zones()).get(last.zone or 0, "")
    return render(request, "today/check_in.html", page, status=400 if faults else 200)


def _danger_told(given: QueryDict) -> None:
    """The question about danger is answered every time, also in one tap. Raises `AnswerError`."""
    if given.get("danger") not in ("yes", "no"):
        raise error("danger", _("the first question is open"), _("answer it with yes or no"))


def _told(given: QueryDict, last: LastTold | None, today: date) -> dict[str, object]:
    """What was tapped; what was left out is left out. In one tap: as it was told last."""
    danger = given.get("danger") == "yes" if given.get("danger") else None
    told: dict[str, object] = {"on": today.isoformat(), "danger": danger}
    if given.get("as_before") and last is not None:
        same: dict[str, object] = {
            "pain": last.pain, "zone": last.zone, "flare_felt": False, "bad_night": False,
            "as_before": True,
        }  # fmt: skip
        return told | same
    told["pain"] = {name: given[name] for name in ("leg", "back") if given.get(name)}
    told["flare_felt"] = given.get("flare") == "yes" if given.get("flare") else None
    told["bad_night"] = given.get("night") == "bad" if given.get("night") else None
    more = {"zone": "zone", "settled": "settled_within_hours", "walked": "walked_minutes"}
    return told | {name: given[field] for field, name in more.items() if given.get(field)}


@require_GET
@with_person
def told(request: HttpRequest, person: Person) -> HttpResponse:
    """What changes today, and why; the person may always choose less."""
    today = journey.today(person, at=timezone.now())
    rules = shown_protocol().adaptation_rules
    changed = [rules[c.rule] for c in today.changes if c.rule in rules]
    stopped = shown_protocol().dispositions.get(today.disposition) if today.disposition else None
    page = {
        "today": today,
        "changes": today.changes,
        "rules": list(dict.fromkeys(changed)) or [rules["hold"]],
        "words": stopped if not today.sessions else None,
    }
    return render(request, "today/told.html", page)


@require_POST
@with_person
def less(_request: HttpRequest, person: Person) -> HttpResponse:
    """About half of everything, from now on; it grows again as it goes well."""
    now = timezone.now()
    today = journey.today(person, at=now)
    names = {item.exercise for session in today.sessions for item in session.items}
    for name in sorted(names):
        try:
            journey.choose(person, {"exercise": name, "want": "less"}, at=now)
        except AnswerError:  # one of a flare's gentle exercises is not in the plan
            continue
    return redirect("today:home")
