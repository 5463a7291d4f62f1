"""Make a checkpoint and show it to the members; countersign theirs, or object. The only writer of both."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

import msgspec
from django.conf import settings
from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.audit.queries import count_up_to, heads
from sajha.basics.actor import Actor
from sajha.basics.config import NodeConfig
from sajha.basics.decision import Refused, no, require
from sajha.countersign.models import Answer, OwnCheckpoint, Seen
from sajha.countersign.queries import AREA, MADE, base_of, checkpoint_in, last_seen, leaves, open_objection
from sajha.countersign.rules import (
    CHECKPOINT_CONTEXT,
    COUNTERSIGNATURE_CONTEXT,
    content_of,
    digest_of,
    is_due,
    is_signed,
    may_countersign,
)
from sajha.countersign.tree import Range, proof_ranges, roots_of
from sajha.countersign.values import Checkpoint, Countersignature, Objection, ProofWanted, Shown, State
from sajha.disclosure.actions import depart
from sajha.disclosure.models import Departure, Release
from sajha.network.queries import active_node_ids
from sajha.vault.identity import identity


@transaction.atomic
def make_checkpoint(*, by: Actor, at: datetime) -> OwnCheckpoint:
    """Sign the state of this node's record and show it to every active member.

    Raises:
        Refused: without ``audit:verify``.
    """
    require(may(by, "audit:verify"))
    return _make(by=by, at=at)


@transaction.atomic
def make_due_checkpoint(*, by: Actor, at: datetime) -> int:
    """The same for the node's clockwork, when it is time and there is a member to show it to; gives how many were made."""
    newest = OwnCheckpoint.objects.order_by("-number").values_list("made_at", flat=True).first()
    released = Release.objects.filter(at__gt=newest).exclude(recipient="own").count() if newest else 0
    scale = cast(NodeConfig, settings.CONFIG).clock_scale
    if not is_due(newest=newest, released=released, at=at, scale=scale) or not active_node_ids():
        return 0
    _make(by=by, at=at)
    return 1


def _make(*, by: Actor, at: datetime) -> OwnCheckpoint:
    reach = heads()
    size = count_up_to(reach)
    earlier = list(OwnCheckpoint.objects.order_by("number").values_list("number", "areas"))
    bases = {member: base_of(member) for member in sorted(active_node_ids()) if not _waits(member)}
    proofs = {base: proof_ranges(base, size) for base in bases.values()}
    whole: Range = (0, size)
    wanted = {whole, *(part for ranges in proofs.values() for part in ranges)}
    roots = roots_of(leaves([*(areas for _, areas in earlier), reach]), wanted)
    number = earlier[-1][0] + 1 if earlier else 1
    word = _signed(number=number, size=size, root=roots[whole], at=at)
    row = OwnCheckpoint.objects.create(
        number=number,
        made_at=at,
        size=size,
        areas=reach,
        digest=digest_of(word).hex(),
        content=msgspec.json.encode(word),
    )
    detail = {"number": number, "size": size, "digest": row.digest, "members": len(bases)}
    record(area=AREA, action=MADE, by=by, at=at, detail=detail)
    for member, base in bases.items():
        _show(member, Shown(word, base, list(_in_order(proofs[base], roots))), row, by=by, at=at)
    return row


def _waits(member: str) -> bool:
    """Whether a member has not answered to an earlier checkpoint yet; one that could not be delivered is not waited for."""
    rows = Answer.objects.filter(member=member, state=State.WAITING).values_list("message", flat=True)
    return Departure.objects.filter(id__in=list(rows), status__in=("", "accepted")).exists()


def _signed(*, number: int, size: int, root: bytes, at: datetime) -> Checkpoint:
    own = identity()
    unsigned = Checkpoint(own.node_id, number, at, size, root, own.first, list(own.steps))
    return msgspec.structs.replace(unsigned, signature=own.sign(CHECKPOINT_CONTEXT, content_of(unsigned)))


