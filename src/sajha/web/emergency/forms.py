"""What is typed about an emergency."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.cases.emergency.rules import LEAST_HOURS, MOST_HOURS, USUAL_HOURS
from sajha.terms.labels.emergency import VERDICTS
from sajha.web.cases.asked import Asked
from sajha.web.cases.forms.reasons import reason_field
from sajha.web.texts import Text


class AskForm(Asked):
    """Which case, why, for how long."""

    number = forms.CharField(
        label=_("Case number"),
        max_length=16,
        help_text=_("Such as 2026-000123. You are not told whether there is such a case."),
    )
    danger = forms.BooleanField(label=_("A life is in danger now"), required=False)
    reason = reason_field()
    hours = forms.IntegerField(
        label=_("For how many hours"),
        min_value=LEAST_HOURS,
        max_value=MOST_HOURS,
        initial=USUAL_HOURS,
        help_text=_("1 to 24. It closes by itself."),
    )


class ReviewForm(Asked):
    """Whether it was justified, and why."""

    verdict = forms.ChoiceField(
        label=_("Was it justified?"), choices=lambda: list(VERDICTS.items()), widget=forms.RadioSelect
    )
    reason = Text(label=_("Why"), help_text=_("At least 10 characters. The two can read it."), rows=4, max_length=2000)
