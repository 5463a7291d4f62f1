from django.utils.translation import gettext_lazy as _

REASONS = {
    "audience.empty": _("Nobody was named to receive this. Choose an organisation."),
    "message.too_large": _("This is too large to send."),
    "message.kind_unknown": _("Your node does not know this kind of message."),
}
