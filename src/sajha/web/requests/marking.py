"""How the sender wants a package handled: chosen beside the draft, folded away, sensible as it stands."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sajha.basics.clock import now
from sajha.disclosure.rules import LEAST, labels_from, may_wish
from sajha.disclosure.values import CONDITIONS_LENGTH, Handling, Marks
from sajha.terms.labels.requests import CODES_OF_HANDLING, HANDLING, INFORMATION_GRADES, SOURCE_GRADES, word
from sajha.terms.reasons import reason_text
from sajha.web.consent.forms import end_of

_AT_FIELD = {"marks.too_lax": "tlp", "marks.no_conditions": "conditions", "marks.end": "ends_on"}
_NOT_GRADED = ("", _("Not graded"))


class MarksForm(forms.Form):
    """Label, codes, grades and end. ``least``: the laxest label that may be chosen."""

    tlp = forms.ChoiceField(label=_("Who may have it"), required=False, widget=forms.RadioSelect)
    handling = forms.MultipleChoiceField(
        label=_("What they may not do with it"),
        required=False,
        choices=lambda: [(code.value, f"{code}: {word(CODES_OF_HANDLING, code)}") for code in Handling],
        widget=forms.CheckboxSelectMultiple,
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        help_text=_("In words, for H3. They read this."),
        required=False,
        max_length=CONDITIONS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source_grade = forms.ChoiceField(
        label=_("How far the source can be relied on"),
        required=False,
        choices=lambda: [_NOT_GRADED, *SOURCE_GRADES.items()],
    )
    information_grade = forms.ChoiceField(
        label=_("How sure it is"), required=False, choices=lambda: [_NOT_GRADED, *INFORMATION_GRADES.items()]
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("After this day it is sealed at their node. It ends earlier when the consent or the basis ends."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, least: str = LEAST, **more: Any) -> None:
        super().__init__(*args, **more)
        self.least = least
        self.fields["tlp"].choices = [(one, f"TLP:{one}: {word(HANDLING, one)}") for one in labels_from(least)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors:
            answer = may_wish(self.wished(), now())
            if not answer.allowed:
                self.add_error(_AT_FIELD[answer.because], reason_text(answer.because))
        return typed

    def wished(self) -> Marks:
        """The marks as chosen."""
        given = self.cleaned_data
        return Marks(
            tlp=given["tlp"] or self.least,
            handling=tuple(sorted(map(Handling, given["handling"]))),
            conditions=given["conditions"].strip(),
            source_grade=given["source_grade"],
            information_grade=given["information_grade"],
            expires_at=end_of(given["ends_on"]),
        )

    def text(self) -> str:
        """The marks as a draft keeps them."""
        return msgspec.json.encode(self.wished()).decode()


def first_values(wished: Marks, least: str) -> dict[str, Any]:
    """What the form shows first."""
    return {
        "tlp": wished.tlp if wished.tlp in labels_from(least) else least,
        "handling": list(wished.handling),
        "conditions": wished.conditions,
        "source_grade": wished.source_grade,
        "information_grade": wished.information_grade,
        "ends_on": _day(wished.expires_at),
    }


def _day(end: datetime | None) -> date | None:
    """The last day before an end that stands at midnight."""
    return timezone.localtime(end - timedelta(seconds=1)).date() if end else None
