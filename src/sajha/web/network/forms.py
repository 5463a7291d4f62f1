"""What an administrator gives when another node is to become a member, or stops being one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sajha.network.values import LARGEST_DESCRIPTOR


class AddForm(forms.Form):
    """The other node's description, as a file or as text."""

    file = forms.FileField(label=_("File with the description"), required=False)
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        max_length=LARGEST_DESCRIPTOR,
        widget=forms.Textarea(attrs={"spellcheck": "false", "class": "mono"}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        file, text = values.get("file"), values.get("text", "")
        if not self.errors and bool(file) == bool(text):
            raise ValidationError(_("Give either the file or its text."))
        values["content"] = file.read(LARGEST_DESCRIPTOR + 1) if file else text.encode()
        return values


class FingerprintForm(forms.Form):
    """What the people of the other node read out."""

    fingerprint = forms.CharField(
        label=_("Fingerprint of the other node"),
        max_length=80,
        help_text=_("Forty digits, as its people read them to you. Spaces do not count."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "mono"}),
    )


class ReasonForm(forms.Form):
    """Why a member is closed or opened; it is recorded."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea)
