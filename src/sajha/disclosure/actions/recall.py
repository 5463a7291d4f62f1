"""Call back what left, and give up what others call back: over any number of hops, each with its own signed word."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

import msgspec
from django.db import transaction
from django.db.models import QuerySet

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.disclosure.actions.crossing import take_back_crossed
from sajha.disclosure.actions.departures import depart
from sajha.disclosure.actions.signing import checked, signed_word
from sajha.disclosure.models import Called, Heard, HeldPackage, HeldPart, Recall, Release
from sajha.disclosure.queries.keeping import kept_of
from sajha.disclosure.queries.ledger import signed_of
from sajha.disclosure.rules import LONGEST_KEPT, come_to, item_of, kept_until
from sajha.disclosure.values import OWN_VAULT, Answer, Became, EdgeState, Item, Signed, Waiting
from sajha.disclosure.wire import RecallAnswered, Recalled, encode, wire_move
from sajha.liaison import actions as liaison
from sajha.liaison.queries import is_open_to, name_of, own_node, side_of
from sajha.liaison.values import Kind, MoveKind, Urgency
from sajha.vault.actions import destroy_key, seal_bytes

COUNTRY = "IN"
TAKEN_UP = (MoveKind.ACKNOWLEDGE, MoveKind.ACCEPT, MoveKind.START)


@transaction.atomic
def call_back(*, edges: Iterable[Release], because: str, upstream: str = "", by: Actor, at: datetime) -> list[str]:
    """Ask each holder for what these edges gave it: one thread for each package; answers with the threads' ids.

    What we had received ourselves and passed on is destroyed here too: an outward copy of it, and a message that has not left.
    """
    grouped: dict[str, list[Release]] = {}
    for edge in edges:
        grouped.setdefault(edge.package, []).append(edge)
    return [_ask(rows, because, upstream, by, at) for rows in grouped.values()]


def _ask(edges: list[Release], because: str, upstream: str, by: Actor, at: datetime) -> str:
    if edges[0].recipient.startswith(OWN_VAULT):
        return take_back_crossed(edges=edges, because=because, by=by, at=at)
    first, subjects = edges[0], sorted(edge.subject for edge in edges)
    thread = new_id("thread")
    place = next(iter(own_node().places), COUNTRY)
    made = liaison.open_by_node(
        id=thread,
        kind=Kind.RECALL,
        urgency=Urgency.URGENT,
        recipient=first.recipient,
        name=first.recipient_name or name_of(first.recipient),
        place=place,
        case=first.case,
        by=by,
        at=at,
    )
    Recall.objects.create(
        id=thread,
        package=first.package,
        subjects=subjects,
        recipient=first.recipient,
        because=because,
        upstream=upstream,
        state=EdgeState.TOLD,
        asked_at=at,
    )
    for edge in edges:
        Called.objects.update_or_create(edge=edge, defaults={"recall_id": thread})
    if first.source:
        destroy_parts(HeldPart.objects.filter(package=first.package, subject__in=subjects), by=by, at=at)
    body = Recalled(thread, Urgency.URGENT, place, wire_move(made.move, ""), first.package, tuple(subjects), because)
    departure = depart(recipient=first.recipient, thread=thread, kind="recall.asked", body=encode(body), by=by, at=at)
    liaison.note_message(move=made.move.id, message=departure.id)
    record(
        area="disclosure",
        action="recall.asked",
        by=by,
        at=at,
        subject=first.case or first.source or thread,
        detail={"package": first.package, "subjects": subjects, "of": first.recipient, "because": because},
    )
    return thread


@transaction.atomic
def recall_by_hand(*, case: str, edge: str, reason: str, by: Actor, at: datetime) -> str:
    """A person calls one edge back, for instance because what was sent was wrong; answers with the thread.

    Raises:
        Refused: without ``consent:record``, ``not_found``, without a reason, or asked for already.
    """
    require(may(by, "consent:record"))
    row = Release.objects.select_for_update().filter(pk=edge, case=case).exclude(recipient="own").first()
    if row is None or not is_open_to(by, case):
        raise Refused(no("not_found"))
    if not reason.strip():
        raise Refused(no("reason.missing"))
    if edge_asked(row):
        raise Refused(no("recall.asked_already"))
    (thread,) = call_back(edges=[row], because="recall.corrected", by=by, at=at)
    record(area="disclosure", action="recall.by_hand", by=by, at=at, subject=case, reason=reason, detail={"edge": edge})
    return thread


def edge_asked(edge: Release) -> list[Recall]:
    """The recalls of an edge that are open or ended."""
    rows = Recall.objects.filter(package=edge.package)
    return [row for row in rows if edge.subject in row.subjects and row.state != EdgeState.KEPT]


@transaction.atomic
def give_up(*, thread: str, package: str, subjects: tuple[str, ...], because: str, by: Actor, at: datetime) -> None:
    """Another node calls back what it had sent us: destroy it or keep it on a ground, pass it on, and say so. Part of intake.

    It may come before its package, or twice: what it names is remembered and refused when it comes.
    """
    heard = Heard(id=thread, sender=by.id, package=package, subjects=list(subjects), because=because, heard_at=at)
    heard.save(force_insert=True)
    record(
        area="disclosure",
        action="recall.heard",
        by=by,
        at=at,
        subject=package,
        detail={"thread": thread, "subjects": list(subjects), "because": because},
    )
    own = HeldPackage.objects.filter(pk=package, outward=False, other=by.id).first()
    if own is not None:
        _pass_on(own, heard, by, at)
    say(heard, by=by, at=at)


def _pass_on(own: HeldPackage, heard: Heard, by: Actor, at: datetime) -> None:
    edges = Release.objects.filter(source=own.id, source_subject__in=heard.subjects).order_by("at", "id")
    open_ = [
        edge for edge in edges if not any(row.state in _ENDED or row.upstream == heard.id for row in edge_asked(edge))
    ]
    call_back(edges=open_, because=heard.because, upstream=heard.id, by=by, at=at)


_ENDED = (EdgeState.DESTROYED, EdgeState.NEVER_HAD)


@transaction.atomic
def say(heard: Heard, *, anew: bool = False, by: Actor, at: datetime) -> None:
    """Do what is to be done with what was called back, and send our signed word, with those of all further on.

    What came to the same as before is not said again, unless a word below is new (``anew``).
    """
    items = [_give_up_one(heard, subject, by, at) for subject in heard.subjects]
    if not _is_here(heard):
        return
    recalls = _further_on(heard)
    below = [signed for signed in (_word_of(row) for row in recalls) if signed]
    waiting = [Waiting(row.recipient, name_of(row.recipient), row.asked_at) for row in recalls if not row.answer]
    state = come_to(items, [EdgeState(row.state) for row in recalls])
    if heard.told == state and state != EdgeState.PASSED_ON and not anew:
        return
    own = own_node()
    word = Answer(heard.id, heard.package, own.id, own.name, tuple(items), at, tuple(below), tuple(waiting))
    kinds = TAKEN_UP if state == EdgeState.PASSED_ON else (*TAKEN_UP, MoveKind.COMPLETE)
    taken = liaison.step_through(thread=heard.id, kinds=kinds, code=state, by=by_node(), at=at)
    body = RecallAnswered(heard.id, tuple(wire_move(made.move, "") for made in taken), signed_word(word))
    departure = depart(
        recipient=heard.sender, thread=heard.id, kind="recall.answered", body=encode(body), by=by_node(), at=at
    )
    for made in taken:
        liaison.note_message(move=made.move.id, message=departure.id)
    heard.told, heard.told_at = state, at
    heard.save(update_fields=["told", "told_at"])
    record(
        area="disclosure",
        action="recall.answered",
        by=by_node(),
        at=at,
        subject=heard.package,
        detail={"thread": heard.id, "state": state, "items": {item.subject: item.became for item in items}},
    )


def _is_here(heard: Heard) -> bool:
    """Whether the thread of a recall is not erased. If it is, its sender asks anew when the time is over for which we kept something."""
    try:
        side_of(heard.sender, heard.id)
    except Refused:
        return False
    return True


def _further_on(heard: Heard) -> list[Recall]:
    """Our newest recall of each package by which it went on, whoever or whatever made us open it.

    None for a node that calls back what another sent us: to whom that went on is not for it to know.
    """
    if HeldPackage.objects.filter(pk=heard.package).exclude(outward=False, other=heard.sender).exists():
        return []
    went = Release.objects.filter(source=heard.package, source_subject__in=heard.subjects)
    asked = Recall.objects.filter(package__in=went.values("package")).order_by("asked_at", "id")
    newest = {(row.package, subject): row for row in asked for subject in row.subjects if subject in heard.subjects}
    return sorted({row.id: row for row in newest.values()}.values(), key=lambda row: (row.asked_at, row.id))


def by_node() -> Actor:
    """Our node itself, as the one who answers: no person's name stands for it."""
    return Actor(id=own_node().id, kind="node", label="")


