"""For the auditor: which members countersigned this record and when, and what this node saw of theirs."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.countersign.actions import accept_anew, make_checkpoint
from sajha.countersign.queries import objections, watched
from sajha.countersign.values import Watched
from sajha.web.policy import SignedInRequest, page, posted


class ReasonForm(forms.Form):
    """Why a member's record may begin anew; it is recorded."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea,
        help_text=gettext_lazy("Who explained it, and on which way you reached them."),
    )


@page("audit:verify", "GET", "POST")
def members(request: SignedInRequest) -> HttpResponse:
    """What each member's record looked like from here, and who objects to this one; POST shows this record to the members now."""
    if request.method == "POST":
        make_checkpoint(by=request.actor, at=now())
        messages.success(request, _("The state of the record was signed and is on its way to the members."))
        return redirect("audit_members")
    context = {
        "watched": watched(request.actor),
        "objections": objections(request.actor),
        "may_accept": may(request.actor, "audit:accept").allowed,
    }
    return render(request, "audit/members.html", context)


@page("audit:accept", "GET", "POST")
def accept(request: SignedInRequest, node_id: str) -> HttpResponse:
    """Let a member's record begin anew, after its people explained it."""
    line = _objected(request, node_id)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        accept_anew(node_id=node_id, reason=form.cleaned_data["reason"], by=request.actor, at=now())
        messages.success(request, _("The member's record begins anew from here."))
        return redirect("audit_members")
    return render(request, "audit/accept.html", {"form": form, "line": line})


def _objected(request: SignedInRequest, node_id: str) -> Watched:
    for line in watched(request.actor):
        if line.node_id == node_id and line.because:
            return line
    raise Refused(no("not_found"))
