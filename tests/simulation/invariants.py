"""What must hold once the network is whole and quiet again, looked at with the code's own readers at every node."""

from collections.abc import Iterator
from dataclasses import dataclass

from sajha.cases.values import Sensitivity
from sajha.consent.queries import bases_of_case, held_of_case
from sajha.disclosure.actions.requests import MASKED
from sajha.disclosure.models import Departure, HeldPackage, HeldPart, Keeping, Onward, Recall, Release
from sajha.disclosure.queries import altered_edges, body_of, holders_of
from sajha.disclosure.queries.keeping import kept_value
from sajha.disclosure.queries.ledger import Holder, holder_of, newest_recalls
from sajha.disclosure.queries.packages import fields_of
from sajha.disclosure.queries.preview import words_on
from sajha.disclosure.rules import PURPOSE_OF, keeps, why_not_now
from sajha.disclosure.values import EdgeState
from sajha.liaison.models import Attachment, Move
from sajha.liaison.queries.sealing import sealed_under, words_of
from sajha.liaison.values import Kind
from sajha.network.models import Peer
from sajha.vault.actions import unseal_bytes
from sajha.vault.seals import KeyDestroyed, SealBroken
from tests.cast import ASHA
from tests.simulation.nodes import CLOCK, Node
from tests.simulation.world import Went, World, chains_whole

LOST = (KeyDestroyed, SealBroken)
CLOSED = (EdgeState.DESTROYED, EdgeState.NEVER_HAD)


@dataclass(frozen=True)
class Copy:
    """A part of a package that can be read at a node; ``kept`` when it stands on a ground that two persons named there."""

    node: int
    package: str
    subject: str
    text: str
    told: frozenset[str]
    outward: bool
    kept: bool


def wrongs(world: World) -> list[str]:
    """Everything that does not hold; empty when all does."""
    copies = {node.number: _copies(node) for node in world.nodes}
    found = [*world.broken]
    for node in world.nodes:
        with node.here():
            found += [] if chains_whole() else [f"{node.number}: an audit chain is broken"]
            found += [f"{node.number}: ledger row {id[-6:]} was altered" for id in altered_edges()]
        found += _in_clear(world, node)
    for node in world.nodes:
        found += _open_recalls(world, node)
        for copy in copies[node.number]:
            found += _copy_holds(world, copy, copies[node.number])
        found += _words_hold(world, node, copies[node.number])
    return found


def _copies(node: Node) -> list[Copy]:
    found = []
    with node.here():
        for part in HeldPart.objects.select_related("package").order_by("id"):
            if not bytes(part.content):
                continue
            try:
                fields = fields_of(part)
            except LOST:
                continue
            rows = Keeping.objects.filter(package=part.package_id, subject=part.subject)
            kept = any(keeps(kept_value(row), CLOCK.at) for row in rows)
            text = " ".join(f"{field.name}={field.sensitivity}:{field.value}" for field in fields)
            told = frozenset(field.name for field in fields if field.value != MASKED)
            found.append(Copy(node.number, part.package_id, part.subject, text, told, part.package.outward, kept))
    return found


def _in_clear(world: World, node: Node) -> list[str]:
    """No name and no free text lies open in a database, at its own node or elsewhere."""
    content = node.connection.serialize()
    words = [person.token for person in world.people] + [f"Shelter{one.number}" for one in world.nodes]
    return [f"{node.number}: {word} lies in clear in the database" for word in words if word.encode() in content]


def _open_recalls(world: World, node: Node) -> list[str]:
    """Every recall is answered, by its holder's signed word and nothing else: all nodes are up, and none may stay silent."""
    with node.here():
        ended = Recall.objects.exclude(state__in=(EdgeState.TOLD, EdgeState.PASSED_ON)).filter(answered_at=None)
        if ended.exists():
            return [f"{node.number}: recall {row.id[-6:]} ended without a word" for row in ended]
        rows = Recall.objects.filter(state__in=(EdgeState.TOLD, EdgeState.PASSED_ON)).order_by("id")
        return [
            f"{node.number}: recall {row.id[-6:]} of {row.package[-6:]} at {world.by_id(row.recipient).number} is {row.state}"
            for row in rows
        ]


def _copy_holds(world: World, copy: Copy, here: list[Copy]) -> list[str]:
    went = world.went.get(copy.package)
    where = f"{copy.node}: {copy.package[-6:]}/{copy.subject}"
    if went is None:
        return [f"{where}: nobody sent this package"]
    found = [f"{where}: S4 left"] if f"={Sensitivity.S4}:" in copy.text else []
    for package in _line(world, went):
        more = copy.told - world.went[package].fields.get(copy.subject, frozenset())
        found += [f"{where}: {sorted(more)} is more than the ledger says of {package[-6:]}"] if more else []
    found += [
        f"{where}: {person.token} is not of this subject"
        for person in world.people
        if person.token in copy.text and went.people.get(copy.subject) != person
    ]
    if went.home == copy.node:
        return found  # the source's own: what it sent, or what came back to it
    if not copy.subject:
        return found
    if copy.outward:
        basis = [one for one in here if one.package == went.parent and one.subject == copy.subject and not one.outward]
        return found + ([] if basis else [f"{where}: what was passed on is still here, what came is not"])
    return found + _entitled(world, copy, went, where)