def _show(member: str, shown: Shown, row: OwnCheckpoint, *, by: Actor, at: datetime) -> None:
    message = _tell(member, "network.checkpoint", shown, by=by, at=at)
    Answer.objects.update_or_create(
        member=member,
        digest=row.digest,
        defaults={"number": row.number, "size": row.size, "state": State.WAITING, "message": message, "at": at},
    )


def _tell(member: str, kind: str, body: msgspec.Struct, *, by: Actor, at: datetime) -> str:
    return depart(recipient=member, thread="", kind=kind, body=msgspec.json.encode(body), by=by, at=at).id


@transaction.atomic
def hear_checkpoint(*, sender: str, shown: Shown, by: Actor, at: datetime) -> None:
    """Countersign a member's checkpoint, ask for another proof, or object and raise it to this node's auditor.

    Raises:
        Refused: ``record.forged``, a checkpoint that is not the sender's own signed word.
    """
    word, last = shown.checkpoint, last_seen(sender)
    if word.node_id != sender or not is_signed(word, node_id=sender):
        raise Refused(no("record.forged"))
    if last and last.digest == digest_of(word).hex():
        return _countersign(last, anew=bool(last.accepted_at), by=by, at=at)
    seen = checkpoint_in(last) if last else None
    decision = may_countersign(seen, shown)
    if seen is None or decision.allowed:
        row = _keep(sender, word, State.COUNTERSIGNED, decision.because, at)
        return _countersign(row, anew=False, by=by, at=at)
    if decision.because == "record.proof_wanted":
        _tell(sender, "network.proof_wanted", ProofWanted(word.number, seen), by=by, at=at)
        return None
    _keep(sender, word, State.OBJECTED, decision.because, at)
    detail = {"because": decision.because, "number": word.number, "size": word.size, "seen": seen.size}
    record(area=AREA, action="record.objected", by=by, at=at, subject=sender, detail=detail)
    _tell(sender, "network.objected", Objection(word.number, decision.because, seen), by=by, at=at)
    return None


def _keep(node: str, word: Checkpoint, state: str, because: str, at: datetime) -> Seen:
    row, _ = Seen.objects.update_or_create(
        node=node,
        digest=digest_of(word).hex(),
        defaults={"state": state, "because": because, "at": at},
        create_defaults={
            "number": word.number,
            "size": word.size,
            "content": msgspec.json.encode(word),
            "state": state,
            "because": because,
            "at": at,
        },
    )
    return row


def _countersign(row: Seen, *, anew: bool, by: Actor, at: datetime, reason: str = "") -> None:
    own = identity()
    unsigned = Countersignature(
        by=own.node_id,
        about=row.node,
        number=row.number,
        digest=bytes.fromhex(row.digest),
        size=row.size,
        at=at,
        anew=anew,
        first_key=own.first,
        steps=list(own.steps),
    )
    word = msgspec.structs.replace(unsigned, signature=own.sign(COUNTERSIGNATURE_CONTEXT, content_of(unsigned)))
    detail = {"number": row.number, "size": row.size, "digest": row.digest, "anew": anew}
    action = "record.accepted_anew" if reason else "record.countersigned"
    record(area=AREA, action=action, by=by, at=at, subject=row.node, reason=reason, detail=detail)
    _tell(row.node, "network.countersigned", word, by=by, at=at)


@transaction.atomic
def accept_anew(*, node_id: str, reason: str, by: Actor, at: datetime) -> None:
    """Let a member's record begin anew although it does not continue what was seen: its people explained it, on another way.

    Raises:
        Refused: without ``audit:accept``, no reason, or no open objection to this member's record (``not_found``).
    """
    require(may(by, "audit:accept"))
    if not reason.strip():
        raise Refused(no("reason.missing"))
    row = open_objection(node_id)
    if row is None or node_id not in active_node_ids():
        raise Refused(no("not_found"))
    row.state, row.accepted_by, row.accepted_at = State.COUNTERSIGNED, by.id, at
    row.save(update_fields=["state", "accepted_by", "accepted_at"])
    _countersign(row, anew=True, by=by, at=at, reason=reason)


