"""Ease now: the emergency signs first, then a position, a movement, and the next hours."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ischia.exchange.wording import shown_protocol
from ischia.protocol.model import Disposition, Easing, FirstSign, Protocol
from ischia.record.knowledge import knowledge
from ischia.web.ease.signs import disposition_of, groups, signs_of, unsure_of
from ischia.web.emergency import numbers_for

NEXT = ("comfort_at_night", "warmth", "medicines", "rest_or_stay_active")
HELP = ("emergency_signs", "same_day_signs", "see_someone_soon")


def _titles() -> dict[str, str]:
    """The screens' headings."""
    return {
        "between_the_legs": _("Bladder, bowel and between the legs"),
        "legs": _("Your legs"),
        "whole_body": _("Chest, belly and head"),
    }


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Straight to the first screen: nobody in pain wants an introduction."""
    return _signs(request, groups(shown_protocol())[0])


@require_GET
def signs(request: HttpRequest, group: str) -> HttpResponse:
    """One screen of emergency signs."""
    if group not in groups(shown_protocol()):
        raise Http404
    return _signs(request, group)


def _signs(request: HttpRequest, group: str) -> HttpResponse:
    protocol = shown_protocol()
    screens = groups(protocol)
    place = screens.index(group)
    page = {
        "group": group,
        "title": _titles().get(group, ""),
        "signs": signs_of(protocol, group),
        "before": screens[place - 1] if place else "",
        "after": screens[place + 1] if place + 1 < len(screens) else "",
        "number": place + 1,
        "of": len(screens),
    }
    return render(request, "ease/signs.html", page)


@require_GET
def help_now(request: HttpRequest, group: str, sign: str) -> HttpResponse:
    """The sign is there: what to do, and no way around."""
    known = shown_protocol().first_signs.get(sign)
    if known is None or known.group != group:
        raise Http404
    reached = disposition_of(knowledge(), known, "yes", timezone.localdate())
    return _help(request, group, reached, known)


@require_GET
def unsure(request: HttpRequest, group: str) -> HttpResponse:
    """One of the signs may be there."""
    if group not in groups(shown_protocol()):
        raise Http404
    return _help(request, group, unsure_of(knowledge(), group, timezone.localdate()))


def _help(
    request: HttpRequest, group: str, reached: Disposition, sign: FirstSign | None = None
) -> HttpResponse:
    page = {
        "words": shown_protocol().dispositions[reached],
        "emergency": reached.urgency >= Disposition.EMERGENCY_TODAY.urgency,
        "sign": sign,
        "finding": shown_protocol().findings[sign.finding] if sign else None,
        "group": group,
        **numbers_for(request),
    }
    return render(request, "ease/help.html", page)


def _easings(protocol: Protocol) -> list[Easing]:
    return sorted(protocol.easings.values(), key=lambda easing: easing.order)


@require_GET
def first_position(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The position that is tried first."""
    return redirect("ease:position", _easings(shown_protocol())[0].id)


@require_GET
def position(request: HttpRequest, easing: str) -> HttpResponse:
    """One position to try, and how it was."""
    protocol = shown_protocol()
    easings = _easings(protocol)
    if easing not in protocol.easings:
        raise Http404
    place = easings.index(protocol.easings[easing])
    page = {
        "easing": easings[place],
        "after": easings[place + 1] if place + 1 < len(easings) else None,
        "easings": easings,
        "number": place + 1,
        "how": protocol.education["find_a_position"],
    }
    return render(request, "ease/position.html", page)


@require_GET
def move(request: HttpRequest, easing: str) -> HttpResponse:
    """The first movement from the position that eases."""
    protocol = shown_protocol()
    if easing not in protocol.easings:
        raise Http404
    chosen = protocol.easings[easing]
    page = {
        "easing": chosen,
        "exercise": protocol.exercises[chosen.then],
        "how": protocol.education["first_movement"],
    }
    return render(request, "ease/move.html", page)


@require_GET
def none_eases(request: HttpRequest) -> HttpResponse:
    """Every position was tried."""
    return _next(request, "nothing_eases")


@require_GET
def next_hours(request: HttpRequest) -> HttpResponse:
    """What to do in the next hours, and when to get help."""
    return _next(request, "")


def _next(request: HttpRequest, first: str) -> HttpResponse:
    protocol = shown_protocol()
    education = protocol.education
    kept = protocol.easings.get(request.GET.get("with", ""))
    page = {
        "first": education.get(first),
        "now": education["next_hours"],
        "texts": [education[name] for name in NEXT],
        "help": [education[name] for name in HELP],
        "easing": kept,
    }
    return render(request, "ease/next.html", page)
