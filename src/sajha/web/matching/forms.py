"""What is typed about searches, agreements and sightings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.matching.values import SightingState
from sajha.terms.labels.elsewhere import GROUNDS, PURPOSES, VERDICTS
from sajha.web.cases.asked import Asked
from sajha.web.texts import Line, Text

Choices = list[tuple[str, Any]]


def _boxes(label: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple, **more)


def _radios(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


def _why() -> Text:
    return Text(label=_("Reason"), help_text=_("It is recorded, and stays here."), rows=3, max_length=500)


class SearchForm(Asked):
    """About what, for what, on which ground, of whom."""

    subjects = _boxes(_("What do you ask about?"))
    purpose = _radios(_("For what?"), lambda: list(PURPOSES.items()))
    ground = _radios(_("On which ground?"), lambda: list(GROUNDS.items()))
    ground_reason = Line(
        label=_("Where it is written"),
        help_text=_("For example the number and date of the FIR, of the report or of the order. This stays here."),
        min_length=5,
    )
    partners = _boxes(
        _("Whom do you ask?"),
        required=False,
        help_text=_("Tick none to ask all. The fewer you ask, the more common a name may be."),
    )

    def __init__(self, *args: Any, subjects: Choices, partners: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["subjects"].choices = subjects  # type: ignore[attr-defined]
        self.fields["partners"].choices = partners  # type: ignore[attr-defined]
        if not partners:
            del self.fields["partners"]


class JudgeForm(Asked):
    """What somebody makes of an agreement."""

    verdict = _radios(_("Is it the same?"), lambda: list(VERDICTS.items()))
    reason = _why()


DECISIONS: Choices = [
    (SightingState.ANSWERED.value, _("Answer them: you write a request to them, and see before it leaves what leaves")),
    (SightingState.COMMITTEE.value, _("Answer through the committee: you write to it, and it speaks with them")),
    (SightingState.SILENT.value, _("Stay silent: nothing leaves")),
]


class DecideForm(Asked):
    """What was decided with the person. Whom nobody can reach is no choice."""

    decision = _radios(_("What did you decide with the person?"), ())
    committee = forms.ChoiceField(label=_("Which committee"), required=False)
    reason = _why()

    def __init__(self, *args: Any, reachable: bool, sought: bool, committees: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        shut = {SightingState.ANSWERED.value} if not reachable else set()
        shut |= {SightingState.COMMITTEE.value} if not committees else set()
        shut |= {SightingState.ANSWERED.value, SightingState.COMMITTEE.value} if not sought else set()
        self.fields["decision"].choices = [one for one in DECISIONS if one[0] not in shut]  # type: ignore[attr-defined]
        self.fields["committee"].choices = [("", _("Choose")), *committees]  # type: ignore[attr-defined]
        if not committees or not sought:
            del self.fields["committee"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("decision") == SightingState.COMMITTEE and not typed.get("committee"):
            self.add_error("committee", _("Choose the committee that answers."))
        return typed


class CommitteeForm(forms.Form):
    """The committee to write to."""

    committee = forms.ChoiceField(label=_("Which committee"))

    def __init__(self, *args: Any, committees: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["committee"].choices = committees  # type: ignore[attr-defined]


class EndForm(Asked):
    """Why it is not needed any more."""

    reason = _why()
