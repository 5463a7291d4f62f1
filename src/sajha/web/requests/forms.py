"""Forms of requests. Only what a form names is accepted; sides, states, numbers and owners are never fields."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.disclosure.values import GROUNDS as GATE_GROUNDS
from sajha.liaison.rules import LONGEST_WORDS
from sajha.liaison.values import OFFERED, WORDS_NEEDED, Kind, codes_of
from sajha.terms.labels.requests import CODES as CODE_WORDS
from sajha.terms.labels.requests import FIELDS, GROUNDS, KINDS, URGENCY_HINTS, word
from sajha.terms.places import Place, countries, place_name, states

Choices = list[tuple[str, str]]

__all__ = ["AssignForm", "DocumentForm", "DraftForm", "MediaForm", "MoveForm", "NewForm", "PlaceForm", "SendForm"]


def _area_choices() -> Choices:
    at_home = [(str(place), place_name(place)) for place in states()]
    abroad = [(str(place), place_name(place)) for place in countries() if place != Place("IN")]
    return [("", ""), *at_home, *abroad]


class NewForm(forms.Form):
    """What is asked for, how urgent it is, and about which state or country."""

    kind = forms.ChoiceField(
        label=_("What do you ask for?"), choices=lambda: [(kind.value, KINDS[kind]) for kind in OFFERED]
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=lambda: list(URGENCY_HINTS.items()), widget=forms.RadioSelect, initial="urgent"
    )
    area = forms.ChoiceField(label=_("State or country"), choices=_area_choices)


class PlaceForm(forms.Form):
    """A district of the state, to find the unit responsible there."""

    place = forms.ChoiceField(label=_("District"), required=False)

    def __init__(self, *args: object, places: Choices, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """Whom to ask, what, and what to enclose."""

    recipient = forms.ChoiceField(label=_("Whom do you ask?"), widget=forms.RadioSelect)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=lambda: list(URGENCY_HINTS.items()))
    question = forms.CharField(
        label=_("Your question"),
        help_text=_("Write what they need to know to help. Leave names out where you can."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_WORDS,
    )
    parties = forms.MultipleChoiceField(label=_("About whom?"), required=False, widget=forms.CheckboxSelectMultiple)
    fields_chosen = forms.MultipleChoiceField(
        label=_("What tells who the person is"),
        help_text=_("Stays hidden unless you tick it and name a ground."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        required=False,
        choices=lambda: [("", _("None")), *((ground, GROUNDS[ground]) for ground in GATE_GROUNDS)],
    )
    ground_reason = forms.CharField(
        label=_("What the ground rests on"),
        help_text=_("For example the number and date of the order. This stays here."),
        required=False,
        max_length=1000,
    )

    def __init__(
        self,
        *args: object,
        recipients: Choices,
        parties: Choices,
        names: Iterable[str],
        onward: bool = False,
        **more: object,
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["recipient"].choices = recipients  # type: ignore[attr-defined]
        self.fields["parties"].choices = parties  # type: ignore[attr-defined]
        self.fields["fields_chosen"].choices = [(name, word(FIELDS, name)) for name in names]  # type: ignore[attr-defined]
        for name, wanted in (("parties", parties), ("fields_chosen", list(names))):
            if not wanted:
                del self.fields[name]
        if onward:  # its ground is the leave of its source
            del self.fields["ground"], self.fields["ground_reason"]


class SendForm(forms.Form):
    """The mark of the preview that was seen."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class MoveForm(forms.Form):
    """A step of a request: a coded answer where the step has some, and words."""

    code = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Words"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST_WORDS
    )

    def __init__(self, *args: object, kind: Kind, move: str, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        codes = codes_of(kind, move)
        self.fields["words"].required = move in WORDS_NEEDED
        if codes:
            self.fields["code"].choices = [(code, word(CODE_WORDS, code)) for code in codes]  # type: ignore[attr-defined]
            self.fields["code"].label = _("Outcome") if move in ("complete", "fail") else _("Reason")
        else:
            del self.fields["code"]


class DocumentForm(forms.Form):
    """A document to send."""

    document = forms.FileField(
        label=_("Document"),
        help_text=_(
            "PDF, plain text, DOCX or ODT, at most 4 MB. Of a picture or video only the hash is taken; the file itself is dropped."
        ),
    )
    words = forms.CharField(label=_("Words"), required=False, max_length=1000)


class MediaForm(forms.Form):
    """The hash of a picture, video or recording, and who holds the file."""

    sha256 = forms.RegexField(
        r"^[0-9a-fA-F]{64}$", label=_("SHA-256 of the file"), widget=forms.TextInput(attrs={"spellcheck": "false"})
    )
    family = forms.ChoiceField(
        label=_("What it is"), choices=[("image", _("Picture")), ("video", _("Video")), ("audio", _("Recording"))]
    )
    size = forms.IntegerField(label=_("Size in bytes"), min_value=1, max_value=2**40)
    custodian = forms.CharField(label=_("Who holds the file"), max_length=200)
    words = forms.CharField(label=_("Words"), required=False, max_length=1000)


class AssignForm(forms.Form):
    """A colleague, or nobody in particular."""

    to = forms.ChoiceField(label=_("Who works on it"), required=False)

    def __init__(self, *args: object, colleagues: Choices, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["to"].choices = [("", _("Nobody in particular")), *colleagues]  # type: ignore[attr-defined]
