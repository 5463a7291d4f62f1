"""Words about consent: what data is used for, which kinds of data, who spoke and how, and the named legal grounds."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Labels = dict[str, str | Promise]

PURPOSE_LABELS: Labels = {
    "care": _("Care: shelter, health, counselling, school or work"),
    "family": _("Finding the family, and whether home is safe"),
    "investigation": _("The police investigation"),
    "trial": _("The trial"),
    "legal_help": _("A lawyer for the person"),
    "compensation": _("Compensation"),
    "return_home": _("The way home"),
    "match": _("Finding out whether somebody looks for the person"),
}

CLASS_LABELS: Labels = {
    "S0": _("Facts that tell nothing of anybody"),
    "S1": _("Facts of the case that name nobody"),
    "S2": _("Facts about the person, without the name"),
    "S3": _("Who the person is: name, telephone, family, home"),
    "S4": _("Where the person is sheltered, and notes of counselling"),
}

EVENT_LABELS: Labels = {
    "given": _("Agreed"),
    "refused": _("Said no"),
    "narrowed": _("Took a part back"),
    "withdrawn": _("Changed their mind"),
    "corrected": _("Entry corrected"),
    "expired": _("Ended on its day"),
}

GIVER_LABELS: Labels = {
    "person": _("The person"),
    "supported": _("The person, with somebody who supports them"),
    "committee": _("The child welfare committee, for a child"),
}

MANNER_LABELS: Labels = {
    "signature": _("Signature"),
    "thumb": _("Thumb print"),
    "voice": _("Voice recording"),
    "witness": _("Spoken before a witness"),
    "said": _("Said so"),
}

GROUND_LABELS: Labels = {
    "inform_committee": _("Inform the child welfare committee of an offence against a child"),
    "inform_special_court": _("Inform the special court of an offence against a child"),
    "produce_child": _("Bring a child in need of care before the committee"),
    "social_report": _("Social report that the committee ordered"),
    "produce_removed_person": _("Bring a removed person before the magistrate"),
    "hand_over_missing_person": _("Hand a missing person's case to the anti-human-trafficking unit"),
    "compensation_claim": _("Claim compensation for the person"),
    "court_order": _("Order of a court"),
}

OUTCOME_LABELS: Labels = {
    "waiting": _("Waits for two decisions"),
    "stands": _("Stands"),
    "rejected": _("Rejected"),
    "ended": _("Ended"),
}

OPINION_LABELS: Labels = {"agree": _("I agree"), "disagree": _("I do not agree")}

EVERYONE_LABEL = _("Everyone")
EVERY_OTHER = _("Every %(kind)s")
