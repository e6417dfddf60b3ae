"""Messages to a browser with the page closed: switched on and off in one tap, never by itself."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from ischia.care.answers import AnswerError
from ischia.exchange.web_push import Subscription, new_key, public_key, valid_subscription
from ischia.record.models import Person
from ischia.record.pushes import Device, add_device, remove_device
from ischia.web.config import Config, own_secret
from ischia.web.person import with_person
from ischia.web.reminders.rounds import Sender


def sender_of(config: Config) -> Sender:
    """This server as a sender. Its key is made when it is first needed, and kept."""
    return Sender(key=push_key(config), contact=config.contact)


def push_key(config: Config) -> str:
    """The private key, in the data folder and for its owner only."""
    return own_secret(config, "push.key", new_key)


def shown_key() -> str:
    """The public half, for the page; empty where the file is damaged (`ischia doctor` says so)."""
    try:
        return public_key(push_key(settings.CONFIG))
    except ValueError:
        return ""


@require_POST
@with_person
def switch(request: HttpRequest, person: Person) -> JsonResponse:
    """Add this browser, or take it away. Nothing is sent to it before."""
    given = request.POST
    if given.get("want") == "off":
        remove_device(person, given.get("endpoint", ""))
        return JsonResponse({"on": False})
    wanted = Subscription(*(given.get(name, "") for name in Subscription.__struct_fields__))
    try:
        to = valid_subscription(wanted)
    except AnswerError as error:
        return JsonResponse({"faults": [str(fault) for fault in error.faults]}, status=400)
    language = get_language() or "en"
    add_device(
        person, Device(endpoint=to.endpoint, p256dh=to.p256dh, auth=to.auth, language=language)
    )
    return JsonResponse({"on": True})
