from django.utils.translation import gettext_lazy as _

REASONS = {
    "identity.lost": _("The node's own keys are missing, but it has members. Restore the keys from a backup."),
    "descriptor.malformed": _("This is not a node's description, or it is damaged."),
    "descriptor.forged": _("This description was not signed by the node that it names. Ask for it again."),
    "descriptor.older": _("This description is older than the one held here."),
    "descriptor.other_key": _("This description carries other keys than those confirmed here."),
    "clock.skewed": _("The clocks of the two nodes differ too much."),
    "protocol.older": _("The other node speaks an older version than before."),
    "peer.self": _("This is this node's own description. Take the other node's."),
    "peer.already_active": _("This node is a member already."),
    "peer.already_suspended": _("This node is suspended here. Resume it instead."),
    "peer.already_revoked": _("This node was revoked here. It can be paired again only with new keys."),
    "peer.not_from_pending": _("Confirm this node's fingerprint first."),
    "peer.not_from_active": _("This node is active."),
    "peer.not_from_suspended": _("This node is suspended."),
    "peer.not_from_revoked": _("This node was revoked. That is final."),
    "peer.other_fingerprint": _(
        "This is not the fingerprint of the description held here. Do not go on: ask the other side by another way."
    ),
    "peer.by_hand": _("An administrator of this node decided it."),
    "peer.coordinator_notice": _("The coordinator says that this node was revoked. Decide: revoke it, or resume it."),
}
