"""What an administrator fills in about a person."""

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from sajha.terms.labels.roles import ROLE_NAMES
from sajha.terms.labels.vaults import VAULTS

_plain_name = RegexValidator(
    r"\A[a-z0-9][a-z0-9._-]{1,63}\Z", _("Use two or more small letters, digits, dots, hyphens or underscores.")
)


class RolesForm(forms.Form):
    """What a person may do; which roles go together is a rule of ``accounts``."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=list(ROLE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Administrator and auditor each stand alone: whoever runs or checks the system sees no case."),
    )


class VaultsForm(forms.Form):
    """Which records a person reads."""

    vaults = forms.MultipleChoiceField(
        label=_("Vaults"),
        choices=list(VAULTS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Police, care and legal records lie apart. Give more than one only where nobody else can do the work."
        ),
    )


class AddForm(RolesForm):
    """A new person; the one-time password is made by the node."""

    display_name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As colleagues and other organisations will read it.")
    )
    username = forms.CharField(
        label=_("Sign-in name"),
        min_length=2,
        max_length=64,
        validators=[_plain_name],
        help_text=_("Small letters, digits, dots, hyphens or underscores."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("display_name", "username", "language", "roles")
