"""What a list of cases shall show."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sajha.cases.values import Wanted
from sajha.terms.labels.vaults import VAULTS
from sajha.terms.places import is_place
from sajha.terms.vocabularies import choices
from sajha.web.cases.fields import region_choices
from sajha.web.cases.words import ROLE_CHOICES
from sajha.web.selects import Select

ALL = "all"


class RegionSelect(Select):
    """Every state and country, drawn once for each language and choice: 290 of them on each list were a fifth of its cost."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = value if value and is_place(value) else ""
        return _regions_drawn(name, chosen, tuple(sorted((attrs or {}).items())), get_language() or "en")


@lru_cache(maxsize=256)
def _regions_drawn(name: str, value: str, attrs: tuple[tuple[str, Any], ...], language: str) -> SafeString:
    """In the active language, which is the last argument."""
    return Select(choices=region_choices(_("Anywhere"))).render(name, value, dict(attrs))


class ListForm(forms.Form):
    """What the list shall show. Nothing chosen: what is open, newest first."""

    status = forms.ChoiceField(label=_("Status"), required=False, widget=Select)
    role = forms.ChoiceField(label=_("With"), required=False, widget=Select)
    region = forms.CharField(label=_("Where identified"), required=False, max_length=8, widget=RegionSelect)
    whose = forms.ChoiceField(label=_("Whose"), required=False, widget=Select)
    find = forms.CharField(label=_("Number or code name"), required=False, max_length=60)
    vault = forms.ChoiceField(label=_("Vault"), required=False, widget=Select)
    field_order = ("vault",)

    def __init__(self, *args: Any, head: bool, vaults: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        offered: dict[str, list[tuple[str, Any]]] = {
            "status": [("", _("All open")), (ALL, _("All")), *choices("case_status", absent=False)],
            "role": [("", _("Anybody")), *ROLE_CHOICES],
            "whose": [("", _("All of the unit")), ("mine", _("Mine"))],
        }
        for name, given in offered.items():
            self.fields[name].choices = given  # type: ignore[attr-defined]
        if not head:
            del self.fields["whose"]
        if len(vaults) > 1:
            self.fields["vault"].choices = [(vault, VAULTS[vault]) for vault in vaults]  # type: ignore[attr-defined]
        else:
            del self.fields["vault"]

    def wanted(self, before: str, after: str) -> Wanted:
        """The list that is meant; a choice that does not exist is left out."""
        self.is_valid()
        typed = self.cleaned_data
        status, region = typed.get("status", ""), typed.get("region", "")
        return Wanted(
            mine="whose" not in self.fields or typed.get("whose") == "mine",
            is_open=True if status == "" else None,
            status="" if status == ALL else status,
            role=typed.get("role", ""),
            region=region if is_place(region) else "",
            find=typed.get("find", ""),
            vault=typed.get("vault", ""),
            before=before,
            after=after,
        )
