"""What shall cross into another vault."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.disclosure.queries import Wish
from sajha.disclosure.values import GROUNDS as GATE_GROUNDS
from sajha.liaison.values import OFFERED, Kind
from sajha.terms.labels.requests import FIELDS, GROUNDS, KINDS, word
from sajha.terms.labels.vaults import VAULTS

Choices = list[tuple[str, str]]


class CrossForm(forms.Form):
    """Into which vault, for what, of whom, what, on what ground. ``shown`` is the mark of the preview that was seen."""

    to_vault = forms.ChoiceField(label=_("Into which vault?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("For what?"), choices=lambda: [(kind.value, KINDS[kind]) for kind in OFFERED])
    parties = forms.MultipleChoiceField(label=_("About whom?"), required=False, widget=forms.CheckboxSelectMultiple)
    fields_chosen = forms.MultipleChoiceField(
        label=_("What tells who the person is"),
        help_text=_("Stays hidden unless you tick it and name a ground."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        required=False,
        choices=lambda: [("", _("None")), *((ground, GROUNDS[ground]) for ground in GATE_GROUNDS)],
    )
    ground_reason = forms.CharField(
        label=_("What the ground rests on"),
        help_text=_("For example the number and date of the order. This stays here."),
        required=False,
        max_length=1000,
    )
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, vault: str, parties: Choices, names: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        offered: dict[str, list[tuple[str, Any]]] = {
            "to_vault": [pair for pair in VAULTS.items() if pair[0] != vault],
            "parties": list(parties),
            "fields_chosen": [(name, word(FIELDS, name)) for name in names],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            if not choices:
                del self.fields[name]

    def wish(self, case: str) -> Wish:
        typed = self.cleaned_data
        return Wish(
            case=case,
            parties=tuple(typed.get("parties", ())),
            to_vault=typed["to_vault"],
            kind=Kind(typed["kind"]),
            chosen=tuple(typed.get("fields_chosen", ())),
            ground=typed["ground"],
            ground_reason=typed["ground_reason"],
        )
