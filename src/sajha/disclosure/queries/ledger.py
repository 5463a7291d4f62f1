"""The ledger of what left: of a case, of a person, and what became of each edge."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

import msgspec

from sajha.audit.queries import details_of
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.disclosure.models import Onward, Recall, Release
from sajha.disclosure.values import Answer, EdgeState, Item, Signed, Waiting
from sajha.liaison.queries import is_open_to
from sajha.vault.actions import unseal_bytes
from sajha.vault.seals import KeyDestroyed

RELEASED = ("package.released", "export.released")
RELEASED_TOGETHER = "court_pack.released"
"""One entry for all rows of a pack for the court."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One line of the ledger: what went to whom, for what, on what ground. No values."""

    recipient_name: str
    purpose: str
    ground: str
    fields: tuple[str, ...]
    digest: str
    count: int
    at: datetime
    thread: str


@dataclass(frozen=True, slots=True)
class Holder:
    """One edge by which something of a person left: who has it, what, why, until when, and what became of it.

    ``thread`` is the request by which it left, ``recall`` the thread in which it is asked back, if it was. ``below`` are those to
    whom it was passed on from there.
    """

    edge: str
    package: str
    subject: str
    recipient: str
    recipient_name: str
    purpose: str
    ground: str
    fields: tuple[str, ...]
    at: datetime
    until: datetime | None
    state: EdgeState
    because: str = ""
    told_at: datetime | None = None
    answered_at: datetime | None = None
    kept_ground: str = ""
    kept_reference: str = ""
    kept_until: datetime | None = None
    thread: str = ""
    recall: str = ""
    below: "tuple[Holder, ...]" = field(default=())


def ledger_of(by: Actor, case: str) -> list[Edge]:
    """What left of a case, newest first.

    Raises:
        Refused: ``not_found`` for a case not open to the actor.
    """
    if not is_open_to(by, case):
        raise Refused(no("not_found"))
    rows = Release.objects.filter(case=case).order_by("-at")
    return [
        Edge(row.recipient_name, row.purpose, row.ground, tuple(row.fields), row.digest, row.count, row.at, row.thread)
        for row in rows
    ]


def holders_of(by: Actor, case_id: str, party_id: str) -> list[Holder]:
    """Who received something of a person, newest first, with those further on.

    Raises:
        Refused: ``not_found`` for a case not open to the actor.
    """
    if not is_open_to(by, case_id):
        raise Refused(no("not_found"))
    edges = list(Release.objects.filter(case=case_id, party=party_id).order_by("-at", "id")) if party_id else []
    packages = {edge.package for edge in edges}
    recalls = newest_recalls(packages)
    onward: dict[str, list[Onward]] = {}
    for step in Onward.objects.filter(package__in=packages).order_by("at", "id"):
        onward.setdefault(step.package, []).append(step)
    return [holder_of(edge, recalls.get((edge.package, edge.subject)), onward.get(edge.package, [])) for edge in edges]


def newest_recalls(packages: set[str]) -> dict[tuple[str, str], Recall]:
    """The newest recall of each (package, subject)."""
    rows = Recall.objects.filter(package__in=packages).order_by("asked_at", "id")
    return {(row.package, subject): row for row in rows for subject in row.subjects}


def holder_of(edge: Release, recall: Recall | None, onward: list[Onward]) -> Holder:
    """An edge with what became of it and of what went on from there."""
    answer = answer_of(recall) if recall else None
    kept = next((item for item in answer.items if item.subject == edge.subject), None) if answer else None
    told = tuple(_further(answer, edge.subject)) if answer else ()
    said = {one.recipient for one in told}
    steps = [step for step in onward if edge.subject in step.subjects]
    return Holder(
        edge=edge.id,
        package=edge.package,
        subject=edge.subject,
        recipient=edge.recipient,
        recipient_name=edge.recipient_name,
        purpose=edge.purpose,
        ground=edge.ground,
        fields=tuple(edge.fields),
        at=edge.at,
        until=edge.until,
        state=EdgeState(recall.state) if recall else EdgeState.HELD,
        because=recall.because if recall else "",
        told_at=recall.asked_at if recall else None,
        answered_at=recall.answered_at if recall else None,
        kept_ground=kept.ground if kept else "",
        kept_reference=kept.reference if kept else "",
        kept_until=kept.until if kept else None,
        thread=edge.thread,
        recall=recall.id if recall else "",
        below=told + tuple(_passed_on(edge.recipient, steps, said, recall, {edge.recipient})),
    )


