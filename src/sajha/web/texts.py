"""Fields for free text, wherever people write: in none of them is an Aadhaar number taken."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sajha.terms.aadhaar import holds_aadhaar
from sajha.terms.reasons import reason_text


def no_aadhaar(text: str) -> None:
    """Refuse a text that holds an Aadhaar number.

    Raises:
        ValidationError: it does. The message does not repeat it.
    """
    if holds_aadhaar(text):
        words = f"{reason_text('aadhaar.never')} {reason_text('aadhaar.other_document')}"
        raise ValidationError(words, code="aadhaar.never")


class Line(forms.CharField):
    """One line of text."""

    default_validators = [no_aadhaar]

    def __init__(self, *args: Any, max_length: int = 200, **more: Any) -> None:
        super().__init__(*args, max_length=max_length, **more)


class Text(Line):
    """Several lines of text."""

    def __init__(self, *args: Any, max_length: int = 4000, rows: int = 4, **more: Any) -> None:
        super().__init__(*args, max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **more)
