"""Words for classes, grounds and decisions about keeping."""

from django.utils.translation import gettext_lazy as _

CLASS_LABELS = {
    "case_open": _("Open case"),
    "case_child": _("Closed case with a child"),
    "case_adult": _("Closed case of adults"),
    "case_evidence": _("Kept as evidence"),
    "case_mistake": _("Entered by mistake"),
    "request_open": _("Open request of no case of ours"),
    "request_ended": _("Ended request of no case of ours"),
    "request_evidence": _("Request kept as evidence"),
}

HOLD_LABELS = {
    "trial": _("A trial is under way"),
    "appeal": _("An appeal is possible or under way"),
    "investigation": _("An investigation is under way"),
    "court_order": _("A court or authority has ordered it"),
    "compensation": _("Compensation is applied for or not yet paid"),
    "complaint": _("A complaint about us is being looked into"),
}

ERASURE_LABELS = {
    "no_longer_needed": _("Nobody needs it any more"),
    "person_asked": _("The person asks for it"),
    "entered_by_mistake": _("It was entered by mistake"),
    "ordered": _("A court or authority has ordered it"),
    "restored": _("Erased before; a backup had brought it back"),
}

STATE_LABELS = {
    "kept": _("Kept"),
    "sealed": _("Sealed"),
    "asked": _("Erasing asked for"),
    "erased": _("Erased"),
}
STATE_TONES = {"kept": "", "sealed": "info", "asked": "warn", "erased": ""}

DECISION_LABELS = {
    "class": _("Put into another class"),
    "kept": _("Looked at and kept"),
    "hold": _("Legal hold set"),
    "hold_kept": _("Legal hold looked at and kept"),
    "lifted": _("Legal hold lifted"),
    "sealed": _("Sealed"),
    "opened": _("Opened again"),
    "called": _("Copies of others called back"),
    "asked": _("Erasing asked for"),
    "dropped": _("Wish to erase dropped"),
    "erased": _("Erased"),
}
