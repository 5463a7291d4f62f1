"""What the fields of a case are called, in forms and in what is sent; by the names that packages use."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

THING_LABELS: "dict[str, str | _StrPromise]" = {
    "identifier.phone": _("Phone number"),
    "identifier.vehicle": _("Vehicle"),
    "identifier.bank_account": _("Bank account"),
    "identifier.upi": _("UPI id"),
    "identifier.email": _("E-mail address"),
    "identifier.handle": _("Account on a social network"),
    "identifier.passport": _("Passport"),
    "identifier.visa": _("Visa"),
    "identifier.web": _("Web address"),
    "identifier.device": _("Device number"),
}

FIELD_LABELS: "dict[str, str | _StrPromise]" = {
    "case.number": _("Case number"),
    "case.status": _("Status of the case"),
    "case.opened_at": _("Opened"),
    "case.identified_on": _("Identified on"),
    "case.channel": _("How identified"),
    "case.identified_by": _("Identified by"),
    "case.identified_in": _("Where identified"),
    "case.notes": _("Notes"),
    "party.role": _("Part in the case"),
    "party.pseudonym": _("Pseudonym"),
    "party.code_name": _("Code name"),
    "party.majority": _("Child or adult"),
    "party.age_band": _("Age"),
    "party.gender": _("Gender"),
    "party.citizenship": _("Nationality"),
    "party.language": _("Language"),
    "party.home": _("Home district"),
    "party.trafficking_status": _("Trafficking status"),
    "party.relationship": _("Relationship to the trafficker"),
    "party.role_in_process": _("Role in the trafficking"),
    "party.first_name": _("First name"),
    "party.middle_name": _("Middle name"),
    "party.last_name": _("Last name"),
    "party.other_names": _("Other names"),
    "party.father_name": _("Father's name"),
    "party.mother_name": _("Mother's name"),
    "party.birth_date": _("Date of birth"),
    "party.phones": _("Phone numbers"),
    "party.email": _("E-mail"),
    "party.street": _("House and street"),
    "party.city": _("Village or town"),
    "party.postal_code": _("PIN code"),
    "party.identity_document": _("Identity document"),
    **THING_LABELS,
    "process.act": _("Act"),
    "process.means": _("Means"),
    "process.purpose": _("Purpose"),
    "leg.start": _("From"),
    "leg.end": _("To"),
    "leg.transport": _("Means of transport"),
    "leg.month": _("Month"),
    "leg.note": _("Note"),
}


def field_label(name: str) -> str:
    """The field's name in the reader's language; a name that this node does not know is shown as it stands."""
    return str(FIELD_LABELS.get(name, name))
