"""Fields that the forms of a case share: a code or why there is none, a day, a place by state and then district."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as now_in
from django.utils.translation import gettext_lazy as _

from sajha.terms.coded import ABSENT_REASONS, UNKNOWN, Absent, Coded, parse
from sajha.terms.labels import ABSENT_LABELS
from sajha.terms.labels.fields import FIELD_LABELS
from sajha.terms.places import Place, countries, districts, is_place, parse_place, place_name, states
from sajha.terms.vocabularies import check, choices, coded, label
from sajha.web.cases.words import Words
from sajha.web.selects import Select

Choices = list[tuple[str, Any]]
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
# offered before the others, for they are met most often here
NEAR = {
    "country": ("IN", "NP", "BD", "LK", "MM", "BT", "PK", "MV"),
    "language": ("hi", "te", "ta", "kn", "ml", "mr", "bn", "or", "ur", "as", "gu", "pa", "ne", "en"),
}
# languages of India without a code of two letters
OF_INDIA = frozenset(
    [
        "awa",
        "bho",
        "bgc",
        "brx",
        "doi",
        "gom",
        "gon",
        "hne",
        "hoc",
        "kfy",
        "khn",
        "kok",
        "kru",
        "lus",
        "mag",
        "mai",
        "mni",
        "mtr",
        "mun",
        "raj",
        "sat",
        "tcy",
        "unr",
    ]
)


def code(vocabulary: str, name: str, **more: Any) -> forms.TypedChoiceField:
    """A choice from a vocabulary, or of the reason why there is no value."""
    return forms.TypedChoiceField(
        label=FIELD_LABELS[name],
        choices=offered(vocabulary),
        coerce=parse,
        empty_value=UNKNOWN,  # type: ignore[arg-type]
        required=False,
        widget=Select,
        initial=str(UNKNOWN),
        **more,
    )


def offered(vocabulary: str) -> Callable[[], Choices]:
    """The choices in the reader's language; of the long lists, those met most often stand first."""
    if vocabulary not in NEAR:
        return lambda: list(choices(vocabulary))
    return lambda: list(_grouped(vocabulary, get_language() or "en"))


@lru_cache(maxsize=16)
def _grouped(vocabulary: str, language: str) -> Choices:
    """In the active language, which is the second argument. Of the 600 languages, those that states have and those of India."""
    names = dict(choices(vocabulary, absent=False))
    if vocabulary == "language":
        names = {one: words for one, words in names.items() if _is_offered(one.rpartition(":")[2])}
    near = [str(coded(vocabulary, one)) for one in NEAR[vocabulary]]
    first, *others = absent_choices()
    return [
        first,
        (now_in("Most frequent"), [(one, names[one]) for one in near]),
        (now_in("Others"), [pair for pair in names.items() if pair[0] not in near]),
        *others,
    ]


def _is_offered(language: str) -> bool:
    return len(language) == 2 or language in OF_INDIA


def keep_offered(bound: BoundField) -> None:
    """Offer the value that is recorded although it is none of those met often, so that saving the page does not change it."""
    value = str(bound.value() or "")
    field = cast(forms.ChoiceField, bound.field)
    try:
        recorded = parse(value)
    except ValueError:
        return
    if isinstance(recorded, Coded) and not _is_offered(recorded.code) and check(recorded, of="language").allowed:
        field.choices = [*cast(Choices, field.choices), (value, label(recorded))]


def absent_choices() -> list[tuple[str, str]]:
    """The reasons why there is no value."""
    return [(str(Absent(reason)), str(ABSENT_LABELS[reason])) for reason in ABSENT_REASONS]


def day(name: str) -> forms.DateField:
    """A day, as the browser's calendar or a person writes it."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": "9999-12-31"})
    return forms.DateField(label=FIELD_LABELS[name], required=False, input_formats=DAY_FORMATS, widget=widget)


@lru_cache(maxsize=8)
def _regions(language: str) -> tuple[Choices, Choices]:
    """The states, and the countries abroad, in the active language, which is the argument."""
    abroad = [(str(place), place_name(place)) for place in countries() if place.country != "IN"]
    return [(str(place), place_name(place)) for place in states()], abroad


def region_choices(first: Words | None = None) -> Choices:
    """Not known (or other first words), the states, India as a whole, the countries abroad."""
    within, abroad = _regions(get_language() or "en")
    nothing = ("", str(first) if first else now_in("Not known"))
    whole = ("IN", now_in("India, state not known"))
    return [nothing, (now_in("India"), [*within, whole]), (now_in("Other countries"), abroad)]


def district_choices(region: str) -> Choices:
    """The districts of a state given by its text form; none for a country or another text."""
    place = parse_place(region) if is_place(region) else None
    found = districts(place.state) if place else []
    return [("", now_in("District not known")), *((str(one), place_name(one)) for one in found)]


def region_field(name: str, label: Words) -> forms.ChoiceField:
    """The state or country of a place; choosing one brings its districts."""
    swap = {
        "hx-get": reverse_lazy("case_districts", args=[name]),
        "hx-target": f"#{name}_districts",
        "hx-trigger": "change",
    }
    return forms.ChoiceField(label=label, required=False, choices=region_choices, widget=Select(attrs=swap))


def district_field() -> forms.ChoiceField:
    """The district of a place; its choices follow the state."""
    return forms.ChoiceField(label=_("District"), required=False, widget=Select)


def place_from(typed: dict[str, Any], name: str) -> Place | None:
    """The place that was chosen, the district if one was."""
    text = typed.get(f"{name}_district") or typed.get(f"{name}_region")
    return parse_place(text) if text else None


def place_typed(place: Place | None, name: str) -> dict[str, str]:
    """A place as the first values of its two fields."""
    if place is None:
        return {}
    region = Place(place.country, place.state)
    return {f"{name}_region": str(region), f"{name}_district": str(place) if place.district else ""}
