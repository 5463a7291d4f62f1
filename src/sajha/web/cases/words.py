"""Words of the pages of cases."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from sajha.cases.values import Part, Role
from sajha.terms.labels.retention import DECISION_LABELS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise
else:
    Words = Any

ROLE_CHOICES: tuple[tuple[str, Words], ...] = (
    (Role.VICTIM.value, _("Victim")),
    (Role.MISSING.value, _("Missing person")),
    (Role.ACCUSED.value, _("Accused")),
    (Role.WITNESS.value, _("Witness")),
)
ROLES: dict[str, Words] = dict(ROLE_CHOICES)

PARTS: dict[Part, Words] = {
    Part.ACT: _("Act: what was done"),
    Part.MEANS: _("Means: how"),
    Part.PURPOSE: _("Purpose: to what end"),
}

SOURCES: dict[str, Words] = {
    "manual": _("Written here"),
    "htcds": _("Brought in from an HTCDS file"),
    "ctdc": _("Brought in from a CTDC file"),
}

# what was done, as the history tells it
DONE: dict[str, Words] = {
    "case.opened": _("Case opened"),
    "case.imported": _("Brought in from a file"),
    "case.changed": _("Case changed"),
    "case.closed": _("Case closed"),
    "case.reopened": _("Case opened again"),
    "case.assigned": _("Given to somebody else"),
    "case.access_given": _("Access given"),
    "case.access_ended": _("Access ended"),
    "case.notes_read": _("Notes read"),
    "case.more_read": _("Rest of the file's record read"),
    "case.notes_written": _("Notes written"),
    "party.added": _("Person added"),
    "party.changed": _("Person described anew"),
    "party.identity_written": _("Identity written"),
    "party.revealed": _("Identity shown"),
    "identifier.added": _("Phone, vehicle or account added"),
    "identifier.changed": _("Phone, vehicle or account changed"),
    "identifier.removed": _("Phone, vehicle or account removed"),
    "case.things_shown": _("Phones, vehicles or accounts shown"),
    "emergency.asked": _("Emergency access asked for"),
    "emergency.confirmed": _("Emergency access confirmed"),
    "emergency.declined": _("Emergency access declined"),
    "emergency.ended": _("Emergency access ended"),
    "emergency.reviewed": _("Emergency access reviewed"),
    "search.turned_away": _("A search elsewhere was turned away"),
    "vault.crossed": _("Crossed into another vault"),
    "process.changed": _("Act, means or purpose changed"),
    "leg.added": _("Part of the way added"),
    "leg.changed": _("Part of the way changed"),
    "leg.removed": _("Part of the way removed"),
    "leg.note_read": _("Note read"),
    "leg.note_written": _("Note written"),
    **{f"retention.{kind}": words for kind, words in DECISION_LABELS.items()},
}
