"""Counselling notes: those open to the reader, writing one, opening one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.accounts.queries import names_of
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cases.counselling import actions, queries
from sajha.web.cases.asked import SHOW, asked, done
from sajha.web.cases.reveal import HIDDEN_AFTER
from sajha.web.counselling.forms import WordsForm
from sajha.web.policy import SignedInRequest, page


@page("counselling:read")
def index(request: SignedInRequest) -> HttpResponse:
    """The newest notes open to the reader; none says what it holds."""
    lines = queries.notes(request.actor)
    names = names_of(request.actor, [line.author for line in lines])
    rows = [(line, names.get(line.author, "")) for line in lines]
    return render(request, "counselling/list.html", {"rows": rows})


@page("counselling:write", "GET", "POST")
def new(request: SignedInRequest, case: str) -> HttpResponse:
    """Write a note in a case of the care vault."""
    if not queries.may_write(request.actor, case):
        raise Refused(no("not_found"))
    form = asked(request, WordsForm)
    made: list[str] = []

    def act() -> None:
        note = actions.write_note(case_id=case, words=form.cleaned_data["words"], by=request.actor, at=now())
        made.append(note.id)

    if done(form, act):
        messages.success(request, _("The note was sealed. It opens to you alone until you name somebody."))
        return redirect("counselling_note", made[0])
    context = {"form": form, "heading": _("Write a counselling note"), "back": reverse("case", args=[case])}
    return render(request, "counselling/write.html", context)


@page("counselling:read", "GET", "POST")
def show(request: SignedInRequest, note: str) -> HttpResponse:
    """One note: who wrote it, who else may open it, and its words when the button is pressed, which is recorded."""
    sheet = queries.note_sheet(request.actor, note)
    words = actions.read_note(note_id=note, by=request.actor, at=now()) if request.method == "POST" else ""
    names = names_of(request.actor, [sheet.line.author, *(user for user, _since in sheet.readers)])
    context = {
        "line": sheet.line,
        "author": names.get(sheet.line.author, ""),
        "readers": [(user, names.get(user, user), since) for user, since in sheet.readers],
        "words": words,
    }
    response = render(request, "counselling/note.html", context)
    response["Cache-Control"] = "no-store"
    if words:
        response["Refresh"] = f"{HIDDEN_AFTER}; url={reverse('counselling_note', args=[note])}"
    return response


@page("counselling:write", "GET", "POST")
def change(request: SignedInRequest, note: str) -> HttpResponse:
    """Write one's own note anew: opened by a button, for that is a look, which is recorded."""
    sheet = queries.note_sheet(request.actor, note)
    if not sheet.line.own:
        raise Refused(no("counselling.not_author"))
    back = reverse("counselling_note", args=[note])
    context = {"heading": _("Change the counselling note"), "back": back}
    if request.method == "GET":
        return render(request, "counselling/open.html", context)
    if SHOW in request.POST:
        text = actions.read_note(note_id=note, by=request.actor, at=now())
        form = WordsForm(initial={"words": text, "revision": sheet.revision})
        return render(request, "counselling/write.html", {**context, "form": form})
    form = asked(request, WordsForm)

    def act() -> None:
        typed = form.cleaned_data
        revision = typed["revision"] or 0
        actions.change_note(note_id=note, words=typed["words"], revision=revision, by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("The change was saved."))
        return redirect("counselling_note", note)
    return render(request, "counselling/write.html", {**context, "form": form})
