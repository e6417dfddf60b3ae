"""The forms for what a clinician said. What they mean is decided in the record, not here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ischia.exchange.wording import shown_protocol

STATUSES = (
    ("provisional", _("They think it is this")),
    ("confirmed", _("They are sure of it")),
)


class Said(forms.Form):
    """Who said it, and when."""

    by = forms.CharField(
        label=_("Name of the clinician"), max_length=120,
        help_text=_("And what they are, such as physiotherapist or doctor."),
    )  # fmt: skip
    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("Anything else they said"), max_length=4000, required=False,
        help_text=_("You may leave this empty."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class DiagnosisForm(Said):
    """The cause, and how sure they are."""

    cause = forms.ChoiceField(label=_("What they said it is"), widget=forms.RadioSelect)
    status = forms.ChoiceField(
        label=_("How sure they are"), choices=STATUSES, widget=forms.RadioSelect
    )
    field_order = ("cause", "status", "by", "on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        causes = shown_protocol().causes.values()
        named = [(c.id, c) for c in causes if c.kind in ("cause", "unknown")]
        field: Any = self.fields["cause"]
        field.choices = [(name, cause.title) for name, cause in named]
