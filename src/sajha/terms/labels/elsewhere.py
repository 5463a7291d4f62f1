"""Words of "seen elsewhere?"."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

SORTS: Words = {
    "phone": _("Phone number"),
    "vehicle": _("Vehicle number"),
    "bank_account": _("Bank account"),
    "upi": _("UPI id"),
    "email": _("Email address"),
    "handle": _("Social media account"),
    "passport": _("Passport number"),
    "visa": _("Visa number"),
    "web": _("Web address"),
    "device": _("Device number"),
    "person": _("Person"),
    "sought": _("Victims and missing persons who are looked for"),
}

PURPOSES: Words = {
    "investigation": _("To investigate"),
    "rescue": _("To find and rescue"),
    "family": _("To bring a family together"),
    "care": _("To care for the person"),
}

GROUNDS: Words = {
    "consent_recorded": _("The person agreed"),
    "legal_basis": _("A legal ground on which two persons agreed"),
    "registered_fir": _("A registered FIR"),
    "missing_report": _("A registered report of a missing person"),
}

REACHES: Words = {
    "one": _("One organisation"),
    "few": _("A few organisations"),
    "all": _("Many organisations"),
}

SEARCH_STATES: Words = {
    "held": _("Waits for a second person"),
    "declined": _("Declined"),
    "asked": _("Running"),
    "ended": _("Over"),
}
SEARCH_TONES = {"held": "warn", "declined": "bad", "asked": "info"}

ASKED_STATES: Words = {
    "hit": _("Yes"),
    "no_hit": _("No hit"),
    "waiting": _("Waiting"),
    "looking": _("Waiting"),
    "refused": _("Refused"),
    "no_table": _("Publishes nothing"),
    "set_missing": _("Its list has not come yet"),
    "not_reached": _("Not reachable"),
}
ASKED_TONES = {"hit": "good", "waiting": "info", "looking": "info", "refused": "bad", "not_reached": "warn"}

SIGNS: Words = {
    "names": _("Names, as they are spoken"),
    "name": _("Name"),
    "parents": _("Name of a parent, as it is spoken"),
    "age": _("Age"),
    "sex": _("Sex"),
    "district": _("District"),
    "state": _("State"),
    "home": _("Home district"),
    **{sort: words for sort, words in SORTS.items() if sort not in ("person", "sought")},
}

# how far a sign agrees, in clear text beside clear text
LEVELS: Words = {
    "same": _("Agrees"),
    "heard_alike": _("Sounds alike"),
    "nearly": _("Nearly the same"),
    "initial": _("An initial agrees"),
    "near": _("A few years apart"),
    "state": _("Same state, another district"),
    "differ": _("Does not agree"),
    "unknown": _("Not known"),
}

VERDICTS: Words = {
    "same": _("The same"),
    "different": _("Not the same"),
    "unsure": _("One cannot tell"),
}
VERDICT_TONES = {"same": "good", "different": "bad", "unsure": "warn"}

SIGHTING_STATES: Words = {
    "open": _("To decide"),
    "answered": _("You answer them"),
    "committee": _("The committee answers"),
    "silent": _("You stay silent"),
}
SIGHTING_TONES = {"open": "warn", "answered": "good", "committee": "good"}
