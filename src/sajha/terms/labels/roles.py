"""Roles in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLE_NAMES: dict[str, str | Promise] = {
    "investigator": _("Investigator"),
    "case_manager": _("Case manager"),
    "unit_head": _("Head of unit"),
    "nodal_officer": _("Nodal officer"),
    "coordinator": _("Coordinator"),
    "administrator": _("Administrator"),
    "auditor": _("Auditor"),
}
