"""What is typed about a case as a whole. Numbers, owners, times and sources are never fields."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.cases.values import (
    CaseFacts,
    CaseSheet,
    Role,
)
from sajha.terms.labels.fields import FIELD_LABELS
from sajha.terms.vocabularies import choices
from sajha.web.cases.asked import Asked, Revised
from sajha.web.cases.fields import (
    code,
    day,
    district_field,
    place_from,
    place_typed,
    region_field,
)
from sajha.web.cases.forms.people import FIRST_DESCRIBED, NAMES, Identity, PersonForm
from sajha.web.cases.forms.reasons import reason_field
from sajha.web.cases.forms.vaults import offer_vaults, vault_field
from sajha.web.cases.words import ROLE_CHOICES
from sajha.web.selects import Select
from sajha.web.texts import Text

HOW = ("channel", "identified_by", "identified_on", "identified_in")


class HowForm(Asked):
    """How, by whom, when and where the trafficking was identified."""

    PLACES: ClassVar[tuple[str, ...]] = ("identified_in",)

    channel = code("identification_channel", "case.channel")
    identified_by = code("identified_by", "case.identified_by")
    identified_on = day("case.identified_on")
    identified_in_region = region_field("identified_in", _("Where identified"))
    identified_in_district = district_field()

    def facts(self) -> CaseFacts:
        typed = self.cleaned_data
        return CaseFacts(
            channel=typed["channel"],
            identified_by=typed["identified_by"],
            identified_on=typed["identified_on"],
            identified_in=place_from(typed, "identified_in"),
            status=typed.get("status") or CaseFacts().status,
            notes=typed.get("notes", ""),
        )


class NewCaseForm(HowForm, PersonForm, Identity):
    """A new case: who it is about and how it was identified; all else can follow later."""

    PLACES: ClassVar[tuple[str, ...]] = ("identified_in", "home")
    GROUPS = (
        ("", ("vault", "role", *HOW)),
        (_("About the person, as far as you know"), ("code_name", *FIRST_DESCRIBED)),
        (_("Name and how to reach the person"), NAMES),
        (FIELD_LABELS["case.notes"], ("notes",)),
    )

    role = forms.ChoiceField(
        label=_("Whom is the case about?"),
        choices=lambda: list(ROLE_CHOICES),
        widget=forms.RadioSelect,
        initial=Role.VICTIM.value,
    )
    notes = Text(
        label=FIELD_LABELS["case.notes"], help_text=_("Sealed. Notes never leave this organisation."), required=False
    )
    vault = vault_field()

    def __init__(self, *args: Any, vaults: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        offer_vaults(self, vaults)


class CaseForm(HowForm, Revised):
    """Change how it was identified and where the case stands."""

    GROUPS = (("", ("status", *HOW, "revision")),)

    status = code("case_status", "case.status")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [
            pair for pair in choices("case_status", absent=False) if not pair[0].rpartition(":")[2].startswith("Closed")
        ]
        self.fields["status"].choices = offered  # type: ignore[attr-defined]


def case_typed(sheet: CaseSheet) -> dict[str, Any]:
    """A case as the first values of its form."""
    codes = {name: str(getattr(sheet, name)) for name in ("status", "channel", "identified_by")}
    place = place_typed(sheet.identified_in, "identified_in")
    return {**codes, **place, "identified_on": sheet.identified_on, "revision": sheet.revision}


class CloseForm(Revised):
    """How the case is closed, and why."""

    status = forms.ChoiceField(label=_("How is it closed?"), widget=forms.RadioSelect)
    reason = reason_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        closed = [
            pair for pair in choices("case_status", absent=False) if pair[0].rpartition(":")[2].startswith("Closed")
        ]
        self.fields["status"].choices = closed  # type: ignore[attr-defined]


class ReasonForm(Asked):
    """Why."""

    reason = reason_field()


class NotesForm(Revised):
    """Words that stay here."""

    notes = Text(label=FIELD_LABELS["case.notes"], required=False, rows=10, max_length=20000)


class WorkerForm(Asked):
    """A colleague."""

    user = forms.ChoiceField(label=_("Colleague"), widget=Select)

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user"].choices = [("", _("Choose somebody")), *colleagues]  # type: ignore[attr-defined]
