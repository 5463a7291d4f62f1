"""Words of this area."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STANDARDS: dict[str, str | Promise] = {
    "htcds": _("Human Trafficking Case Data Standard (HTCDS) 2.0: workbook or CSV"),
    "ctdc": _("Counter-Trafficking Data Collaborative (CTDC): anonymised cases, CSV"),
}

# state: words, tone of the tag
STATES: dict[str, tuple[str | Promise, str]] = {
    "reading": (_("Being read"), "info"),
    "ready": (_("Waits for your yes"), "warn"),
    "waiting": (_("Waits for its turn"), "info"),
    "storing": (_("Being stored"), "info"),
    "done": (_("Stored"), "good"),
    "failed": (_("Not stored"), "bad"),
    "cancelled": (_("Cancelled"), ""),
}
