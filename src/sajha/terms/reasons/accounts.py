from django.utils.translation import gettext_lazy as _

REASONS = {
    "roles.none": _("Choose at least one role."),
    "roles.unknown": _("There is no such role."),
    "roles.alone": _("Administrator and auditor each stand alone: whoever runs or checks the system sees no case."),
    "vaults.unknown": _("There is no such vault."),
    "vaults.none": _("Whoever works cases reads at least one vault."),
    "vaults.not_a_worker": _("Only those who work cases read a vault."),
    "user.taken": _("Somebody already has this sign-in name. Choose another."),
    "user.unknown": _("Nobody who may sign in here has this name."),
    "user.self": _("You cannot close your own account. Ask another administrator."),
    "user.own_password": _("Change your own password on your account page."),
    "user.own_second_factor": _("You cannot reset your own second factor. Ask another administrator."),
}