def signed_of(recall: Recall) -> Signed:
    """The holder's word as it was signed, opened with the key of the recall's thread."""
    return msgspec.json.decode(unseal_bytes(recall.id, "answer", bytes(recall.answer)), type=Signed)


def answer_of(recall: Recall) -> Answer | None:
    """The holder's newest word, whose signature was checked when it came."""
    if not recall.answer:
        return None
    try:
        signed = signed_of(recall)
    except KeyDestroyed:
        return None  # the case was erased
    return msgspec.json.decode(signed.content, type=Answer)


def _further(answer: Answer, subject: str) -> list[Holder]:
    """Those below an answer, by their own signed words, and those who have not answered."""
    found: list[Holder] = []
    for signed in answer.below:
        word = msgspec.json.decode(signed.content, type=Answer)
        found += [_spoken(word, item, since=answer.at) for item in word.items if item.subject == subject]
    silent = [_unspoken(answer.package, one) for one in answer.waiting]
    return found + silent


def _spoken(word: Answer, item: Item, *, since: datetime) -> Holder:
    """A holder beyond one of ours, by its own word."""
    return Holder(
        edge="",
        package=word.package,
        subject=item.subject,
        recipient=word.node,
        recipient_name=word.name,
        purpose="",
        ground="",
        fields=(),
        at=since,
        until=None,
        state=EdgeState.PASSED_ON if word.waiting else EdgeState(item.became),
        answered_at=word.at,
        kept_ground=item.ground,
        kept_reference=item.reference,
        kept_until=item.until,
        below=tuple(_further(word, item.subject)),
    )


def _unspoken(package: str, one: Waiting) -> Holder:
    """A holder beyond one of ours that was asked and is silent."""
    return Holder(
        edge="",
        package=package,
        subject="",
        recipient=one.node,
        recipient_name=one.name,
        purpose="",
        ground="",
        fields=(),
        at=one.since,
        until=None,
        state=EdgeState.TOLD,
        told_at=one.since,
    )


def _passed_on(
    holder: str, steps: list[Onward], said: set[str], recall: Recall | None, followed: set[str]
) -> list[Holder]:
    """Those of whom we were told that it went on to them, and who have not spoken in an answer.

    ``followed`` are those whose hands were looked at: what comes to one of them again is shown, and followed no further.
    """
    found: list[Holder] = []
    for step in steps:
        if step.by != holder or step.to in said:
            continue
        again = step.to in followed
        followed.add(step.to)
        one = Holder(
            edge="",
            package=step.package,
            subject="",
            recipient=step.to,
            recipient_name=step.to_name,
            purpose=step.purpose,
            ground="leave",
            fields=(),
            at=step.at,
            until=None,
            state=EdgeState.HELD if recall is None else EdgeState.TOLD,
            told_at=recall.asked_at if recall else None,
            below=() if again else tuple(_passed_on(step.to, steps, said, recall, followed)),
        )
        found.append(one)
    return found


def digest_of(edge: Release) -> str:
    """SHA-256 over everything that a row of the ledger says; it stands in the audit chain, so that a changed row is found."""
    names = [column.attname for column in edge._meta.concrete_fields if column.attname != "ground_reason"]
    text = {name: _text(getattr(edge, name)) for name in names}
    return sha256(json.dumps(text, sort_keys=True).encode()).hexdigest()


def _text(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def altered_edges() -> list[str]:
    """Ids of ledger rows that are not as the audit chain says that they were written: changed, removed or added.

    Chain and ledger are read one after the other, and a package may leave meanwhile: what is wrong is so at a second look too.
    """
    wrong = _altered()
    return [edge for edge in _altered() if edge in frozenset(wrong)] if wrong else []


def _altered() -> list[str]:
    told = {
        detail["edge"]: detail["row"] for action in RELEASED for detail in details_of(area="disclosure", action=action)
    }
    for detail in details_of(area="disclosure", action=RELEASED_TOGETHER):
        told |= detail["rows"]
    rows = Release.objects.order_by("id").iterator()
    wrong = [row.id for row in rows if told.pop(row.id, "") != digest_of(row)]
    return wrong + sorted(told)