def _word_of(recall: Recall) -> Signed | None:
    return signed_of(recall) if recall.answer else None


def _give_up_one(heard: Heard, subject: str, by: Actor, at: datetime) -> Item:
    part = HeldPart.objects.filter(
        package=heard.package, package__other=heard.sender, package__outward=False, subject=subject
    ).first()
    kept = kept_of(heard.package, subject) if part and not part.became else None
    item = item_of(subject, had=part is not None, kept=kept, at=at)
    if part is not None and item.became == Became.DESTROYED:
        destroy_parts(HeldPart.objects.filter(pk=part.pk), by=by, at=at)
    return item


def destroy_parts(parts: "QuerySet[HeldPart]", *, by: Actor, at: datetime) -> int:
    """Destroy the keys of parts of packages, once each, and of the messages that still hold them; gives how many.

    The words that came with a package cannot be taken apart: they go with the first person who is called back of it.
    """
    found = list(parts.filter(became="").select_related("package"))
    for part in found:
        destroy_key(record=part.id, at=at)
        part.became, part.became_at, part.content = Became.DESTROYED, at, b""
        part.save(update_fields=["became", "became_at", "content"])
        detail = {"package": part.package_id, "subject": part.subject}
        record(area="disclosure", action="part.destroyed", by=by, at=at, subject=part.package_id, detail=detail)
        if not part.package.outward:
            liaison.forget_words(thread=part.package.thread, author=part.package.other, at=at)
        else:
            destroy_key(record=part.package_id, at=at)  # the message that carried it
    return len(found)


