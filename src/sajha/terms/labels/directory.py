"""Words about organisations: their kinds, where an entry comes from, and what to beware of."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KIND_LABELS: dict[str, str | Promise] = {
    "ahtu": _("Anti-human-trafficking unit"),
    "police_station": _("Police station"),
    "railway_police": _("Railway police"),
    "border_force": _("Border force"),
    "cwc": _("Child welfare committee"),
    "child_protection_unit": _("District child protection unit"),
    "shelter": _("Shelter"),
    "ngo": _("NGO"),
    "health": _("Hospital or clinic"),
    "labour_office": _("Labour office"),
    "dlsa": _("Legal services authority"),
    "prosecutor": _("Prosecutor"),
    "court": _("Court"),
    "embassy": _("Embassy or consulate"),
    "state_nodal_office": _("State nodal office"),
    "national_coordinator": _("National coordinator"),
    "un_body": _("UN body"),
    "research": _("Research institute"),
}

ORIGIN_LABELS: dict[str, str | Promise] = {
    "register_up": _("Published list of the government of Uttar Pradesh"),
    "member": _("Its own node, when it joined the network"),
    "entered": _("Entered by this node's administrator"),
}

CAVEATS: dict[str, str | Promise] = {
    "register_up": _(
        "A later order adds units in 40 more districts of Uttar Pradesh. Check that this unit is still the right one."
    ),
}
