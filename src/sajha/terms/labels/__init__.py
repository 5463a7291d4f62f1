"""What codes are called, in plain English for the catalogue; a file per subject, each with ``NAMES`` and ``LABELS``."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sajha.terms.labels import case, person, process

Text = str | Promise

ABSENT_LABELS: dict[str, Text] = {
    "unknown": _("Not known"),
    "not_asked": _("Not asked"),
    "declined": _("Declined to answer"),
    "not_applicable": _("Does not apply"),
    "withheld": _("Withheld"),
}

NAMES: dict[str, Text] = {
    **person.NAMES,
    **process.NAMES,
    **case.NAMES,
    "country": _("Country"),
    "language": _("Language"),
}
LABELS: dict[str, dict[str, Text]] = {**person.LABELS, **process.LABELS, **case.LABELS}
