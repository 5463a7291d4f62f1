"""What the first page tells an administrator about other nodes."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.network.queries import peers
from sajha.network.values import PeerStatus
from sajha.terms.reasons import reason_text
from sajha.web.home.sections import Row, Section
from sajha.web.network.words import STATUS_WORDS

WAITING = (PeerStatus.PENDING, PeerStatus.SUSPENDED)


def nodes(actor: Actor, at: datetime) -> Section | None:
    """Nodes whose fingerprint is not confirmed, and those suspended until somebody decides."""
    if not may(actor, "network:pair").allowed:
        return None
    rows = tuple(
        Row(
            reverse("network_member", args=[member.node_id]),
            member.organisation,
            reason_text(member.because) if member.because else "",
            state=STATUS_WORDS[member.status][0],
            tone=STATUS_WORDS[member.status][1],
        )
        for member in peers(actor)
        if member.status in WAITING
    )
    return Section(_("Other nodes to decide about"), rows[:10], reverse("network"), _("No other node waits for you."))
