"""Emergency access in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STAGES: dict[str, str | Promise] = {
    "waiting": _("Waits for a second person"),
    "declined": _("Declined"),
    "lapsed": _("Nobody confirmed it"),
    "open": _("Open"),
    "ended": _("Over"),
}
STAGE_TONES = {"waiting": "warn", "open": "bad"}
VERDICTS: dict[str, str | Promise] = {
    "justified": _("Justified"),
    "not_justified": _("Not justified"),
}
