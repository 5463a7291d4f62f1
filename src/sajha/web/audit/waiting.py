"""What the first page tells an auditor."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sajha.accounts.rules import may
from sajha.audit.queries import recent
from sajha.basics.actor import Actor
from sajha.terms.formats import datetime_text
from sajha.web.home.sections import Row, Section

LOOK_BACK = timedelta(days=7)


def locks(actor: Actor, at: datetime) -> Section | None:
    """Sign-ins that were locked in the last seven days: somebody forgot, or somebody guessed."""
    if not may(actor, "audit:read").allowed:
        return None
    found = recent(action="sign_in.locked", since=at - LOOK_BACK, size=10)
    rows = tuple(
        Row(reverse("audit") + "?area=accounts", _("Sign-in locked after failures"), datetime_text(line.at))
        for line in found
    )
    return Section(_("Locked sign-ins of the last seven days"), rows, reverse("audit"), _("No sign-in was locked."))
