from django.utils.translation import gettext_lazy as _

REASONS = {
    "frame.malformed": _("Something came that is no message."),
    "frame.version": _("A message came in a version that this node does not speak."),
    "frame.suite": _("A message came in a seal that this node does not use."),
    "frame.too_large": _("Something came that is larger than any message."),
    "frame.other_recipient": _("A message came that was for another node."),
    "frame.unreadable": _("A message came that was changed on the way, or sealed to other keys."),
    "message.malformed": _("A message came whose content has the wrong form."),
    "message.forged": _("A message came that its sender had not signed."),
    "message.altered": _("A message came again with another content."),
    "message.expired": _("The message came after its time had run out."),
    "message.erased": _("What the message belonged to was erased before it could be sent."),
    "protocol.newer": _("The other node speaks a newer version. Upgrade this node."),
    "sender.unknown": _("A message came from a node that is not a member here."),
    "sender.pending": _("A message came from a node whose fingerprint is not confirmed yet."),
    "sender.suspended": _("The sender is suspended here. The message waits there."),
    "sender.revoked": _("A message came from a node that was revoked here."),
    "sequence.gap": _("An earlier message of this request is missing. It is asked for again."),
    "sequence.used": _("The sender had counted further before. It numbers the message anew."),
    "node.busy": _("The node could not take the message just now. It is sent again."),
    "recipient.unknown": _("The recipient is not a member of this node. Pair with it first."),
    "recipient.pending": _("The recipient's fingerprint is not confirmed yet."),
    "recipient.suspended": _("The recipient is suspended here. The message waits."),
    "recipient.revoked": _("The recipient was revoked here. Nothing is sent to it any more."),
    "address.unknown": _("The recipient's address leads nowhere. The message waits."),
    "address.not_public": _(
        "The recipient's address lies in a private network that this node's configuration does not list."
    ),
    "address.not_encrypted": _("The recipient's address is not encrypted (https)."),
    "address.no_answer": _("The recipient's node does not answer. The message waits."),
    "reply.not_a_node": _("At the recipient's address something else answers. The message waits."),
    "reply.unreadable": _(
        "The recipient's node does not know this node yet. The message waits until it is paired there too."
    ),
    "reply.forged": _("The answer did not come from the recipient's node. The message waits."),
}
