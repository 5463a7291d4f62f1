"""What is typed on the pages of the directory."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as now_in
from django.utils.translation import gettext_lazy as _

from sajha.directory.rules import LONGEST_NAME, is_entry
from sajha.directory.values import HOME_COUNTRY, Details, Entry
from sajha.terms.labels.directory import KIND_LABELS
from sajha.terms.places import Place, countries, districts, is_place, parse_place, place_name, states
from sajha.terms.reasons import reason_text
from sajha.web.selects import Select

Choices = list[tuple[str, Any]]


def kind_choices() -> Choices:
    """Every kind of organisation in the reader's language."""
    return [(kind, str(words)) for kind, words in KIND_LABELS.items()]


def any_kind() -> Choices:
    return [("", now_in("Any kind")), *kind_choices()]


@lru_cache(maxsize=8)
def _named(language: str) -> tuple[Choices, Choices]:
    """The states, and the countries abroad, by their names in the active language, which is the argument."""
    abroad = [(str(place), place_name(place)) for place in countries() if place != HOME_COUNTRY]
    return [(str(place), place_name(place)) for place in states()], abroad


def state_choices() -> Choices:
    """The states and union territories."""
    return _named(get_language() or "en")[0]


def any_state() -> Choices:
    return [("", now_in("Anywhere")), *state_choices()]


def where_choices() -> Choices:
    """The states, then the countries abroad."""
    within, abroad = _named(get_language() or "en")
    return [("", now_in("Choose a state")), (now_in("India"), within), (now_in("Other countries"), abroad)]


def seat_choices() -> Choices:
    """As :func:`where_choices`, and India as a whole."""
    first, *groups = where_choices()
    return [first, (str(HOME_COUNTRY), now_in("The whole of India")), *groups]


def district_choices(state: str) -> Choices:
    """The districts of a state given by its text form; none for a country or another text."""
    place = parse_place(state) if is_place(state) else None
    return [(str(one), place_name(one)) for one in districts(place.state)] if place else []


def _swapping(address: str) -> dict[str, Any]:
    """A choice of state that brings its districts without leaving the page."""
    return {"hx-get": reverse_lazy(address), "hx-target": "#districts", "hx-trigger": "change"}


class SearchForm(forms.Form):
    text = forms.CharField(label=_("Name or place"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind of organisation"), required=False, choices=any_kind, widget=Select)
    state = forms.ChoiceField(label=_("State or union territory"), required=False, choices=any_state, widget=Select)


class WhereForm(forms.Form):
    """A place by state, then district. A district of another state is forgotten, so that the state can be changed."""

    state = forms.ChoiceField(
        label=_("State or country"),
        choices=where_choices,
        widget=Select(attrs=_swapping("directory_districts")),
    )
    district = forms.ChoiceField(label=_("District"), required=False, widget=Select)
    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=kind_choices, widget=Select, initial="ahtu")

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        wanted = given or {}
        offered = district_choices(wanted.get("state", ""))
        kept = {name: wanted.get(name, "") for name in ("state", "district", "kind")}
        if kept["district"] not in dict(offered):
            kept["district"] = ""
        kept["kind"] = kept["kind"] or "ahtu"
        super().__init__(kept if kept["state"] else None)
        self.fields["district"].choices = [("", now_in("Whole state")), *offered]  # type: ignore[attr-defined]

    def place(self) -> Place | None:
        """The place chosen, the district if one is; none before a choice."""
        if not self.is_valid():
            return None
        return parse_place(self.cleaned_data["district"] or self.cleaned_data["state"])


class OrganisationForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=kind_choices, widget=Select)
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    phone = forms.CharField(
        label=_("Office telephone"),
        required=False,
        max_length=40,
        help_text=_("A public number of the office. Never a person's own number."),
    )
    email = forms.CharField(
        label=_("Office e-mail"),
        required=False,
        max_length=254,
        help_text=_("A public address of the office. The address of a shelter is never entered here."),
    )
    state = forms.ChoiceField(
        label=_("State or country"),
        choices=seat_choices,
        widget=Select(attrs=_swapping("directory_district_boxes")),
    )
    districts = forms.MultipleChoiceField(
        label=_("Districts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick the districts for which it is responsible. Tick none if it is responsible for the whole."),
    )
    others = forms.BooleanField(label=_("Keep its places outside this state"), required=False, initial=True)

    def __init__(self, *args: Any, state: str = "", others: tuple[Place, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["districts"].choices = district_choices(state)  # type: ignore[attr-defined]
        self.outside = others
        if not others:
            del self.fields["others"]

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            answer = is_entry(self.details())
            if not answer.allowed:
                raise forms.ValidationError(reason_text(answer.because), code=answer.because)
        return self.cleaned_data

    def details(self) -> Details:
        """The entry as typed."""
        typed = self.cleaned_data
        chosen = [parse_place(text) for text in typed["districts"] or [typed["state"]]]
        kept = self.outside if typed.get("others") else ()
        return Details(typed["kind"], typed["name"].strip(), (*chosen, *kept), typed["phone"], typed["email"])


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def as_typed(entry: Entry) -> tuple[dict[str, Any], tuple[Place, ...]]:
    """An entry as the form's first values, and its places outside the seat."""
    listing, seat = entry.listing, entry.listing.seat or HOME_COUNTRY
    inside = [] if seat in entry.places else [str(place) for place in entry.places if seat.contains(place)]
    outside = tuple(place for place in entry.places if not seat.contains(place))
    typed = {"kind": listing.kind, "name": listing.name, "phone": listing.phone, "email": listing.email}
    return {**typed, "state": str(seat), "districts": inside, "others": True}, outside
