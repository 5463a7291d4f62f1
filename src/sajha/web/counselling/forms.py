"""What is typed in counselling."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.web.cases.asked import Asked
from sajha.web.texts import Text


class WordsForm(Asked):
    """What was said."""

    words = Text(
        label=_("Counselling note"),
        help_text=_("Sealed. It opens to you alone until you name somebody, and never leaves."),
        required=False,
        rows=12,
        max_length=20000,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
