"""What a worker confirms before a person's own record is opened, printed, or opened on the person's phone."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sajha.web.cases.asked import Asked
from sajha.web.cases.forms.reasons import reason_field


class SpokenForm(Asked):
    """In which language the person reads, or is read to."""

    language = forms.ChoiceField(label=_("Language in which the person reads"), choices=settings.LANGUAGES)


class OpenForm(SpokenForm):
    """Why it is opened."""

    reason = reason_field()


class CodeForm(SpokenForm):
    """That the person was asked."""

    safe = forms.BooleanField(
        label=_("I asked the person alone. It is their own phone, nobody else looks into it, and they want this."),
        error_messages={"required": _("First ask the person alone whether they want this on their own phone.")},
    )


class PaperForm(OpenForm):
    """Why, and that the person wants paper."""

    wanted = forms.BooleanField(
        label=_("I asked the person alone. They want paper, and have a safe place for it or leave it here."),
        error_messages={
            "required": _("First ask the person alone whether they want paper and have a safe place for it.")
        },
    )
    field_order = ("language", "wanted", "reason")
