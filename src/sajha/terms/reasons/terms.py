from django.utils.translation import gettext_lazy as _

REASONS = {
    "terms.no_reason": _("There is no such reason for a missing answer."),
    "terms.no_vocabulary": _("There is no such list of codes."),
    "terms.no_version": _("The list of codes has another version here."),
    "terms.no_code": _("Choose one of the values offered."),
    "terms.other_vocabulary": _("This value belongs to another list of codes."),
    "terms.no_place": _("There is no such place. Choose a country, a state or a district from the list."),
}