def _entitled(world: World, copy: Copy, went: Went, where: str) -> list[str]:
    """A copy at somebody else's node: the source would send it there today, or it stands on a ground; and the source sees it."""
    home, holder = world.nodes[went.home], world.nodes[copy.node]
    with home.here():
        because = _why_not(world, went, copy, holder)
        shown = _shown(world, went, copy, holder)
    if because and not copy.kept:
        return [f"{where}: readable, and its source {went.home} says {because} (shown: {shown})"]
    if because and copy.kept and EdgeState.KEPT not in shown:
        return [f"{where}: kept, and its source {went.home} is not told so (shown: {shown}, {because})"]
    if not because and not shown - set(CLOSED):
        return [f"{where}: readable, and its source {went.home} does not see it (shown: {shown})"]
    return []


def _why_not(world: World, went: Went, copy: Copy, holder: Node) -> str:
    """Why the source would not let this go to this holder today; asked at the source. Empty when it would."""
    person = went.people.get(copy.subject)
    if person is None:
        return "subject.unknown"
    if Peer.objects.filter(node_id=holder.id, status__in=("suspended", "revoked")).exists():
        return "recall.member_removed"
    for package in _line(world, went):
        if any(copy.subject in row.subjects for row in Recall.objects.filter(package=package)):
            return "recall.asked"
    row = HeldPackage.objects.filter(pk=went.root, outward=True).first()
    if row is None or not Release.objects.filter(package=went.root).exists():
        return "release.forgotten"
    if row.expires_at and row.expires_at <= CLOCK.at:
        return "recall.expired"
    held, bases = held_of_case(went.case, CLOCK.at), bases_of_case(went.case)
    purpose = PURPOSE_OF[Kind(went.kind)]
    words = words_on(held[person.party], bases.get(person.party, ()), purpose, holder.kind, holder.id)
    classes = {Sensitivity(one) for one in went.classes[copy.subject]}
    asked = {sensitivity: said for sensitivity, said in words.items() if sensitivity in classes}
    if went.parent:
        said = asked.get(Sensitivity.S3)
        if said is not None and not (said.agreed or said.basis):
            return said.because
        return next((said.because for said in asked.values() if said.refused), "")
    return why_not_now(went.origin_ground, asked)


def _line(world: World, went: Went) -> Iterator[str]:
    yield went.package
    if went.parent:
        yield from _line(world, world.went[went.parent])


def _shown(world: World, went: Went, copy: Copy, holder: Node) -> set[EdgeState]:
    """In which states the source shows this holder for this package; asked at the source. Beside the tree of the person, what was
    sent by a disk that was lost shows in the answers to its recall."""
    person = went.people[copy.subject]
    tops = [top for top in holders_of(ASHA, person.case, person.party) if top.package == went.root]
    if not tops:
        recalls = newest_recalls({went.root})
        edges = Release.objects.filter(package=went.root, subject=copy.subject)
        steps = list(Onward.objects.filter(package=went.root))
        tops = [holder_of(edge, recalls.get((edge.package, edge.subject)), steps) for edge in edges]
    return {one.state for top in tops for one in _flat(top) if one.recipient == holder.id}


def _flat(holder: Holder) -> Iterator[Holder]:
    yield holder
    for below in holder.below:
        yield from _flat(below)


def _words_hold(world: World, node: Node, here: list[Copy]) -> list[str]:
    """Words, documents and messages that name somebody of another node, where no part of the package about her can be read."""
    found = []
    for source, thread, text in _texts(node):
        for person in world.people:
            if person.token not in text or person.home == node.number:
                continue
            packages = [went.package for went in world.went.values() if went.thread == thread]
            parts = [
                copy
                for copy in here
                if copy.package in packages and world.went[copy.package].people.get(copy.subject) == person
            ]
            if not parts:
                found.append(f"{node.number}: {source} in {thread[-6:]} still names {person.token}")
    return found


def _texts(node: Node) -> Iterator[tuple[str, str, str]]:
    """(what, thread, text) of everything readable that came or left with a thread at this node."""
    with node.here():
        moves = list(Move.objects.select_related("thread", "attachment").order_by("id"))
        for move in moves:
            if move.author == node.id:
                continue
            text = " ".join(words_of(move.thread, [move]).values())
            yield f"move {move.kind}", move.thread_id, text
        for row in Attachment.objects.select_related("move__thread").order_by("id"):
            if row.move.author == node.id or not bytes(row.content):
                continue
            try:
                record = sealed_under(row.move.thread, row.move)
                content = unseal_bytes(record, f"{row.id}.content", bytes(row.content))
            except LOST:
                continue
            yield "document", row.move.thread_id, content.decode(errors="replace")
        for departure in Departure.objects.order_by("id"):
            try:
                yield f"departure {departure.kind}", departure.thread, body_of(departure).decode(errors="replace")
            except LOST:
                continue
