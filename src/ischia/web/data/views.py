"""Everything that is kept: counted, downloaded as a zip, erased with a receipt."""

from __future__ import annotations

import tempfile
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ischia.exchange.export import export_zip
from ischia.record.erase import count, erase, older_copies
from ischia.record.models import Person
from ischia.web.person import with_person

ZIP = "application/zip"
ON_DEVICE = '"cache", "storage"'  # pages kept for offline, and sessions not yet sent
IN_MEMORY = 20_000_000  # beyond this many bytes a download waits in a file that goes by itself


def word() -> str:
    """What must be typed to erase, in the language of the page."""
    return pgettext("typed to erase", "erase")


@require_GET
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """How much is kept, where, and what can be done with it."""
    page = {"counts": count(person.pk), "folder": settings.CONFIG.data}
    return render(request, "data/home.html", page)


@require_POST
@with_person
def download(request: HttpRequest, person: Person) -> HttpResponse:  # noqa: ARG001
    """Everything as a zip."""
    at = timezone.now()
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    export_zip(person, file, at=at)  # pyright: ignore[reportArgumentType]
    file.seek(0)
    name = f"ischia-{timezone.localdate(at)}.zip"
    made = FileResponse(file, as_attachment=True, filename=name, content_type=ZIP)
    return cast("HttpResponse", made)


@require_http_methods(["GET", "POST"])
@with_person
def erase_all(request: HttpRequest, person: Person) -> HttpResponse:
    """Erase after the word was typed; the receipt is shown once, and nobody is signed in then."""
    typed = request.POST.get("word", "").strip().casefold()
    if request.method == "POST" and typed == word().casefold():
        proof = erase(person, at=timezone.now(), copies=older_copies(settings.CONFIG.data))
        logout(request)
        response = render(request, "data/erased.html", {"proof": proof, "person": None})
        response.headers["Clear-Site-Data"] = ON_DEVICE
        return response
    fault = ""
    if request.method == "POST":
        fault = _("Nothing was erased. To go on, type this word: “%(word)s”") % {"word": word()}
    page = {"counts": count(person.pk), "word": word(), "fault": fault}
    return render(request, "data/erase.html", page, status=400 if fault else 200)