@transaction.atomic
def hear_countersignature(*, sender: str, word: Countersignature, by: Actor, at: datetime) -> None:
    """Keep a member's countersignature, also of a checkpoint that is not here any more: then it is the proof that there was one.

    Raises:
        Refused: ``record.forged``, not the sender's own signed word about this node.
    """
    if (word.by, word.about) != (sender, identity().node_id) or not is_signed(word, node_id=sender):
        raise Refused(no("record.forged"))
    digest = word.digest.hex()
    given = {"state": State.COUNTERSIGNED, "anew": word.anew, "content": msgspec.json.encode(word), "at": at}
    if not word.anew:
        given["seen"] = b""  # what the member had seen before is continued by this
    Answer.objects.update_or_create(
        member=sender,
        digest=digest,
        defaults=given,
        create_defaults={**given, "number": word.number, "size": word.size},
    )
    detail = {"number": word.number, "digest": digest, "anew": word.anew}
    record(area=AREA, action="checkpoint.countersigned", by=by, at=at, subject=sender, detail=detail)


@transaction.atomic
def hear_objection(*, sender: str, said: Objection, by: Actor, at: datetime) -> None:
    """Keep a member's objection with the checkpoint of ours that it saw, so that the check of the record finds what is gone.

    Raises:
        Refused: ``record.forged``, what it shows was not signed by this node.
    """
    _require_ours(said.seen)
    _object(sender, said.number, said.because, said.seen, by=by, at=at)


def _require_ours(seen: Checkpoint) -> None:
    if seen.node_id != identity().node_id or not is_signed(seen, node_id=seen.node_id):
        raise Refused(no("record.forged"))


def _object(sender: str, number: int, because: str, seen: Checkpoint, *, by: Actor, at: datetime) -> None:
    evidence = msgspec.json.encode(seen)
    known = Answer.objects.filter(member=sender, number=number).exclude(state=State.COUNTERSIGNED)
    if not known.update(state=State.OBJECTED, because=because, seen=evidence, at=at):
        given = {"number": number, "size": 0, "state": State.OBJECTED, "because": because, "seen": evidence, "at": at}
        Answer.objects.update_or_create(member=sender, digest="", defaults=given)
    detail = {"number": number, "because": because, "seen": seen.number, "size": seen.size}
    record(area=AREA, action="checkpoint.objected", by=by, at=at, subject=sender, detail=detail)


@transaction.atomic
def hear_proof_wanted(*, sender: str, said: ProofWanted, by: Actor, at: datetime) -> None:
    """Show the newest checkpoint again, with the proof from the one that the member saw; one of us was restored from a backup.

    A record that is shorter than what the member saw cannot continue it: that is noted as an objection at once.

    Raises:
        Refused: ``record.forged``, what it shows was not signed by this node.
    """
    _require_ours(said.seen)
    rows = list(OwnCheckpoint.objects.order_by("number"))
    newest = rows[-1] if rows else None
    if newest is None or said.seen.size > newest.size:
        _object(sender, said.number, "record.behind", said.seen, by=by, at=at)
        return
    base, ranges = said.seen.size, proof_ranges(said.seen.size, newest.size)
    roots = roots_of(leaves([row.areas for row in rows]), ranges)
    word = msgspec.json.decode(bytes(newest.content), type=Checkpoint)
    _show(sender, Shown(word, base, list(_in_order(ranges, roots))), newest, by=by, at=at)
    Answer.objects.filter(member=sender, digest=newest.digest).update(seen=msgspec.json.encode(said.seen))


def _in_order(ranges: Iterable[Range], roots: dict[Range, bytes]) -> Iterable[bytes]:
    """The hashes of a proof; those of entries that are gone are left out, and the proof will not hold."""
    return (roots[part] for part in ranges if part in roots)
