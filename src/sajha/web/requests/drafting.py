"""Write a request: what and where, whom and what to enclose, what will leave, send."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cases.values import Sensitivity
from sajha.directory.queries import who_to_ask
from sajha.disclosure.actions import send_request
from sajha.disclosure.actions.requests import mark_of
from sajha.disclosure.queries import Preview, fields_in, package, parties_of, preview, record_fields
from sajha.disclosure.queries.preview import wished_in
from sajha.disclosure.rules import LEAST, needed
from sajha.disclosure.texts import added_texts, marks_text
from sajha.disclosure.values import RecordField
from sajha.liaison.actions import change_draft, discard_draft, start_draft
from sajha.liaison.queries import draft as draft_of
from sajha.liaison.queries import is_open_to, members
from sajha.liaison.values import ASKED_OF, Draft, Kind
from sajha.network.queries import active_node_ids
from sajha.terms.places import Place, districts, is_place, parse_place, place_label, place_name
from sajha.terms.reasons import reason_text
from sajha.web.policy import SignedInRequest, page, posted
from sajha.web.requests.forms import Choices, DraftForm, NewForm, PlaceForm, SendForm
from sajha.web.requests.marking import MarksForm, first_values
from sajha.web.requests.onward import people_in
from sajha.web.requests.shown import head_of, preview_lines


@page("request:send", "GET", "POST")
def new(request: SignedInRequest, case: str) -> HttpResponse:
    """Begin a request about a case."""
    if not is_open_to(request.actor, case):
        raise Refused(no("not_found"))
    form = NewForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        row = start_draft(
            case=case, kind=given["kind"], urgency=given["urgency"], place=given["area"], by=request.actor, at=now()
        )
        return redirect("request-draft", row.id)
    return render(request, "requests/new.html", {"form": form})


@page("request:send", "GET", "POST")
def draft(request: SignedInRequest, thread: str) -> HttpResponse:
    """Choose whom to ask and what to enclose; a district may be named to find the unit responsible."""
    written = draft_of(request.actor, thread)
    place = _place(request.GET.get("place", "") or written.place, written.place)
    form = DraftForm(posted(request), initial=_initial(written), **_choices(request, written, place))
    marking = _marking(request, written)
    if form.is_valid() and marking.is_valid() and _kept(request, written, place, form, marking):
        return redirect("request-preview", thread)
    finder = PlaceForm(initial={"place": str(place)}, places=_districts(place))
    context = {"form": form, "marking": marking, "forms": [marking], "marks": marks_text(wished_in(written))}
    context |= {"finder": finder, "place": place_label(place), "draft": written, **head_of(written)}
    return render(request, "requests/draft.html", context)


def _marking(request: SignedInRequest, written: Draft) -> MarksForm:
    """How it shall be handled; what is passed on keeps at least the label that it came with."""
    least = package(request.actor, written.source).package.tlp if written.source else LEAST
    return MarksForm(posted(request), least=least, initial=first_values(wished_in(written), least))


def _place(text: str, otherwise: str) -> Place:
    """The place that was named, within the state of the draft."""
    kept = parse_place(otherwise)
    area = Place(kept.country, kept.state)
    wanted = parse_place(text) if is_place(text) else kept
    return wanted if area.contains(wanted) else kept


def _districts(place: Place) -> Choices:
    area = Place(place.country, place.state)
    return [(str(area), _("All of %(place)s") % {"place": place_name(area)})] + [
        (str(one), place_name(one)) for one in (districts(place.state) if place.state else ())
    ]


def _initial(written: Draft) -> dict[str, object]:
    return {
        "recipient": written.recipient,
        "urgency": written.urgency,
        "question": written.question,
        "parties": list(written.parties),
        "fields_chosen": list(written.fields),
        "ground": written.ground,
        "ground_reason": written.ground_reason,
    }


def _choices(request: SignedInRequest, written: Draft, place: Place) -> dict[str, Any]:
    """Whom the directory proposes and why, then all other members; the persons of the case; what tells who they are."""
    kind, by = Kind(written.kind), request.actor
    proposed = who_to_ask(by, place, kinds=ASKED_OF[kind], reachable=active_node_ids())
    asked = {
        one.listing.node: _("%(name)s: %(why)s") % {"name": one.listing.name, "why": one.why_text}
        for one in proposed
        if one.can_be_asked
    }
    others = [(node, name) for node, name in members() if node not in asked]
    parties, fields = _contents(request, written)
    names = sorted({one.name for one in fields if one.sensitivity == Sensitivity.S3 and needed(kind, one.name)})
    return {
        "recipients": [*asked.items(), *others],
        "parties": parties,
        "names": names,
        "onward": bool(written.source),
    }


def _contents(request: SignedInRequest, written: Draft) -> tuple[Choices, tuple[RecordField, ...]]:
    """Whom and what may be chosen from: the case, or the package that is passed on."""
    by = request.actor
    if written.source:
        people = people_in(package(by, written.source))
        return people, fields_in(by, written.source, tuple(subject for subject, _ in people))
    parties = parties_of(by, written.case)
    return [(one.id, one.label) for one in parties], record_fields(by, written.case, tuple(one.id for one in parties))


def _kept(request: SignedInRequest, written: Draft, place: Place, form: DraftForm, marking: MarksForm) -> bool:
    given = form.cleaned_data
    try:
        change_draft(
            thread=written.id,
            urgency=given["urgency"],
            place=str(place),
            recipient=given["recipient"],
            question=given["question"],
            parties=tuple(given.get("parties", ())),
            fields=tuple(given.get("fields_chosen", ())),
            ground=given.get("ground", ""),
            ground_reason=given.get("ground_reason", ""),
            marks=marking.text(),
            by=request.actor,
            at=now(),
        )
    except Refused as refused:
        form.add_error(None, reason_text(refused.decision.because))
    return form.is_valid()


@page("request:send", "GET", "POST")
def look(request: SignedInRequest, thread: str) -> HttpResponse:
    """What will leave, field by field and why; and the button that sends it."""
    view = preview(request.actor, thread)
    form = SendForm(request.POST or None, initial={"shown": mark_of(view)})
    if form.is_valid():
        try:
            send_request(thread=thread, shown=form.cleaned_data["shown"], by=request.actor, at=now())
        except Refused as refused:
            form = SendForm({"shown": mark_of(view)})
            form.is_valid()
            form.add_error(None, reason_text(refused.decision.because))
        else:
            messages.success(request, _("Your request is on its way."))
            return redirect("request", thread)
    return render(request, "requests/preview.html", _preview_context(view, form))


def _preview_context(view: Preview, form: SendForm) -> dict[str, object]:
    return {
        "form": form,
        "draft": view.draft,
        "lines": preview_lines(view),
        "marks": marks_text(view.marks),
        "added": added_texts(view.added),
        "may_send": view.decision.allowed,
        "because": reason_text(view.decision.because),
        "needs": [reason_text(need) for need in view.decision.needs],
        **head_of(view.draft),
    }


@page("request:send", "POST")
def discard(request: SignedInRequest, thread: str) -> HttpResponse:
    """Throw the draft away."""
    discard_draft(thread=thread, by=request.actor, at=now())
    messages.success(request, _("The draft was thrown away."))
    return redirect("requests-sent")
