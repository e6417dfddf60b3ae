"""What the player needs to know: the exercises with their beats, and every word that it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from ischia.care.coaching import beats
from ischia.care.dose import Amount, amount
from ischia.exchange.wording import said
from ischia.motion.tracker.sight import SAYS
from ischia.protocol.model import Protocol
from ischia.record.shown import TodayItem, TodaySession
from ischia.web.figure.addresses import figure_addresses
from ischia.web.words import dose_in_words

Json = dict[str, Any]


def session_script(protocol: Protocol, session: TodaySession) -> list[Json]:
    """The exercises of a session in their order, each with an easier one to fall back on."""
    return [_item(protocol, item) for item in session.items]


def practice_script(protocol: Protocol, exercise: str) -> list[Json]:
    """One exercise by itself, at the dose that it starts with."""
    return [_exercise(protocol, exercise, amount(protocol.exercises[exercise].dose, 0))]


def _item(protocol: Protocol, item: TodayItem) -> Json:
    script = _exercise(protocol, item.exercise, item.dose)
    easier = protocol.exercises.get(item.easier)
    start = amount(easier.dose, 0) if easier else None
    script["easier"] = _exercise(protocol, easier.id, start) if easier and start else None
    return script


def _exercise(protocol: Protocol, name: str, dose: Amount) -> Json:
    exercise = protocol.exercises[name]
    moving, still = figure_addresses(protocol, name)
    return {
        "exercise": name,
        "title": exercise.title,
        "amount": dose_in_words(dose),
        "steps": exercise.steps,
        "figure": moving,
        "still": still,
        "figure_alt": _("Drawing of the exercise: %(title)s") % {"title": exercise.title},
        "beats": msgspec.to_builtins(beats(protocol, name, dose)),
        "easier": None,
    }


def words() -> Mapping[str, Any]:
    """Everything that the player shows and says. Names in braces are filled in by the page."""
    return {
        "place": _("{n} of {of}"),
        "next": _("Then: {title}"),
        "last": _("This is the last one."),
        "ready": _("Get ready: {title}. {side} {first}"),
        "set_ready": _("Set {set}. Get ready."),
        "switch": _("Change over: {side}."),
        "reach": _("And go."),
        "hold": _("Hold."),
        "return": _("Slowly back."),
        "timed": _("Begin. Keep to a pace that is easy."),
        "rest": _("Rest."),
        "finished": _("That was the last one. Well done."),
        "paused": _("Paused"),
        "pause": _("Pause"),
        "go_on": _("Go on"),
        "rep_of": _("of {of}"),
        "set_of": _("set {set} of {sets}"),
        "hurts_title": _("{title} hurts"),
        "camera_refused": _("No camera. The timer counts instead."),
        "camera_loading": _("Getting the camera ready. The first time this takes a little."),
        "camera_frame": _(
            "Put the device side-on, two to three metres away: all of you in the picture."
        ),
        "camera_failed": _(
            "The camera coach does not work on this device. The timer counts instead."
        ),
        "camera_blind": _("The camera cannot judge this one. The timer counts."),
        "camera_timer": _("I have not seen a repetition for a while. The timer counts this one."),
        "camera_lite": _("This device is slow: a lighter model takes over."),
        "camera_slow": _("This device is too slow for the camera. The timer counts from here."),
        "camera_sees": _("The camera sees all that it needs. Start when you like."),
        "seen": _("Repetitions that the camera saw: {n}."),
        "seen_well": _("It saw nothing to change."),
        "cannot_see": {what: said(text) for what, text in SAYS.items()},
        "voice_on": _("I will speak the cues."),
        "sides": {"left": _("left side"), "right": _("right side")},
        "phases": {
            "ready": _("Get ready"),
            "switch": _("Change sides"),
            "reach": _("Move"),
            "hold": _("Hold"),
            "return": _("Slowly back"),
            "move": _("Move"),
            "timed": _("Go on"),
            "rest": _("Rest"),
        },
    }
