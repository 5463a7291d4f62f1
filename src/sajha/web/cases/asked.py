"""What all forms of a case have in common: places in two steps, groups of fields, and refusals that stand at their field."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.forms import BoundField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sajha.basics.decision import Decision, Refused
from sajha.terms.identifiers import IdentifierKind
from sajha.terms.reasons import reason_text
from sajha.web.cases.fields import district_choices
from sajha.web.cases.words import Words

# where a refusal is shown that a reader can mend
AT_FIELD = {
    "case.identified_ahead": "identified_on",
    "case.close_instead": "status",
    "party.code_name_digits": "code_name",
    "party.code_name_tells": "code_name",
    "party.age_contradicts": "age_band",
    "party.birth_no_date": "birth_date",
    "party.birth_impossible": "birth_date",
    "leg.no_place": "start_region",
    "leg.no_month": "month",
    "leg.month_ahead": "month",
    "reason.too_short": "reason",
    **{f"thing.no_{kind}": "value" for kind in IdentifierKind},
    "thing.several": "value",
    "thing.already": "value",
    "emergency.no_danger": "danger",
    "emergency.no_number": "number",
    "emergency.yours": "number",
    "emergency.asked_already": "number",
    "emergency.hours": "hours",
    "counselling.empty": "words",
    "counselling.not_in_care": "user",
    "counselling.investigator": "user",
    "reveal.nothing": "fields",
}
NOT_MENDED = frozenset({"not_found", "permission.missing"})
SHOW = "show"

Group = tuple[Words, tuple[str, ...]]


class Piece(NamedTuple):
    """A field on the page, or the two of a place with the name under which its districts are swapped."""

    field: BoundField
    district: BoundField | None = None
    name: str = ""


class Asked(forms.Form):
    """``PLACES`` have two fields each; ``GROUPS`` say which fields stand together, folded away when the group has a title."""

    PLACES: ClassVar[tuple[str, ...]] = ()
    GROUPS: ClassVar[tuple[Group, ...]] = ()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in self.PLACES:
            region = self[f"{name}_region"].value() or ""
            self.fields[f"{name}_district"].choices = district_choices(region)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for name in self.PLACES:
            # the state was changed without its districts being shown: the old district is no longer meant
            if f"{name}_district" in self.errors and not self[f"{name}_district"].value().startswith(
                self[f"{name}_region"].value() + "-"
            ):
                del self.errors[f"{name}_district"]
        return typed

    def groups(self) -> Iterator[tuple[Words, list[Piece], bool]]:
        """Title, fields, and whether the group stands open because something in it needs a look."""
        for title, names in self.GROUPS or (("", tuple(self.fields)),):
            pieces = [self._piece(name) for name in names if name in self.fields or name in self.PLACES]
            wrong = any(piece.field.errors or (piece.district and piece.district.errors) for piece in pieces)
            if pieces:
                yield title, pieces, wrong or any(self._told(piece) for piece in pieces)

    def _piece(self, name: str) -> Piece:
        if name in self.PLACES:
            return Piece(self[f"{name}_region"], self[f"{name}_district"], name)
        return Piece(self[name])

    def _told(self, piece: Piece) -> bool:
        return piece.field.value() not in (None, "", "absent:unknown", [])

    def refuse(self, decision: Decision) -> None:
        """Show a refusal at its field, or on top."""
        name = AT_FIELD.get(decision.because, "")
        words = " ".join(reason_text(one) for one in (decision.because, *decision.needs))
        self.add_error(name if name in self.fields else None, words)


class Revised(Asked):
    """A form that carries which state of the record its editor saw."""

    revision = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, error_messages={"required": _("Open the page again.")}
    )


def asked(request: HttpRequest, form: Callable[..., Asked], initial: dict[str, Any] | None = None, **more: Any) -> Any:
    """The form as sent, or with its first values; as typed and not judged yet when only districts are to be shown."""
    if request.method != "POST":
        return form(initial=initial, **more)
    if SHOW in request.POST:
        return form(initial={**(initial or {}), **request.POST.dict()}, **more)
    return form(request.POST, **more)


def done(form: Asked, act: Callable[[], Any]) -> bool:
    """Whether the form was sent, is right, and its action was not refused. What nobody can mend here is refused as a page."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        if refusal.decision.because in NOT_MENDED:
            raise
        form.refuse(refusal.decision)
        return False
    return True
