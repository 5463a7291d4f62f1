"""One request: where it stands, who must act by when, what was done, and the steps that are open to the reader now."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.accounts.queries import colleagues
from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.disclosure.actions import make_move
from sajha.disclosure.queries import deliveries, leave_of, packages_of, recall_of
from sajha.exchange.queries import forgotten
from sajha.liaison.actions import assign
from sajha.liaison.queries import HIDDEN_MOVES, name_of, own_node, standing_of
from sajha.liaison.queries import thread as thread_of
from sajha.liaison.rules import is_overdue
from sajha.liaison.values import WORDS_NEEDED, Kind, MoveKind, Side, ThreadView, codes_of
from sajha.network.values import PeerStatus
from sajha.terms.labels.requests import EDGE_STATES, EDGE_TONES, MOVE_HINTS, MOVES, word
from sajha.terms.reasons import reason_text
from sajha.web.consent.holders import holder_shown
from sajha.web.policy import SignedInRequest, page, posted
from sajha.web.requests.court import question_of
from sajha.web.requests.forms import AssignForm, MoveForm
from sajha.web.requests.onward import leave_shown
from sajha.web.requests.shown import codes_of_packages, package_shown, state_words, steps

_ELSEWHERE = ("attach", "media")
_WARN = ("decline", "fail", "cancel", "withdraw")


@page("request:read")
def show(request: SignedInRequest, thread: str) -> HttpResponse:
    """The request's page."""
    return render(request, "requests/thread.html", _context(request, thread))


@page("request:read")
def printed(request: SignedInRequest, thread: str) -> HttpResponse:
    """The same on paper, with the handling words on top."""
    return render(
        request,
        "requests/print.html",
        {**_context(request, thread), "may_pass_on": False, "may_keep": False, "at": now()},
    )


def _context(request: SignedInRequest, thread: str) -> dict[str, object]:
    by, view = request.actor, thread_of(request.actor, thread)
    own = own_node()
    to_them = [one for one in deliveries(thread) if one.recipient in (view.asker, view.recipient)]
    timeline = steps(view, to_them)
    closed = closed_to_us(view, own.id)
    packages = [package_shown(one) for one in packages_of(by, thread)]
    return {
        "may_pack": may(by, "request:answer").allowed,
        "view": view,
        "row": view.row,
        "closed_to_us": closed,
        "own": view.row.side == Side.ASKER,
        "asker": own.name if view.asker == own.id else name_of(view.asker),
        "recipient": own.name if view.recipient == own.id else name_of(view.recipient),
        "turn": _turn(view, own.name),
        "overdue": is_overdue(view.row.due_at, now()) and not closed,
        "steps": timeline,
        "behind": any(step.waiting or step.refused for step in timeline),
        "forgotten": forgotten(thread),
        "packages": packages,
        "codes": codes_of_packages(packages),
        "moves": _moves(request, view),
        "may_pass_on": may(by, "request:send").allowed,
        "may_keep": may(by, "request:answer").allowed,
        "may_compare": _may_compare(request, view) and bool(packages),
        **_purpose(request, view),
        "assign": _assign_form(request, view),
        **state_words(view),
    }


def _may_compare(request: SignedInRequest, view: ThreadView) -> bool:
    """Whether the reader answers a request that came after a match, and may look into our own records for it."""
    asked = view.row.kind == Kind.DISCLOSE_AFTER_MATCH and view.row.side == Side.RECIPIENT
    return asked and may(request.actor, "match:judge").allowed


def _purpose(request: SignedInRequest, view: ThreadView) -> dict[str, object]:
    """What a thread that a node opened is about: a recall, or leave to pass on."""
    by, thread = request.actor, view.row.id
    if view.row.kind == Kind.RECALL and (recall := recall_of(by, thread)):
        return {
            "recall": recall,
            "recall_state": word(EDGE_STATES, recall.state),
            "recall_tone": EDGE_TONES[recall.state],
            "recall_holders": [holder_shown(one, may_call=False) for one in recall.holders],
        }
    if view.row.kind == Kind.LEAVE and (leave := leave_of(by, thread)):
        open_ = leave.granted_at is None and view.row.closed_at is None
        return {
            **leave_shown(request, thread),
            "may_grant": open_ and leave.ours and may(by, "request:answer").allowed,
            "may_use": bool(leave.granted_at) and not leave.ours and may(by, "request:send").allowed,
        }
    return {}


def closed_to_us(view: ThreadView, own: str) -> str:
    """``suspended`` or ``revoked`` when the other side of an open request is; empty else, and for what calls back."""
    other = view.recipient if view.asker == own else view.asker
    standing = standing_of(other)
    rests = standing in (PeerStatus.SUSPENDED, PeerStatus.REVOKED) and view.row.kind != Kind.RECALL
    return str(standing) if rests and view.turn else ""


def _turn(view: ThreadView, own: str) -> str:
    """Who must act; empty when it is over."""
    if not view.turn:
        return ""
    return own if view.turn == view.row.side else view.row.other_name


def _moves(request: SignedInRequest, view: ThreadView) -> list[dict[str, object]]:
    """The steps that the reader may take now: those that need no words are one click."""
    if not may(request.actor, "request:send" if view.row.side == Side.ASKER else "request:answer").allowed:
        return []
    kind = Kind(view.row.kind)
    return [
        {
            "name": move,
            "words": word(MOVES, move),
            "hint": word(MOVE_HINTS, move) if move in MOVE_HINTS else "",
            "at_once": not codes_of(kind, move) and move not in WORDS_NEEDED and move not in _ELSEWHERE,
            "warn": move in _WARN,
        }
        for move in view.moves
    ]


def _assign_form(request: SignedInRequest, view: ThreadView) -> AssignForm | None:
    if not may(request.actor, "request:assign").allowed:
        return None
    return AssignForm(colleagues=colleagues(request.actor), initial={"to": view.row.assigned_to})


@page("request:read", "GET", "POST")
def move(request: SignedInRequest, thread: str, kind: str) -> HttpResponse:
    """Take one step. What the state, the side or the role does not allow is refused."""
    if kind not in set(MoveKind) - HIDDEN_MOVES - set(_ELSEWHERE):
        raise Http404
    view = thread_of(request.actor, thread)
    first = {"words": question_of(request, thread)} if kind == MoveKind.NOTE else {}
    form = MoveForm(posted(request), kind=Kind(view.row.kind), move=kind, initial=first)
    if form.is_valid():
        given = form.cleaned_data
        try:
            make_move(
                thread=thread,
                kind=MoveKind(kind),
                code=given.get("code", ""),
                words=given["words"],
                by=request.actor,
                at=now(),
            )
        except Refused as refused:
            form.add_error(None, reason_text(refused.decision.because))
        else:
            messages.success(request, _("Done. The other side will see it."))
            return redirect("request", thread)
    context = {
        "form": form,
        "view": view,
        "step": word(MOVES, kind),
        "hint": word(MOVE_HINTS, kind) if kind in MOVE_HINTS else "",
    }
    return render(request, "requests/move.html", {**context, "warn": kind in _WARN, **state_words(view)})


@page("request:assign", "POST")
def give(request: SignedInRequest, thread: str) -> HttpResponse:
    """Give the request to a colleague."""
    form = AssignForm(request.POST, colleagues=colleagues(request.actor))
    if form.is_valid():
        assign(thread=thread, to=form.cleaned_data["to"], by=request.actor, at=now())
        messages.success(request, _("Saved."))
    else:
        messages.error(request, reason_text("assign.unknown"))
    return redirect("request", thread)
