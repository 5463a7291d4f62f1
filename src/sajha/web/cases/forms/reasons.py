"""The reason that people give."""

from django.utils.translation import gettext_lazy as _

from sajha.cases.rules import LEAST_REASON
from sajha.web.texts import Text


def reason_field() -> Text:
    """Kept with what was done, sealed."""
    words = _("At least %(count)s characters. It is recorded, and the person concerned can see it.") % {
        "count": LEAST_REASON
    }
    return Text(label=_("Reason"), help_text=words, rows=3, max_length=500)
