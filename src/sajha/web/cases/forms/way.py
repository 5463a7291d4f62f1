"""What is typed about the way."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.cases.values import (
    LegFacts,
    LegSheet,
)
from sajha.terms.labels.fields import FIELD_LABELS
from sajha.web.cases.asked import Revised
from sajha.web.cases.fields import (
    code,
    district_field,
    place_from,
    place_typed,
    region_field,
)
from sajha.web.selects import Select
from sajha.web.texts import Text


class LegForm(Revised):
    """One part of the way."""

    PLACES = ("start", "end")
    GROUPS = (("", ("start", "end", "transport", "month", "position", "note", "revision")),)

    start_region = region_field("start", _("From: state or country"))
    start_district = district_field()
    end_region = region_field("end", _("To: state or country"))
    end_district = district_field()
    transport = code("transport_mode", "leg.transport")
    month = forms.CharField(
        label=FIELD_LABELS["leg.month"],
        help_text=_("Year and month, such as 2026-03."),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"type": "month", "class": "short"}),
    )
    position = forms.TypedChoiceField(label=_("Place in the order"), coerce=int, widget=Select)
    note = Text(
        label=FIELD_LABELS["leg.note"], help_text=_("Sealed. Notes never leave this organisation."), required=False
    )

    def __init__(self, *args: Any, count: int, new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["position"].choices = [(number, str(number)) for number in range(1, count + 1)]  # type: ignore[attr-defined]
        if not new:
            del self.fields["note"]
        else:
            del self.fields["revision"]

    def leg(self) -> LegFacts:
        typed = self.cleaned_data
        return LegFacts(
            place_from(typed, "start"),
            place_from(typed, "end"),
            typed["transport"],
            typed["month"],
            typed.get("note", ""),
        )


def leg_typed(leg: LegSheet, revision: int) -> dict[str, Any]:
    """A part of the way as the first values of its form."""
    places = {**place_typed(leg.start, "start"), **place_typed(leg.end, "end")}
    return {
        **places,
        "transport": str(leg.transport),
        "month": leg.month,
        "position": leg.position,
        "revision": revision,
    }
