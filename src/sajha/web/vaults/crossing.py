"""Let something cross into another vault: chosen, shown field by field with the reason, then confirmed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.cases.values import CaseSheet, Sensitivity
from sajha.disclosure.actions import cross_vault, crossing_mark
from sajha.disclosure.queries import Crossing, crossing, parties_of, record_fields
from sajha.terms.reasons import reason_text
from sajha.web.cases.case import sheet_for
from sajha.web.policy import SignedInRequest, page, posted
from sajha.web.requests.shown import preview_lines
from sajha.web.vaults.forms import CrossForm

GO = "cross"


@page("vault:cross", "GET", "POST")
def cross(request: SignedInRequest, case: str) -> HttpResponse:
    """Choose, look, confirm, all on one page; what was looked at is what crosses, or it is shown anew."""
    sheet = sheet_for(request, case)
    form = _form(request, sheet, posted(request))
    if not form.is_bound or not form.is_valid():
        return render(request, "vaults/cross.html", {"form": form, "sheet": sheet})
    wish = form.wish(case)
    view, because = crossing(request.actor, wish), ""
    if GO in request.POST:
        try:
            cross_vault(wish=wish, shown=form.cleaned_data["shown"], by=request.actor, at=now())
        except Refused as refused:
            because = reason_text(refused.decision.because)
        else:
            messages.success(request, _("It crossed. The readers of the other vault can see it now."))
            return redirect("case", case)
    form = _seen(request, sheet, view)
    if because:
        form.add_error(None, because)
    return render(request, "vaults/cross.html", {"form": form, "sheet": sheet, **_shown(view)})


def _form(request: SignedInRequest, sheet: CaseSheet, typed: Any) -> CrossForm:
    parties = [(one.id, one.label) for one in parties_of(request.actor, sheet.id)]
    fields = record_fields(request.actor, sheet.id, tuple(id for id, _label in parties))
    names = sorted({one.name for one in fields if one.sensitivity == Sensitivity.S3})
    return CrossForm(typed, vault=sheet.vault, parties=parties, names=names)


def _seen(request: SignedInRequest, sheet: CaseSheet, view: Crossing) -> CrossForm:
    """The form as it was sent, with the mark of what is shown below it."""
    typed = request.POST.copy()
    typed["shown"] = crossing_mark(view)
    form = _form(request, sheet, typed)
    form.is_valid()
    return form


def _shown(view: Crossing) -> dict[str, object]:
    return {
        "view": view,
        "lines": preview_lines(view),
        "may_cross": view.decision.allowed,
        "because": reason_text(view.decision.because),
        "needs": [reason_text(need) for need in view.decision.needs],
    }
