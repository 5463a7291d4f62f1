"""A member's state in words and in the look's tone."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sajha.network.values import PeerStatus

STATUS_WORDS: dict[PeerStatus, tuple[str | Promise, str]] = {
    PeerStatus.PENDING: (_("Fingerprint not confirmed"), "warn"),
    PeerStatus.ACTIVE: (_("Member"), "good"),
    PeerStatus.SUSPENDED: (_("Suspended"), "warn"),
    PeerStatus.REVOKED: (_("Revoked"), "bad"),
}
