from django.utils.translation import gettext_lazy as _

REASONS = {
    "record.first_seen": _("It was seen for the first time."),
    "record.continues": _("It continues what was seen before."),
    "record.behind": _(
        "The record shown is older than what was seen before. The node was restored from a backup, or entries were removed."
    ),
    "record.rewritten": _("The record shown does not continue what was seen before. Entries were changed or removed."),
    "record.proof_wanted": _("The proof starts from another state than the one seen before. It is asked for again."),
    "record.forged": _("This word about a record was not signed by the node that it names."),
}