@transaction.atomic
def hear_answer(*, thread: str, answer: Signed, by: Actor, at: datetime) -> None:
    """A holder's word on a recall of ours: kept, and passed up when we asked for somebody else. Part of intake.

    Raises:
        Refused: ``thread.not_yours`` for a recall that is not of this holder; ``recall.not_signed``.
    """
    row = Recall.objects.select_for_update().filter(pk=thread, recipient=by.id).first()
    if row is None:
        raise Refused(no("thread.not_yours"))
    word = checked(answer, thread=thread, package=row.package, node=by.id)
    if set(row.subjects) - {item.subject for item in word.items}:
        raise Refused(no("recall.not_signed"))
    row.answer, row.answered_at = seal_bytes(row.id, "answer", msgspec.json.encode(answer)), at
    row.state, row.kept_until = _tree(word)
    if row.state == EdgeState.KEPT:
        row.kept_until = min(row.kept_until or at + LONGEST_KEPT, at + LONGEST_KEPT)
    row.kept_ground = next((item.ground for item in word.items if item.became == Became.KEPT), "")
    row.save()
    record(
        area="disclosure",
        action="recall.word",
        by=by,
        at=at,
        subject=row.package,
        detail={"thread": thread, "state": row.state, "answer": _digest(answer)},
    )
    for heard in _waiting_for(row):
        say(heard, anew=True, by=by, at=at)


def _waiting_for(recall: Recall) -> list[Heard]:
    """What others called back of us and we passed on by the package of this recall: they hear of every word below.

    The ledger knows from what a package came, also one that a restored node knows of by its holder alone.
    """
    sources = Release.objects.filter(package=recall.package).exclude(source="").values("source")
    asked = Heard.objects.select_for_update().filter(package__in=sources).order_by("heard_at", "id")
    return [heard for heard in asked if set(heard.subjects) & set(recall.subjects) and _further_on(heard)]


def _digest(answer: Signed) -> str:
    return hashlib.sha256(answer.content).hexdigest()


def _tree(word: Answer) -> tuple[EdgeState, datetime | None]:
    """What a holder's word comes to with all words below it, and when the first of what is kept is to be asked for again."""
    below = [_tree(msgspec.json.decode(signed.content, type=Answer)) for signed in word.below]
    waiting = [EdgeState.TOLD] * len(word.waiting)
    return come_to(word.items, [state for state, _ in below] + waiting), kept_until(word, (end for _, end in below))
