"""What is typed about things seen in a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.cases.values import PartySheet
from sajha.terms.identifiers import IdentifierKind
from sajha.terms.labels.fields import FIELD_LABELS
from sajha.web.cases.asked import Asked, Revised
from sajha.web.cases.forms.reasons import reason_field
from sajha.web.cases.shown import ThingShown
from sajha.web.selects import Select
from sajha.web.texts import Line

OF_CASE = "case"


def _value_field() -> Line:
    """The browser neither remembers nor corrects it."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"})
    return Line(label=_("Number or address"), help_text=_("As you read it. Never an Aadhaar number."), widget=widget)


class NewThingForm(Asked):
    """One more thing, and whose it is."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=lambda: [
            ("", _("Choose")),
            *((kind.value, FIELD_LABELS[f"identifier.{kind}"]) for kind in IdentifierKind),
        ],
        widget=Select,
    )
    value = _value_field()
    whose = forms.ChoiceField(
        label=_("Whose is it?"),
        help_text=_(
            "What belongs to a victim, a missing person or a witness goes to nobody against that person's word."
        ),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, people: tuple[PartySheet, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        nobody = (OF_CASE, _("Nobody's: it was only seen in the case"))
        self.fields["whose"].choices = [*((one.id, one.name) for one in people), nobody]  # type: ignore[attr-defined]

    def party(self) -> str:
        """The id of the owner; empty for the case itself."""
        whose = str(self.cleaned_data["whose"])
        return "" if whose == OF_CASE else whose


class ThingForm(Revised):
    """The number or address anew: what is recorded is not shown for it."""

    value = _value_field()


class ShowThingsForm(Asked):
    """Which things, and why."""

    fields_asked = forms.MultipleChoiceField(label=_("What do you need to see?"), widget=forms.CheckboxSelectMultiple)
    reason = reason_field()

    def __init__(self, *args: Any, things: list[ThingShown], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["fields_asked"].choices = [(one.id, one.what) for one in things]  # type: ignore[attr-defined]
