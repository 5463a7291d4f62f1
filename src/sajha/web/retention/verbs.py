"""What can be decided, as a table: the form, the action behind it, the words before and after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sajha.retention import actions
from sajha.retention.values import EntryKind, Words
from sajha.web.retention.forms import ClassForm, ConfirmForm, EraseForm, HoldForm, ReasonForm, UntilForm

Text = str | Promise
Taken = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verb:
    """``of``: the name by which the action calls the hold or wish that it is about. ``hurts``: it cannot be undone."""

    kind: EntryKind
    title: Text
    lead: Text
    button: Text
    done: Text
    form: type[ReasonForm]
    act: Callable[..., Any]
    of: str = ""
    hurts: bool = False

    def taken(self, form: ReasonForm) -> Taken:
        """What the action is called with."""
        typed = dict(form.cleaned_data)
        typed.pop("sure", None)
        if "until" in typed:
            typed["until"] = form.end()
        if "authority" in typed:
            typed["words"] = Words(typed.pop("reason"), typed.pop("authority"), typed.pop("order"))
        return typed


ASK: dict[str, Verb] = {
    "hold": Verb(
        EntryKind.HOLD,
        _("Set a legal hold"),
        _("While it stands, nothing of this is sealed or erased. Somebody else lifts it."),
        _("Set the hold"),
        _("The hold stands."),
        HoldForm,
        actions.set_hold,
    ),
    "recall": Verb(
        EntryKind.CALLED,
        _("Call copies back"),
        _(
            "Every organisation that has something of this is asked to destroy it and to say so. Before erasing, all must have answered."
        ),
        _("Call copies back"),
        _("Called back. The answers come in as requests."),
        ReasonForm,
        actions.call_copies_back,
    ),
    "erase": Verb(
        EntryKind.ASKED,
        _("Ask to erase"),
        _("A second person decides. Until then nothing is lost."),
        _("Ask to erase"),
        _("Asked. A second person decides now."),
        EraseForm,
        actions.ask_erasure,
    ),
    "drop": Verb(
        EntryKind.DROPPED,
        _("Do not erase"),
        _("The record stays as it is."),
        _("Do not erase"),
        _("It will not be erased."),
        ReasonForm,
        actions.drop_erasure,
        of="asked",
    ),
}
HOLDS: dict[str, Verb] = {
    "keep": Verb(
        EntryKind.HOLD_KEPT,
        _("The hold stands on"),
        _("Somebody looks at it again on the day that you give."),
        _("Save"),
        _("The hold stands."),
        UntilForm,
        actions.keep_hold,
        of="hold",
    ),
    "lift": Verb(
        EntryKind.LIFTED,
        _("Lift the hold"),
        _("Then this can be sealed or erased again, each for its own reason."),
        _("Lift the hold"),
        _("The hold is lifted."),
        ReasonForm,
        actions.lift_hold,
        of="hold",
    ),
}
DECIDE: dict[str, Verb] = {
    "keep": Verb(
        EntryKind.KEPT,
        _("Keep it on"),
        _("You looked, and it is still needed."),
        _("Save"),
        _("Kept. Somebody looks again on that day."),
        UntilForm,
        actions.keep_on,
    ),
    "class": Verb(
        EntryKind.CLASS,
        _("Put into another class"),
        _("The class decides from when on, and how often, somebody looks."),
        _("Save"),
        _("The change was saved."),
        ClassForm,
        actions.choose_class,
    ),
    "seal": Verb(
        EntryKind.SEALED,
        _("Seal"),
        _("No list, search or request finds it any more. A head can open it again, for a reason."),
        _("Seal"),
        _("Sealed."),
        UntilForm,
        actions.seal_matter,
    ),
    "open": Verb(
        EntryKind.OPENED,
        _("Open again"),
        _("Whoever could open it before finds it again."),
        _("Open again"),
        _("It is open again."),
        ReasonForm,
        actions.open_again,
    ),
    "confirm": Verb(
        EntryKind.ERASED,
        _("Erase for ever"),
        _("All keys are destroyed, of the record, its requests, packages, documents and words. It cannot be undone."),
        _("Erase for ever"),
        _("Erased. This is its certificate."),
        ConfirmForm,
        actions.confirm_erasure,
        of="asked",
        hurts=True,
    ),
}
