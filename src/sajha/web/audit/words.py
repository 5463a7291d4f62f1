"""The record's stable words for people to read. An action that has no words here is shown as its code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AREA_NAMES: dict[str, str | Promise] = {
    "accounts": _("Accounts"),
    "network": _("Network"),
    "directory": _("Directory"),
    "cases": _("Cases"),
    "requests": _("Requests"),
    "disclosure": _("What left this node"),
    "exchange": _("Delivery"),
}
ACTION_WORDS: dict[str, str | Promise] = {
    "sign_in.done": _("Signed in"),
    "sign_in.failed": _("Sign-in failed"),
    "sign_in.locked": _("Sign-in locked after failures"),
    "sign_in.left": _("Signed out"),
    "sign_in.ended_elsewhere": _("Ended own sessions elsewhere"),
    "second_factor.added": _("Added a second factor"),
    "second_factor.removed": _("Removed a second factor"),
    "user.added": _("Added a person"),
    "user.roles_changed": _("Changed roles"),
    "user.opened": _("Opened an account again"),
    "user.closed": _("Closed an account"),
    "user.language": _("Chose a language"),
    "user.password_issued": _("Issued a one-time password"),
    "user.password_changed": _("Changed own password"),
    "user.second_factor_reset": _("Reset a second factor"),
    "identity.made": _("Made this node's keys"),
    "identity.rotated": _("Gave this node new keys"),
    "peer.added": _("Added another node"),
    "peer.confirmed": _("Confirmed another node"),
    "peer.suspended": _("Suspended another node"),
    "peer.resumed": _("Resumed another node"),
    "peer.revoked": _("Revoked another node"),
    "peer.changed_keys": _("Another node changed its keys"),
    "peer.notice": _("Heard that a node was revoked elsewhere"),
}
