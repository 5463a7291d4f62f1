"""What the first page tells an administrator about other nodes."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.network.queries import peers, warnings
from sajha.network.values import Member, PeerStatus
from sajha.terms.reasons import reason_text
from sajha.web.home.sections import Row, Section
from sajha.web.network.words import STATUS_WORDS

WAITING = (PeerStatus.PENDING, PeerStatus.SUSPENDED)


def nodes(actor: Actor, at: datetime) -> Section | None:
    """Nodes whose fingerprint is not confirmed, those suspended until somebody decides, and members that another node removed."""
    if not may(actor, "network:pair").allowed:
        return None
    warned = {heard.about: heard.by_name or heard.by for heard in warnings(actor)}
    rows = tuple(
        Row(
            reverse("network_member", args=[member.node_id]),
            member.organisation,
            _line(member, warned.get(member.node_id, "")),
            state=STATUS_WORDS[member.status][0],
            tone=STATUS_WORDS[member.status][1],
        )
        for member in peers(actor)
        if member.status in WAITING or (member.status == PeerStatus.ACTIVE and member.node_id in warned)
    )
    return Section(_("Other nodes to decide about"), rows[:10], reverse("network"), _("No other node waits for you."))


def _line(member: Member, warned_by: str) -> str:
    """Why a decision about a node waits."""
    if member.because:
        return reason_text(member.because)
    return gettext("Removed by %(who)s") % {"who": warned_by} if warned_by else ""
