from django.utils.translation import gettext_lazy as _

REASONS = {
    "move.closed": _("This request is closed. You can still add a note."),
    "move.by_node": _("This step is taken by the node itself, with what belongs to it."),
    "move.not_now": _("This cannot be done at this point of the request."),
    "move.not_your_side": _("Only the other organisation can do this."),
    "move.code_missing": _("Choose one of the listed answers."),
    "move.code_unknown": _("This step has no such answer."),
    "move.words_missing": _("Write a few words, so that the other side understands."),
    "move.words_too_long": _("This text is too long. Shorten it to 8,000 characters."),
    "move.out_of_order": _("This step came out of its order and was not taken in."),
    "move.from_the_future": _(
        "This step carries a time that has not come yet. Check the clock of the sending machine."
    ),
    "draft.sent": _("This request was sent already."),
    "recipient.unknown": _("Choose an organisation whose node is a confirmed member."),
    "question.missing": _("Write what you ask for."),
    "request.unknown_kind": _("Choose one of the listed kinds and urgencies."),
    "request.unknown_place": _("Choose a place."),
    "attachment.missing": _("Choose a file."),
    "climb.not_due": _("This request has moved on."),
    "thread.not_yours": _("Your organisation is not part of this request."),
    "thread.exists": _("There is a request with this number already."),
    "assign.unknown": _("Choose one of your colleagues."),
}
