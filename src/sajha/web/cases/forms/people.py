"""What is typed about a person: in codes, and what tells who it is."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.cases.values import (
    IDENTITY_FIELDS,
    PartySheet,
    PersonFacts,
)
from sajha.terms.labels.fields import FIELD_LABELS
from sajha.web.cases.asked import Asked, Revised
from sajha.web.cases.fields import (
    code,
    day,
    district_field,
    keep_offered,
    place_from,
    place_typed,
    region_field,
)
from sajha.web.cases.forms.reasons import reason_field
from sajha.web.cases.words import ROLE_CHOICES, Words
from sajha.web.texts import Line

NAMES = ("first_name", "last_name", "birth_date", "phones")


CODES = (
    "majority",
    "age_band",
    "gender",
    "citizenship",
    "language",
    "trafficking_status",
    "relationship",
    "role_in_process",
)


FIRST_DESCRIBED = ("majority", "age_band", "gender", "home")


DESCRIBED = ("majority", "age_band", "gender", "citizenship", "language", "home", "trafficking_status", "relationship")


LONGEST_CODE_NAME = 40


class PersonForm(Asked):
    """A person in codes. Each "not known", "not asked", "declined", "does not apply" and "withheld" is an answer of its own."""

    PLACES: ClassVar[tuple[str, ...]] = ("home",)

    code_name = Line(
        label=FIELD_LABELS["party.code_name"],
        help_text=_("A name to speak of this person, such as a flower or a river. Never the person's own."),
        required=False,
        max_length=LONGEST_CODE_NAME,
    )
    majority = code("majority_status", "party.majority")
    age_band = code("age_band", "party.age_band")
    gender = code("gender", "party.gender")
    citizenship = code("country", "party.citizenship")
    language = code("language", "party.language")
    home_region = region_field("home", _("Home: state or country"))
    home_district = district_field()
    trafficking_status = code("trafficking_status", "party.trafficking_status")
    relationship = code("relationship_to_trafficker", "party.relationship")
    role_in_process = code("role_in_process", "party.role_in_process")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        keep_offered(self["language"])

    def person(self) -> PersonFacts:
        typed = self.cleaned_data
        return PersonFacts(
            code_name=typed["code_name"], home=place_from(typed, "home"), **{name: typed[name] for name in CODES}
        )


def _line(name: str, help_text: Words = "", **attrs: str) -> Line:
    """A line of an identity: the browser neither remembers nor corrects it."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", **attrs})
    return Line(label=FIELD_LABELS[f"party.{name}"], help_text=help_text, required=False, widget=widget)


class Identity(forms.Form):
    """What tells who somebody is. Sealed when it is stored."""

    first_name = _line("first_name")
    middle_name = _line("middle_name")
    last_name = _line("last_name")
    other_names = _line("other_names")
    father_name = _line("father_name")
    mother_name = _line("mother_name")
    birth_date = day("party.birth_date")
    phones = _line("phones", inputmode="tel")
    email = _line("email", inputmode="email")
    street = _line("street")
    city = _line("city")
    postal_code = _line("postal_code", inputmode="numeric")
    identity_document = _line("identity_document", _("Kind and number. Never an Aadhaar number."))

    def identity(self) -> dict[str, str]:
        """The fields that were filled in; days as ``2008-05-31``."""
        typed = self.cleaned_data
        given = {name: typed.get(name) for name in IDENTITY_FIELDS}
        return {name: str(value) for name, value in given.items() if value}


class NewPersonForm(PersonForm, Identity):
    """One more person."""

    GROUPS = (
        ("", ("role", "code_name", *DESCRIBED, "role_in_process")),
        (_("Name and how to reach the person"), IDENTITY_FIELDS),
    )

    role = forms.ChoiceField(
        label=FIELD_LABELS["party.role"], choices=lambda: list(ROLE_CHOICES), widget=forms.RadioSelect
    )


class ChangePersonForm(PersonForm, Revised):
    """Describe a person anew."""

    GROUPS = (("", ("code_name", *DESCRIBED, "role_in_process", "revision")),)


def person_typed(party: PartySheet) -> dict[str, Any]:
    """A person as the first values of the form."""
    facts = party.facts
    typed: dict[str, Any] = {name: str(getattr(facts, name)) for name in CODES}
    return {**typed, **place_typed(facts.home, "home"), "code_name": facts.code_name, "revision": party.revision}


class IdentityForm(Revised, Identity):
    """Write identity fields anew. What is left empty stays as it is; what is ticked is removed."""

    remove = forms.MultipleChoiceField(
        label=_("Remove what is recorded"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, sealed: tuple[str, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["remove"].choices = [(name, FIELD_LABELS[f"party.{name}"]) for name in sealed]  # type: ignore[attr-defined]
        if not sealed:
            del self.fields["remove"]
        for name in sealed:
            self.fields[name].help_text = _("Recorded and hidden. Leave this empty to keep it.")
        self.order_fields([*IDENTITY_FIELDS, "remove", "revision"])

    def identity(self) -> dict[str, str]:
        return {**dict.fromkeys(self.cleaned_data.get("remove", []), ""), **super().identity()}


class RevealForm(Asked):
    """Which fields, and why."""

    fields_asked = forms.MultipleChoiceField(label=_("What do you need to see?"), widget=forms.CheckboxSelectMultiple)
    reason = reason_field()

    def __init__(self, *args: Any, sealed: tuple[str, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["fields_asked"].choices = [(name, FIELD_LABELS[f"party.{name}"]) for name in sealed]  # type: ignore[attr-defined]
