"""What the first page tells an auditor."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sajha.accounts.rules import may
from sajha.audit.queries import recent
from sajha.basics.actor import Actor
from sajha.countersign.queries import objections, watched
from sajha.terms.formats import datetime_text
from sajha.terms.reasons import reason_text
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


def records(actor: Actor, at: datetime) -> Section | None:
    """Records that do not continue what was countersigned: a member's as seen here, or this one as a member sees it."""
    if not may(actor, "audit:accept").allowed:
        return None
    address = reverse("audit_members")
    of_members = [
        Row(address, line.organisation or line.node_id, reason_text(line.because), state=_("Objected"), tone="bad")
        for line in watched(actor)
        if line.because
    ]
    of_ours = [
        Row(address, _("This node's record"), line.organisation or line.node_id, state=_("Objected"), tone="bad")
        for line in objections(actor)
    ]
    rows = tuple([*of_ours, *of_members])
    return Section(_("Records that were rewritten or lost"), rows[:10], address, _("Every record continues."))
