from django.utils.translation import gettext_lazy as _

REASONS = {
    "match.sort_not_asked": _("Your organisation does not ask about this kind of data."),
    "match.head_sets": _("The head of the unit sets what is asked and published."),
    "match.too_common": _("Too many people have this name: half the country would seem to agree."),
    "match.add_parent": _("Add a father's or mother's name, a district or an age, or ask fewer organisations."),
    "match.sought_not_published": _("Your organisation does not publish whom it looks for."),
    "match.no_verdict": _("Say whether it is the same."),
    "match.no_longer_sought": _("They do not look for this person any more, so nobody is answered."),
    "match.no_decision": _("Say what you decided."),
    "match.no_committee": _("Choose the committee that answers."),
    "match.seeker_gone": _("This organisation cannot be reached now. Answer through the committee, or stay silent."),
}
