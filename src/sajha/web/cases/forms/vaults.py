"""In which vault something new lies: asked only of those who read several."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.terms.labels.vaults import VAULTS


def vault_field() -> forms.ChoiceField:
    """The vault; :func:`offer_vaults` fills it."""
    return forms.ChoiceField(
        label=_("Vault"),
        help_text=_("Where it lies from now on. Only those who read this vault can open it."),
        widget=forms.RadioSelect,
    )


def offer_vaults(form: forms.Form, vaults: Sequence[str]) -> None:
    """Offer these vaults; nothing is asked where there is no choice."""
    if len(vaults) < 2:
        del form.fields["vault"]
        return
    form.fields["vault"].choices = [(vault, VAULTS[vault]) for vault in vaults]  # type: ignore[attr-defined]
