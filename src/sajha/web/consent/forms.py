"""What a worker types of what a person said, and of a legal ground."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now_in
from django.utils.translation import gettext_lazy as _

from sajha.consent.grounds import grounds
from sajha.consent.notices import LANGUAGES, newest_version
from sajha.consent.values import (
    EVERYONE,
    GRANTABLE,
    Audience,
    Manner,
    Notice,
    Opinion,
    Purpose,
    Said,
    Scope,
    parse_audience,
)
from sajha.network.queries import active_node_ids, known
from sajha.terms.labels.consent import (
    CLASS_LABELS,
    EVERYONE_LABEL,
    GIVER_LABELS,
    GROUND_LABELS,
    MANNER_LABELS,
    OPINION_LABELS,
    PURPOSE_LABELS,
)
from sajha.terms.labels.directory import KIND_LABELS
from sajha.terms.vocabularies import code_label, vocabulary

Choices = list[tuple[str, Any]]
_CLASSES: Choices = [(name, CLASS_LABELS[name]) for name in sorted(GRANTABLE)]
_WORDS = 2000


def _boxes(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more)


def _radios(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=_WORDS, widget=forms.Textarea(attrs={"rows": 3}), **more)


def kinds() -> Choices:
    """Every kind of organisation."""
    return list(KIND_LABELS.items())


def members(names: dict[str, str]) -> Choices:
    """The members of the network by name, each as the audience ``kind/node``."""
    found = [(names[node], member) for node in active_node_ids() if (member := known(node)) and node in names]
    return [
        (str(Audience(member.kind, member.node_id)), name) for name, member in sorted(found, key=lambda one: one[0])
    ]


def languages() -> Choices:
    """Every language, by its name."""
    return [("", now_in("Choose")), *sorted(_named(vocabulary("language").codes), key=lambda one: one[1])]


def _named(codes: Iterable[str]) -> Choices:
    return [(code, code_label("language", code)) for code in codes]


class SaidForm(forms.Form):
    """What every kind of entry has: who spoke, when, in which words."""

    field_order = (
        *("purposes", "kinds", "members", "classes", "until", "giver", "heard", "manner", "witness"),
        *("read_in", "spoken", "said_at", "words", "reason"),
    )

    giver = _radios(_("Who says it"), list(GIVER_LABELS.items()))
    said_at = forms.DateTimeField(
        label=_("When it was said"),
        required=False,
        help_text=_("Leave empty for now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "short"}, format="%Y-%m-%dT%H:%M"),
    )
    words = _text(_("The person's own words"), required=False, help_text=_("Kept sealed. Opening them is recorded."))

    def __init__(self, *args: Any, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def scope(self) -> Scope:
        """The block of points that the form names."""
        data = self.cleaned_data
        named = [*data.get("kinds", ()), *data.get("members", ())]
        return Scope(frozenset(data["purposes"]), frozenset(map(parse_audience, named)), frozenset(data["classes"]))

    def said(self, at: datetime) -> Said:
        """What was typed, as the action takes it; ``at`` is now."""
        data = self.cleaned_data
        return Said(
            giver=data["giver"],
            scope=self.scope(),
            at=data["said_at"] or at,
            until=end_of(data.get("until")),
            manner=data.get("manner") or Manner.SAID,
            notice=self.notice(),
            heard=data.get("heard", False),
            words=data["words"],
            witness=data.get("witness", ""),
        )

    def notice(self) -> Notice:
        return Notice()


def end_of(day: Any) -> datetime | None:
    """The end of a day, in the node's own time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) if day else None


