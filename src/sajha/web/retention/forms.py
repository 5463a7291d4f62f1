"""What a person types when deciding about keeping."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sajha.retention.classes import classes
from sajha.retention.values import ErasureGround, HoldGround
from sajha.terms.labels.retention import CLASS_LABELS, ERASURE_LABELS, HOLD_LABELS

_WORDS = 2000


class ReasonForm(forms.Form):
    """Every decision has a reason; it stands last."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=_WORDS,
        help_text=_("Kept sealed. It ends with the record."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    def end(self) -> datetime:
        """The end of the day that was typed, in the node's own time."""
        day: date = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


class UntilForm(ReasonForm):
    until = forms.DateField(
        label=_("Day on which somebody looks again"),
        help_text=_("At most three years ahead."),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
    )


class ClassForm(ReasonForm):
    class_id = forms.ChoiceField(label=_("Class"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        fitting = [(one.id, CLASS_LABELS[one.id]) for one in classes().values() if one.kind == kind]
        self.fields["class_id"].choices = fitting  # type: ignore[attr-defined]


class HoldForm(UntilForm):
    ground = forms.ChoiceField(
        label=_("Ground"), widget=forms.RadioSelect, choices=[(one.value, HOLD_LABELS[one]) for one in HoldGround]
    )
    authority = forms.CharField(label=_("Who ordered it"), max_length=300)
    order = forms.CharField(label=_("Section or order"), max_length=300, help_text=_("With its number and date."))


class EraseForm(ReasonForm):
    ground = forms.ChoiceField(
        label=_("Why it should end"),
        widget=forms.RadioSelect,
        choices=[(one.value, ERASURE_LABELS[one]) for one in ErasureGround],
    )


class ConfirmForm(ReasonForm):
    sure = forms.BooleanField(label=_("I know that nothing of it can ever be read again"))
