"""A person's own record on paper, in one language. The first page warns and says nothing of anybody; it folds over the rest."""

from dataclasses import asdict
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from sajha.consent.sheets import printed
from sajha.survivor.telling import tell
from sajha.survivor.values import SurvivorView

_TEMPLATE = Path(__file__).parent / "data" / "sheet.typ"


def sheet(view: SurvivorView, names: dict[str, str], language: str) -> bytes:
    """A PDF/UA-1 (A4); ``names`` of organisations by node."""
    with translation.override(language):
        told = asdict(tell(view, names))
        return printed(_TEMPLATE, {"told": told, "words": _words(), "language": language})


def _words() -> dict[str, str]:
    """What the sheet says besides the record, in the active language."""
    return {
        "title": _("Information"),
        "warn": _("Keep this safe, or leave it here."),
        "warn_who": _("Whoever finds this paper reads your name and what happened to you."),
        "warn_ask": _(
            "You need not take it home. We can keep it for you, and read it with you whenever you want. You can also tear it up."
        ),
        "fold": _("Fold here, so that nothing can be read from outside"),
        "record": _("What is written down about you"),
        "closed_notes": _(
            "There are also closed notes of the case. They are never sent to anybody. Ask your caseworker to read them with you."
        ),
        "counsellor": _(
            "What you told a counsellor is not shown here, and never sent to anybody. Ask your counsellor to read it with you."
        ),
        "copies": _("Who else has a copy"),
        "no_copies": _("Nobody outside has a copy."),
        "answers": _("What you said yes and no to"),
        "no_yes": _("You have said yes to nobody. Nothing that tells who you are leaves without your yes or a law."),
        "said": _("What you said, and when"),
        "grounds": _("Steps without your yes, because of a law"),
        "looks": _("Who looked"),
        "reason": _("Reason"),
        "pending": _("What is still open"),
        "nothing_pending": _("Nothing is open."),
        "helpers": _("If you are not happy with us"),
        "helpers_lead": _("You can turn to these, without asking us. They do not belong to us."),
        "unverified": _("Not yet tried by us"),
        "mind": _("You can change your mind at any time. Tell your caseworker. Saying so is enough."),
        "written": _("Printed on"),
        "own": _("Holds what is written above"),
    }
