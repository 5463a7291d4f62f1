"""What is typed about what this node publishes and asks, about protected values, and about a held search."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.matching.rules import LONGEST_CONTACT, MOST, SHORTEST_REASON
from sajha.matching.rules.policy import STANDING
from sajha.matching.values import KINDS, PERSON, SORTS, Settings, changed
from sajha.terms.labels.elsewhere import GROUNDS, PURPOSES
from sajha.terms.labels.elsewhere import SORTS as WORDS
from sajha.web.cases.asked import Asked
from sajha.web.texts import Line, Text


def _kinds(label: Any, names: Iterable[str], help_text: Any = "") -> forms.MultipleChoiceField:
    chosen = frozenset(names)
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, words) for name, words in WORDS.items() if name in chosen],
        help_text=help_text,
    )


def _a_day(label: Any, help_text: Any = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "short"})
    return forms.IntegerField(label=label, min_value=1, max_value=MOST, widget=widget, help_text=help_text)


def _why() -> Text:
    return Text(label=_("Reason"), help_text=_("It is recorded, and stays here."), rows=3, max_length=500)


class SettingsForm(Asked):
    """Per kind of data: published, asked, asked by itself; budgets; whom to turn to; where the table lies."""

    publishes = _kinds(
        _("What do you publish?"),
        KINDS,
        _(
            "Blinded, for each partner apart. Of accused persons, and of things that belong to nobody, whether you know them. Never of victims; those who are looked for are published for their carers only."
        ),
    )
    asks = _kinds(_("What do you ask?"), KINDS)
    by_itself = _kinds(
        _("What is asked by itself?"), SORTS, _("For every new and changed record, on the ground that you name below.")
    )
    purpose = forms.ChoiceField(
        label=_("For what, when it asks by itself"), required=False, choices=lambda: _optional(PURPOSES)
    )
    ground = forms.ChoiceField(
        label=_("On which ground, when it asks by itself"),
        required=False,
        choices=lambda: _optional({name: words for name, words in GROUNDS.items() if name in STANDING}),
    )
    ground_reason = Line(
        label=_("Where it is written"),
        required=False,
        help_text=_("For example the order that every FIR is compared. This stays here."),
    )
    contact = Line(
        label=_("Whom do partners turn to?"),
        required=False,
        max_length=LONGEST_CONTACT,
        help_text=_("A desk with its number, never a person in your care. Every partner sees it."),
    )
    user_a_day = _a_day(_("Questions of one person a day"), _("What is more waits for a second person."))
    unit_a_day = _a_day(_("Questions of your organisation a day"))
    partner_a_day = _a_day(
        _("Values that you compare for one partner a day"),
        _("Small enough that nobody can try all telephone numbers on you."),
    )
    held_by = forms.ChoiceField(
        label=_("Where does your blinded list lie?"),
        required=False,
        help_text=_(
            "A large one may lie with a member that gives it out piece by piece. It gets no key, and can read nothing."
        ),
    )
    reason = _why()

    def __init__(self, *args: Any, members: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["held_by"].choices = [("", _("With each partner, whole")), *members]  # type: ignore[attr-defined]

    def settings(self) -> Settings:
        """What was typed, as the rules read it."""
        typed: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return changed(Settings(), **{name: _whole(value) for name, value in typed.items()})


def _whole(value: Any) -> Any:
    return frozenset(value) if isinstance(value, list) else value


def _optional(words: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("", _("It does not ask by itself")), *words.items()]


def first_values(own: Settings) -> dict[str, Any]:
    """The settings as the form shows them."""
    values = {name: getattr(own, name) for name in Settings.__dataclass_fields__}
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items()}


class ProtectForm(Asked):
    """A value about which nobody asks alone."""

    sort = forms.ChoiceField(
        label=_("What is it?"), choices=lambda: [(name, WORDS[name]) for name in (*SORTS[:-1], PERSON)]
    )
    value = Line(
        label=_("Number, address or name"), help_text=_("It is not kept: only a mark by which it is known again.")
    )
    label = Line(
        label=_("Whose it is, and why"),
        min_length=SHORTEST_REASON,
        help_text=_("Kept sealed. Heads of the unit see it."),
    )


class ReasonForm(Asked):
    """Why."""

    reason = _why()
