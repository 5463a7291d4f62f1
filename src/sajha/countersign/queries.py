"""Check this node's record against what was countersigned, and show what this node saw of others."""

from collections.abc import Iterator, Sequence

import msgspec

from sajha.accounts.rules import may
from sajha.audit import queries as audit
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.consent.queries import altered
from sajha.countersign.models import Answer, OwnCheckpoint, Seen
from sajha.countersign.rules import digest_of, is_signed
from sajha.countersign.tree import roots_at
from sajha.countersign.values import (
    Check,
    Checkpoint,
    Countersignature,
    Examined,
    Kept,
    Missing,
    Objected,
    Signer,
    State,
    Watched,
)
from sajha.disclosure.queries import altered_edges
from sajha.network.queries import names, own_node_id

AREA, MADE = "countersign", "checkpoint.made"


class _Chain:
    """The digests of one area's entries, handed out piece by piece."""

    def __init__(self, area: str) -> None:
        self._rows = audit.digests(area)
        self._next = next(self._rows, None)

    def up_to(self, seq: int) -> Iterator[bytes]:
        while self._next is not None and self._next[0] <= seq:
            yield self._next[1].encode()
            self._next = next(self._rows, None)


def leaves(reaches: Sequence[dict[str, int]]) -> Iterator[bytes]:
    """The leaves of the tree: for each checkpoint in turn, area by area, the digests of the entries that it added."""
    chains = {area: _Chain(area) for area in sorted({area for reach in reaches for area in reach})}
    for reach in reaches:
        for area in sorted(reach):
            yield from chains[area].up_to(reach[area])


def examined() -> Examined:
    """Everything that can be checked on this node. The caller has checked who asks."""
    return Examined(
        chains=tuple(audit.verify_chains()),
        check=check(),
        edges=tuple(altered_edges()),
        consents=tuple(altered()),
    )


def check() -> Check:
    """Whether each checkpoint of this node still lies in its record, who countersigned it, and what members say is missing."""
    rows = list(OwnCheckpoint.objects.order_by("number"))
    said = {row.number: _own(bytes(row.content)) for row in rows}
    roots = roots_at(leaves([row.areas for row in rows]), [word.size for word in said.values() if word])
    answers, called = list(Answer.objects.order_by("at", "id")), names()
    signers = _signers(answers, called)
    kept = tuple(_kept(row, said[row.number], roots, tuple(signers.get(row.digest, ()))) for row in rows)
    entries = audit.count_up_to(audit.heads())
    return Check(
        kept=kept,
        missing=tuple(_missing(answers, {digest_of(word).hex() for word in said.values() if word}, called)),
        objections=tuple(_objections(answers, called)),
        entries=entries,
        uncovered=entries - max((line.size for line in kept if line.lies and line.signers), default=0),
    )


def _own(content: bytes) -> Checkpoint | None:
    """A checkpoint that this node signed; none when the bytes are not one."""
    try:
        word = msgspec.json.decode(content, type=Checkpoint)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return word if is_signed(word, node_id=own_node_id()) else None


def _kept(row: OwnCheckpoint, word: Checkpoint | None, roots: dict[int, bytes], signers: tuple[Signer, ...]) -> Kept:
    same = word is not None and (word.number, word.size, digest_of(word).hex()) == (row.number, row.size, row.digest)
    lies = same and word is not None and roots.get(word.size) == word.root
    return Kept(row.number, row.made_at, row.size, lies, signers)


def _signers(answers: Sequence[Answer], called: dict[str, str]) -> dict[str, list[Signer]]:
    """Digest of a checkpoint -> whose countersignature of it is here, and holds."""
    found: dict[str, list[Signer]] = {}
    for row in answers:
        if row.state == State.COUNTERSIGNED and _holds(row):
            signer = Signer(row.member, called.get(row.member, ""), row.at, row.anew)
            found.setdefault(row.digest, []).append(signer)
    return found


