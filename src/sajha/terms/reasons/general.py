from django.utils.translation import gettext_lazy as _

REASONS = {
    "allowed": _("Allowed."),
    "permission.missing": _("Your role does not include this. Ask your administrator if it should."),
    "not_found": _("This does not exist, or it is not open to you."),
    "reason.missing": _("Give a reason. It is recorded, and the person concerned can see it."),
}
