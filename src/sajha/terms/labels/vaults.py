"""The vaults of a node, as people call them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VAULTS: dict[str, str | Promise] = {
    "police": _("Police"),
    "care": _("Care"),
    "legal": _("Legal"),
}
