from django.utils.translation import gettext_lazy as _

REASONS = {
    "code.no": _("This code does not open anything. Ask your caseworker for a new one."),
    "survivor.accused": _("This page is for survivors and witnesses. An accused person is not shown a record here."),
    "survivor.ask_paper": _("First ask the person alone whether they want paper and have a safe place for it."),
    "survivor.ask_phone": _("First ask the person alone whether they want this on their own phone."),
    "survivor.no_code": _("No code of this person is open."),
    "survivor.language": _("The page does not exist in this language."),
}
