from django.utils.translation import gettext_lazy as _

REASONS = {
    "audience.empty": _("Nobody was named to receive this. Choose an organisation."),
    "message.too_large": _("This is too large to send."),
    "message.kind_unknown": _("Your node does not know this kind of message."),
    "message.malformed": _("This message is not built as it should be, and was not taken in."),
    "preview.changed": _("Something changed since you looked. Look at the preview again before you send."),
    "gate.needed": _("This kind of request needs it."),
    "gate.not_needed": _("This kind of request does not need it, so it stays here."),
    "gate.no_rule": _("No rule lets this field leave, so it stays here."),
    "gate.never": _("This never leaves your organisation."),
    "gate.audience": _("An identity may not go to this kind of organisation for this request."),
    "gate.ask_another": _("Ask an organisation that may receive it."),
    "gate.not_chosen": _("It tells who somebody is. They see that it exists, not what it is."),
    "gate.tick_it": _("Tick it if they cannot help without it."),
    "gate.no_ground": _("An identity leaves only on a ground."),
    "gate.name_a_ground": _("Choose the ground, and say in a sentence what it rests on."),
    "gate.no_ground_reason": _("Say in a sentence what the ground rests on."),
    "gate.ground_unknown": _("Choose one of the listed grounds."),
    "gate.consent_recorded": _("The person agreed, and this is on record."),
    "gate.order": _("A committee or a court ordered it."),
    "gate.registered_fir": _("A registered FIR covers it."),
    "gate.danger_to_life": _("A life is in danger now."),
    "document.empty": _("This file is empty."),
    "document.too_large": _("This file is too large. At most 4 MB can be sent."),
    "document.is_media": _(
        "Pictures, videos and recordings are never sent or kept. Record the hash and who holds the file instead."
    ),
    "document.wrong_type": _("Only PDF, plain text, DOCX and ODT can be sent."),
    "document.active": _("This file holds a macro, a script or another file. Save it as a plain PDF and try again."),
    "media.no_hash": _("This is not the hash of a picture, video or recording."),
    "media.no_custodian": _("Say who holds the file."),
}
