"""Whom the author of a counselling note lets read it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.accounts.queries import carers, names_of
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cases.counselling import actions, queries
from sajha.cases.counselling.values import NoteSheet
from sajha.web.cases.asked import asked, done
from sajha.web.cases.forms import WorkerForm
from sajha.web.policy import SignedInRequest, page


def _own(request: SignedInRequest, note: str) -> NoteSheet:
    sheet = queries.note_sheet(request.actor, note)
    if not sheet.line.own:
        raise Refused(no("counselling.not_author"))
    return sheet


@page("counselling:write", "GET", "POST")
def readers(request: SignedInRequest, note: str) -> HttpResponse:
    """Name one more person."""
    sheet = _own(request, note)
    named = {user for user, _since in sheet.readers}
    others = [pair for pair in carers(request.actor) if pair[0] not in named]
    form = asked(request, WorkerForm, colleagues=others)

    def act() -> None:
        actions.name_reader(note_id=note, user_id=form.cleaned_data["user"], by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("This person can open the note now. You can take it back."))
        return redirect("counselling_note", note)
    return render(request, "counselling/readers.html", {"form": form, "line": sheet.line, "others": others})


@page("counselling:write", "GET", "POST")
def end(request: SignedInRequest, note: str, user: str) -> HttpResponse:
    """Ask once, then take it back from somebody."""
    sheet = _own(request, note)
    if request.method == "POST":
        actions.take_back(note_id=note, user_id=user, by=request.actor, at=now())
        messages.success(request, _("Taken back. You can name this person again."))
        return redirect("counselling_note", note)
    name = names_of(request.actor, [user]).get(user, "")
    return render(request, "counselling/end.html", {"line": sheet.line, "name": name})
