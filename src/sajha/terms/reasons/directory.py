from django.utils.translation import gettext_lazy as _

REASONS = {
    "directory.responsible": _("Responsible for this place."),
    "directory.nodal_office": _("It helps when the unit does not answer."),
    "directory.coordinator": _("It helps when nobody in the state answers."),
    "directory.own_coordinator": _("It asks across the border for our own country."),
    "directory.no_node": _("It has not joined the network."),
    "directory.node_closed": _("Its node is not active in this network."),
    "directory.withdrawn": _("This organisation was withdrawn from the directory."),
    "directory.no_name": _("Give the name of the organisation, at most 200 characters."),
    "directory.no_kind": _("Choose the kind of organisation."),
    "directory.no_places": _("Choose where the organisation is responsible."),
    "directory.bad_phone": _("Give an office telephone number with its area code, or leave it empty."),
    "directory.bad_email": _("Give an office e-mail address, or leave it empty."),
}
