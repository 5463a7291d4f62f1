"""What a person fills in here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.web.cases.forms.vaults import offer_vaults, vault_field
from sajha.web.imports.words import STANDARDS


class UploadForm(forms.Form):
    """A file and what it is."""

    standard = forms.ChoiceField(
        label=_("What is in the file?"), choices=list(STANDARDS.items()), widget=forms.RadioSelect, initial="htcds"
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "An Excel workbook (.xlsx, .xlsm) or a CSV file, 100 MB at most. Nothing is stored before you have seen what it would bring."
        ),
        allow_empty_file=True,
    )
    vault = vault_field()
    field_order = ("standard", "vault", "file")

    def __init__(self, *args: Any, vaults: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        offer_vaults(self, vaults)


class ConfirmForm(forms.Form):
    """Whether cells that cannot be read are left out."""

    skip_bad_cells = forms.BooleanField(
        label=_("Leave out the cells that cannot be read"), help_text=_("They are stored as not known."), required=False
    )