class _Audiences(SaidForm):
    """Adds to whom: kinds of organisation, and single members."""

    purposes = _boxes(_("For what"), list(PURPOSE_LABELS.items()))
    classes = _boxes(_("Which data"), _CLASSES)
    kinds = _boxes(_("Every organisation of this kind"), kinds, required=False)
    members = _boxes(_("Single organisations"), (), required=False)

    def __init__(self, *args: Any, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, names=names, **kwargs)
        self.fields["members"].choices = members(names)  # type: ignore[attr-defined]
        if not self.fields["members"].choices:  # type: ignore[attr-defined]
            del self.fields["members"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("kinds") and not data.get("members"):
            self.add_error("kinds", _("Nobody was named to receive this. Choose an organisation."))
        return data


def _until(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"), **more
    )


class GiveForm(_Audiences):
    """A consent."""

    until = _until(_("Last day on which it holds"), help_text=_("At most one year. It is asked again then."))
    manner = _radios(_("How it was given"), [one for one in MANNER_LABELS.items() if one[0] != Manner.SAID])
    witness = forms.CharField(label=_("Name of the witness"), max_length=120, required=False)
    heard = forms.BooleanField(
        label=_("The child was asked first, and the committee knows what the child wants"), required=False
    )
    read_in = _radios(_("Language of the text that was read out"), lambda: _named(LANGUAGES))
    spoken = forms.ChoiceField(label=_("Language that was spoken to the person"), choices=languages)

    def notice(self) -> Notice:
        return Notice(newest_version(), self.cleaned_data["read_in"], self.cleaned_data["spoken"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("manner") == Manner.WITNESS and not data.get("witness", "").strip():
            self.add_error("witness", _("Write down who the witness was."))
        return data


class TakeForm(_Audiences):
    """A refusal: anybody may be named, everyone too."""

    kinds = _boxes(
        _("Every organisation of this kind"), lambda: [(str(EVERYONE), EVERYONE_LABEL), *kinds()], required=False
    )


class NarrowForm(TakeForm):
    """A part that is taken back, at once or from a day on."""

    until = _until(_("Last day on which it still holds"), required=False, help_text=_("Leave empty to end it at once."))


class WithdrawForm(SaidForm):
    """Whole purposes, from everyone, at once."""

    purposes = _boxes(_("For what"), list(PURPOSE_LABELS.items()), initial=list(Purpose))

    def scope(self) -> Scope:
        return Scope(frozenset(self.cleaned_data["purposes"]), frozenset({EVERYONE}), frozenset(GRANTABLE))


class CorrectForm(_Audiences):
    """Less than an entry says, and why it was wrong."""

    until = _until(_("Last day on which it holds"), required=False)
    reason = _text(_("What was written down wrongly"))


def _grounds() -> Choices:
    return [(name, f"{GROUND_LABELS[name]} ({ground.authority})") for name, ground in grounds().items()]


class BasisForm(forms.Form):
    """A named ground for one purpose and one audience."""

    ground = _radios(_("Ground"), _grounds)
    purpose = _radios(_("For what"), list(PURPOSE_LABELS.items()))
    audience = forms.ChoiceField(label=_("To whom"))
    classes = _boxes(_("Which data"), _CLASSES)
    until = _until(_("Last day on which it holds"), help_text=_("At most three months."))
    order = forms.CharField(label=_("Section or order"), max_length=300, help_text=_("With its number and date."))
    reason = _text(_("Reason"), help_text=_("The person can see it later."))

    def __init__(self, *args: Any, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(_("Every organisation of this kind"), kinds()), (_("Single organisations"), members(names))]
        self.fields["audience"].choices = [("", _("Choose")), *groups]  # type: ignore[attr-defined]

    def scope(self) -> Scope:
        data = self.cleaned_data
        return Scope(
            frozenset({data["purpose"]}), frozenset({parse_audience(data["audience"])}), frozenset(data["classes"])
        )


class VoteForm(forms.Form):
    """One person's decision."""

    opinion = _radios(_("Your decision"), list(OPINION_LABELS.items()))
    words = _text(_("Reason"))

    def opinion_given(self) -> Opinion:
        return Opinion(self.cleaned_data["opinion"])


class EndForm(forms.Form):
    reason = _text(_("Reason"))
