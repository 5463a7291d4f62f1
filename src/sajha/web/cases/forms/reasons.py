"""The reason that people give."""

from django.utils.translation import gettext_lazy as _

from sajha.web.texts import Text


def reason_field() -> Text:
    """Kept with what was done, sealed."""
    words = _("At least 10 characters. It is recorded, and the person concerned can see it.")
    return Text(label=_("Reason"), help_text=words, rows=3, max_length=500)