def _holds(row: Answer) -> bool:
    try:
        word = msgspec.json.decode(bytes(row.content), type=Countersignature)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    said = (word.by, word.about, word.digest.hex(), word.anew)
    return said == (row.member, own_node_id(), row.digest, row.anew) and is_signed(word, node_id=row.member)


def _missing(answers: Sequence[Answer], here: set[str], called: dict[str, str]) -> Iterator[Missing]:
    """Checkpoints that members or the audit know of and that are not here; a member that accepted a new beginning asks no more."""
    forgiven = {row.member: row.at for row in answers if row.state == State.COUNTERSIGNED and row.anew}
    told = set(here)
    for row in answers:
        if row.member in forgiven and row.at <= forgiven[row.member]:
            continue
        seen = _own(bytes(row.seen)) if row.seen else None
        if seen and digest_of(seen).hex() not in told:
            told.add(digest_of(seen).hex())
            yield Missing(seen.number, seen.size, seen.made_at, row.member, called.get(row.member, ""))
        if row.state == State.COUNTERSIGNED and row.digest not in told:
            told.add(row.digest)
            yield Missing(row.number, row.size, None, row.member, called.get(row.member, ""))
    for detail in audit.details_of(area=AREA, action=MADE):
        if detail["digest"] not in told:
            yield Missing(detail["number"], detail["size"], None, "", "")


def _objections(answers: Sequence[Answer], called: dict[str, str]) -> Iterator[Objected]:
    """The newest objection of each member that has not countersigned since."""
    newest = {row.member: row for row in answers if row.state != State.WAITING}
    for member, row in newest.items():
        if row.state == State.OBJECTED:
            yield Objected(member, called.get(member, ""), row.number, row.because, row.at)


def last_seen(node_id: str) -> Seen | None:
    """The newest checkpoint of a member that was countersigned here."""
    return Seen.objects.filter(node=node_id, state=State.COUNTERSIGNED).order_by("-id").first()


def open_objection(node_id: str) -> Seen | None:
    """This node's objection to a member's record; none once the member showed a record that continues, or an auditor accepted it."""
    last = Seen.objects.filter(node=node_id).order_by("-id").first()
    return last if last and last.state == State.OBJECTED else None


def checkpoint_in(row: Seen) -> Checkpoint:
    """The member's own signed word."""
    return msgspec.json.decode(bytes(row.content), type=Checkpoint)


def objections(by: Actor) -> list[Objected]:
    """Members that object to this node's record.

    Raises:
        Refused: without ``audit:verify``.
    """
    require(may(by, "audit:verify"))
    return list(_objections(list(Answer.objects.order_by("at", "id")), names()))


def watched(by: Actor) -> list[Watched]:
    """What this node countersigned of each member, by the member's name.

    Raises:
        Refused: without ``audit:verify``.
    """
    require(may(by, "audit:verify"))
    called, nodes = names(), Seen.objects.order_by("node").values_list("node", flat=True).distinct()
    found = [_watched(node, called.get(node, "")) for node in nodes]
    return sorted(found, key=lambda line: (line.organisation, line.node_id))


def _watched(node_id: str, organisation: str) -> Watched:
    last, objection = last_seen(node_id), open_objection(node_id)
    return Watched(
        node_id=node_id,
        organisation=organisation,
        size=last.size if last else 0,
        number=last.number if last else 0,
        countersigned_at=(last.accepted_at or last.at) if last else None,
        objected_at=objection.at if objection else None,
        because=objection.because if objection else "",
        shown_size=objection.size if objection else 0,
    )


def base_of(member: str) -> int:
    """How many entries the newest of this node's checkpoints held that the member countersigned; 0 when there is none."""
    rows = Answer.objects.filter(member=member, state=State.COUNTERSIGNED).order_by("-at", "-id")
    return rows.values_list("size", flat=True).first() or 0
