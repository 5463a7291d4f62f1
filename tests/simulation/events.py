"""What may happen at a node: what people do, what the clock does, what goes wrong. Each takes chance from the seed alone."""

import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction

from sajha.basics.decision import Refused
from sajha.cases.actions import change_party
from sajha.cases.queries import party_detail
from sajha.cases.values import PersonFacts
from sajha.consent import actions as consent
from sajha.consent.models import ConsentEvent, LegalBasis
from sajha.consent.tasks import record_expiries
from sajha.consent.values import EVERYONE, Audience, Giver, Manner, Notice, Opinion, Purpose, Said, Scope
from sajha.disclosure.actions import (
    agree_to_keep,
    ask_leave,
    ask_to_keep,
    attach_document,
    end_keeping,
    grant_leave,
    make_move,
    recall_by_hand,
    send_request,
)
from sajha.disclosure.actions import restored as disclosure_restored
from sajha.disclosure.actions.requests import mark_of
from sajha.disclosure.models import HeldPackage, HeldPart, Keeping, Leave, Recall, Release
from sajha.disclosure.queries import preview
from sajha.disclosure.queries.packages import view_of
from sajha.disclosure.rules import PURPOSE_OF
from sajha.disclosure.tasks import climb_overdue, end_keepings, recall_due
from sajha.exchange import actions as exchange
from sajha.exchange.models import Delivery
from sajha.exchange.tasks import deliver_due
from sajha.liaison.actions import change_draft, start_draft, start_onward
from sajha.liaison.models import Thread
from sajha.liaison.rules import moves_open_to
from sajha.liaison.values import Kind, MoveKind, Side, State
from sajha.network.models import Peer
from sajha.network.values import PeerStatus
from sajha.terms.vocabularies import coded
from sajha.vault.seals import KeyDestroyed, SealBroken
from tests.cast import ASHA, BALU, GITA
from tests.simulation.nodes import CLOCK, Node, Saved
from tests.simulation.world import Person, Went, World

NAME = "party.first_name"
ASKED = (Kind.TRACE_PERSON, Kind.TRANSFER_PERSON, Kind.REPATRIATION, Kind.JOINT_OPERATION)
PURPOSES = sorted({PURPOSE_OF[kind] for kind in ASKED})
CLASSES = ("S1", "S2", "S3")
PLACE = "IN-33"


class PowerCut(Exception):  # noqa: N818
    """The process died before it committed."""


def act(world: World, node: Node, name: str, work: Callable[[], object]) -> object:
    """Do something at a node that is up; by chance its power goes before the end, and nothing of it happened."""
    cut = world.chance.random() < world.trouble.crash
    try:
        with node.here(), transaction.atomic():
            done = work()
            if cut:
                raise PowerCut
    except Refused as refused:
        world.says(f"{node.number}: {name}: refused, {refused.decision.because}")
        return None
    except PowerCut:
        world.says(f"{node.number}: {name}: the power went")
        return None
    world.says(f"{node.number}: {name}: {done if isinstance(done, str | int) else 'done'}")
    return done


def some(chance: random.Random, things: Iterable, most: int = 3) -> list:
    """One to ``most`` of these."""
    things = list(things)
    return sorted(chance.sample(things, chance.randint(1, min(most, len(things)))), key=str)


# ---- the person speaks


def _audiences(world: World, person: Person) -> frozenset[Audience]:
    others = [node for node in world.nodes if node.number != person.home]
    return frozenset(
        Audience(node.kind, node.id if world.chance.random() < 0.4 else "") for node in some(world.chance, others)
    )


def _person(world: World) -> tuple[Person, Node] | None:
    person = world.chance.choice(world.people)
    node = world.nodes[person.home]
    return (person, node) if node.up else None


def _age(person: Person) -> bool:
    facts = party_detail(ASHA, person.case, person.party).facts
    return str(facts.majority).endswith("Adult")


def _said(world: World, person: Person, *, giving: bool, everything: bool) -> Said:
    chance, adult = world.chance, _age(person)
    giver = Giver.PERSON if adult or not giving else Giver.COMMITTEE
    if everything:
        scope = Scope(frozenset(Purpose), frozenset({EVERYONE}), frozenset(CLASSES))
        return Said(giver, scope, CLOCK.at)
    classes = CLASSES if giving else some(chance, CLASSES)
    audiences = frozenset({EVERYONE}) if not giving and chance.random() < 0.3 else _audiences(world, person)
    scope = Scope(frozenset(some(chance, PURPOSES)), audiences, frozenset(classes))
    if not giving:
        later = CLOCK.at + timedelta(days=chance.randint(1, 20)) if chance.random() < 0.3 else None
        return Said(giver, scope, CLOCK.at, later)
    until = CLOCK.at + timedelta(days=chance.choice((2, 10, 60, 300)))
    return Said(giver, scope, CLOCK.at, until, Manner.SIGNATURE, Notice("1", "te", "te"), heard=True)


def agrees(world: World) -> None:
    if found := _person(world):
        person, node = found
        act(world, node, f"{person.token} agrees", lambda: _speak(world, person, "give_consent", giving=True))


def _speak(world: World, person: Person, verb: str, *, giving: bool = False, everything: bool = False) -> str:
    said = _said(world, person, giving=giving, everything=everything)
    getattr(consent, verb)(case_id=person.case, party_id=person.party, said=said, by=ASHA, at=CLOCK.at)
    names = ",".join(sorted(map(str, said.scope.audiences)))
    return f"{','.join(sorted(said.scope.purposes))} / {names} / {','.join(sorted(said.scope.classes))} / {said.until}"


def takes_back(world: World) -> None:
    if found := _person(world):
        person, node = found
        verb = world.chance.choice(("withdraw_consent", "narrow_consent", "narrow_consent", "refuse_consent"))
        everything = verb == "withdraw_consent" and world.chance.random() < 0.6
        act(world, node, f"{person.token} {verb}", lambda: _speak(world, person, verb, everything=everything))


def corrects(world: World) -> None:
    if not (found := _person(world)):
        return
    person, node = found

    def work() -> str:
        rows = list(ConsentEvent.objects.filter(party=person.party, kind="given").order_by("id"))
        if not rows:
            return "nothing to correct"
        row = world.chance.choice(rows)
        kept = [Audience(*text.split("/")) for text in row.audiences][:1]
        scope = Scope(frozenset(row.purposes[:1]), frozenset(kept), frozenset(some(world.chance, row.classes)))
        said = Said(row.giver, scope, CLOCK.at)
        consent.correct_consent(
            case_id=person.case, party_id=person.party, event_id=row.id, said=said, reason="Misheard", by=ASHA, at=CLOCK.at
        )  # fmt: skip
        return row.id

    act(world, node, f"{person.token} corrects", work)


def comes_of_age(world: World) -> None:
    if not (found := _person(world)):
        return
    person, node = found

    def work() -> str:
        sheet = party_detail(ASHA, person.case, person.party)
        facts = PersonFacts(majority=coded("majority_status", "Adult"), gender=coded("gender", "Feminine"))
        change_party(
            case_id=person.case, party_id=person.party, facts=facts, revision=sheet.revision, by=ASHA, at=CLOCK.at
        )
        return "adult"

    act(world, node, f"{person.token} is known to be an adult", work)


def stands_on_a_basis(world: World) -> None:
    if not (found := _person(world)):
        return
    person, node = found

    def work() -> str:
        scope = Scope(frozenset({Purpose.INVESTIGATION}), frozenset({Audience("ahtu")}), frozenset(CLASSES))
        row = consent.open_basis(
            case_id=person.case, party_id=person.party, ground="court_order", scope=scope,
            until=CLOCK.at + timedelta(days=world.chance.randint(2, 60)), order="Order 12", reason="The court asks",
            by=ASHA, at=CLOCK.at,
        )  # fmt: skip
        for voter in (ASHA, BALU)[: world.chance.choice((1, 2, 2, 2))]:
            consent.vote_on_basis(
                case_id=person.case, basis_id=row.id, opinion=Opinion.AGREE, words="Read it.", by=voter, at=CLOCK.at
            )
        return row.id

    act(world, node, f"{person.token} basis", work)


def ends_a_basis(world: World) -> None:
    if not (found := _person(world)):
        return
    person, node = found

    def work() -> str:
        rows = list(LegalBasis.objects.filter(party=person.party).order_by("id"))
        if not rows:
            return "no basis"
        row = world.chance.choice(rows)
        consent.end_basis(case_id=person.case, basis_id=row.id, reason="Closed", by=ASHA, at=CLOCK.at)
        return row.id

    act(world, node, f"{person.token} basis ends", work)


# ---- something leaves


def sends(world: World) -> None:
    """A request from an own case, with or without the name, on some ground or none."""
    if not (found := _person(world)):
        return
    person, node = found
    chance = world.chance
    family = [other for other in world.people if other.case == person.case]
    people = family if chance.random() < 0.5 else [person]
    kind = chance.choice(ASKED)
    to = chance.choice([other for other in world.nodes if other is not node])
    ground = chance.choice(("", "consent_recorded", "consent_recorded", "legal_basis"))
    spoken_of = chance.choice(people)

    def work() -> str:
        draft = start_draft(case=person.case, kind=kind, urgency="routine", place=PLACE, by=ASHA, at=CLOCK.at)
        for words in ("Can you help?", f"Please look after {spoken_of.token}"):
            change_draft(
                thread=draft.id, urgency="routine", place=PLACE, recipient=to.id, question=words,
                parties=tuple(one.party for one in people), fields=(NAME,) if ground else (), ground=ground,
                ground_reason="As recorded" if ground else "", by=ASHA, at=CLOCK.at,
            )  # fmt: skip
            view = preview(ASHA, draft.id)
            goes = {view.people.get(answer.subject) for _, answer in view.fields if answer.outcome != "withheld"}
            if not goes - {None}:
                raise PowerCut  # nothing of a person would be enclosed
            if spoken_of.party not in goes:
                break  # words name only people about whom something is enclosed
        send_request(thread=draft.id, shown=mark_of(preview(ASHA, draft.id)), by=ASHA, at=CLOCK.at)
        return draft.id

    named = "+".join(one.token for one in people)
    thread = act(world, node, f"sends {named} to {to.number} {kind} {ground}", work)
    if isinstance(thread, str):
        _note(world, node, thread, {one.party: one for one in people}, "")


def _note(world: World, node: Node, thread: str, people: dict[str, Person], parent: str) -> None:
    """Write down what truly went."""
    with node.here():
        row = HeldPackage.objects.get(thread=thread)
        edges = {edge.subject: edge for edge in Release.objects.filter(package=row.id)}
    if not edges:
        return  # nothing but the question
    before = world.went.get(parent)
    if before:
        named = {alias: person for alias, person in before.people.items() if alias in edges}
    else:
        named = {alias: people[edge.party] for alias, edge in edges.items() if edge.party}
    any_edge = next(iter(edges.values()))
    world.went[row.id] = Went(
        package=row.id,
        parent=parent,
        root=before.root if before else row.id,
        home=before.home if before else node.number,
        case=before.case if before else any_edge.case,
        origin_ground=before.origin_ground if before else row.ground,
        sender=node.number,
        to=world.by_id(row.other).number,
        kind=any_edge.purpose,
        thread=thread,
        people=named,
        classes={alias: frozenset(edge.classes) for alias, edge in edges.items()},
        fields={alias: frozenset(edge.fields) for alias, edge in edges.items()},
    )


def _held(chance: random.Random) -> HeldPackage | None:
    """A package that came in and of which something can be read."""
    rows = list(HeldPackage.objects.filter(outward=False).order_by("id"))
    chance.shuffle(rows)
    return next((row for row in rows if view_of(row, at=CLOCK.at).package.fields), None)


def _up(world: World) -> Node | None:
    node = world.chance.choice(world.nodes)
    return node if node.up else None


def passes_on(world: World) -> None:
    """What came from another goes on to a third, or back to where it has been."""
    node = _up(world)
    if node is None:
        return
    chance = world.chance
    to = chance.choice([other for other in world.nodes if other is not node])
    with node.here():
        row = _held(chance)
        given = list(Leave.objects.filter(ours=False).exclude(granted_at=None).order_by("id"))
    kind, named = chance.choice(ASKED), ()
    subjects: tuple[str, ...] = ("p1", "p2")
    if given and chance.random() < 0.7:
        leave = chance.choice(given)
        with node.here():
            row = HeldPackage.objects.get(pk=leave.package)
        to, kind, named, subjects = world.by_id(leave.recipient), Kind(leave.purpose), (NAME,), tuple(leave.subjects)
    if row is None or row.id not in world.went:
        return

    def work() -> str:
        draft = start_onward(
            package=row.id, thread=row.thread, kind=kind, urgency="routine", place=PLACE, by=ASHA, at=CLOCK.at
        )
        change_draft(
            thread=draft.id, urgency="routine", place=PLACE, recipient=to.id, question="Is she known to you?",
            parties=subjects, fields=named, ground="", ground_reason="", by=ASHA, at=CLOCK.at,
        )  # fmt: skip
        view = preview(ASHA, draft.id)
        if not any(answer.outcome == "goes" for _, answer in view.fields):
            raise PowerCut  # the page would not send an empty package
        send_request(thread=draft.id, shown=mark_of(view), by=ASHA, at=CLOCK.at)
        return draft.id

    thread = act(world, node, f"passes {row.id[-6:]} of {world.went[row.id].home} on to {to.number} {kind}", work)
    if isinstance(thread, str):
        _note(world, node, thread, {}, row.id)


def asks_leave(world: World) -> None:
    node = _up(world)
    if node is None:
        return
    chance = world.chance
    with node.here():
        row = _held(chance)
        if row is None:
            return
        subjects = sorted(set(row.parts.values_list("subject", flat=True)) - {""})
    to = chance.choice([other for other in world.nodes if other is not node])
    kind = chance.choice(ASKED)
    act(
        world,
        node,
        f"asks leave for {row.id[-6:]} to {to.number}",
        lambda: ask_leave(
            package=row.id, subjects=tuple(subjects), to=to.id, purpose=kind, identity=True, urgency="routine", words="They can help",
            by=ASHA, at=CLOCK.at,
        ),
    )  # fmt: skip


def answers_leave(world: World) -> None:
    node = _up(world)
    if node is None:
        return
    with node.here():
        rows = list(Leave.objects.filter(ours=True, granted_at=None).order_by("id"))
        rows = [row for row in rows if Thread.objects.filter(pk=row.id, state=State.SENT).exists()]
    if not rows:
        return
    row, yes = world.chance.choice(rows), world.chance.random() < 0.85

    def work() -> str:
        if yes:
            days = world.chance.randint(1, 60)
            grant_leave(thread=row.id, until=CLOCK.at + timedelta(days=days), by=ASHA, at=CLOCK.at)
            return "granted"
        make_move(thread=row.id, kind=MoveKind.ACKNOWLEDGE, by=ASHA, at=CLOCK.at)
        make_move(thread=row.id, kind=MoveKind.DECLINE, code="unsafe", by=ASHA, at=CLOCK.at)
        return "declined"

    act(world, node, f"leave {row.id[-6:]}", work)


def _not_called_back(went: Went) -> list[Person]:
    """Of whom its sender may still speak: nobody writes about a person whom the own organisation has called back."""
    recalled = {subject for row in Recall.objects.filter(package=went.package) for subject in row.subjects}
    return [person for alias, person in sorted(went.people.items()) if alias not in recalled]


def talks(world: World) -> None:
    """Words and documents in a request: the side that asks names the person, the other side does not."""
    node = _up(world)
    if node is None:
        return
    with node.here():
        rows = list(Thread.objects.exclude(state=State.DRAFT).order_by("id"))
    if not rows:
        return
    row = world.chance.choice(rows)
    went = next((one for one in world.went.values() if one.thread == row.id), None)
    about = "Noted."
    if row.side == Side.ASKER and went and not went.parent:
        with node.here():
            named = _not_called_back(went)
        about = f"Something new about {world.chance.choice(named).token}" if named else about
    document = world.chance.random() < 0.3
    kinds = [
        kind for kind in moves_open_to(State(row.state), Side(row.side)) if kind in ("acknowledge", "accept", "note")
    ]
    kind = world.chance.choice(sorted(kinds) or ["note"])

    def work() -> str:
        if document:
            attach_document(thread=row.id, name="note.txt", content=about.encode(), words=about, by=ASHA, at=CLOCK.at)
            return "document"
        make_move(thread=row.id, kind=MoveKind(kind), words=about, by=ASHA, at=CLOCK.at)
        return kind

    act(world, node, f"talks in {row.id[-6:]}", work)


def calls_back(world: World) -> None:
    """A worker calls back one edge by hand."""
    if not (found := _person(world)):
        return
    person, node = found

    def work() -> str:
        rows = list(Release.objects.filter(party=person.party).order_by("id"))
        if not rows:
            return "nothing left"
        row = world.chance.choice(rows)
        return recall_by_hand(case=person.case, edge=row.id, reason="It was wrong", by=ASHA, at=CLOCK.at)

    act(world, node, f"{person.token} is called back by hand", work)


# ---- something is kept on a ground


def keeps(world: World) -> None:
    """One person asks to keep a part; a second person agrees, or nobody does."""
    node = _up(world)
    if node is None:
        return
    with node.here():
        parts = list(HeldPart.objects.filter(package__outward=False, became="").exclude(subject="").order_by("id"))
    if not parts:
        return
    part, second = world.chance.choice(parts), world.chance.random() < 0.7

    def work() -> str:
        keeping = ask_to_keep(
            package=part.package_id, subject=part.subject, ground="court_order", reference="Order 3",
            reason="Evidence in court", until=CLOCK.at + timedelta(days=world.chance.randint(1, 300)), by=ASHA, at=CLOCK.at,
        )  # fmt: skip
        if second:
            agree_to_keep(keeping=keeping, by=BALU, at=CLOCK.at)
        return "two" if second else "one"

    act(world, node, f"keeps {part.package_id[-6:]}/{part.subject}", work)


def keeps_no_longer(world: World) -> None:
    node = _up(world)
    if node is None:
        return
    with node.here():
        rows = list(Keeping.objects.filter(ended_at=None).order_by("id"))
    if rows:
        row = world.chance.choice(rows)
        act(world, node, f"keeping {row.id[-6:]} ends", lambda: end_keeping(keeping=row.id, by=BALU, at=CLOCK.at))


# ---- the clock and the machines


def delivered(at: datetime) -> int:
    """Deliver what is due here; gives how much was settled (what is put off is not)."""
    before = Delivery.objects.filter(open=False).count()
    deliver_due(at, limit=200)
    return Delivery.objects.filter(open=False).count() - before


def works(world: World, node: Node | None = None) -> int:
    """The node's clockwork, as its worker does it; gives how much it found to do."""
    node = node or _up(world)
    if node is None:
        return 0
    at = CLOCK.at
    with node.here():
        done = [record_expiries(at), recall_due(at), end_keepings(at), climb_overdue(at), delivered(at)]
    if any(done):
        world.says(f"{node.number}: worker: expired {done[0]}, recalled {done[1]}, kept {done[2]}, climbed {done[3]}, delivered {done[4]}")  # fmt: skip
    return sum(done)


def time_passes(world: World) -> None:
    days = world.chance.choice((0.05, 0.5, 1, 3, 10, 40))
    CLOCK.moves(days=days)
    world.says(f"{days} days pass")


def goes_down(world: World) -> None:
    node = world.chance.choice(world.nodes)
    node.up = False
    world.says(f"{node.number}: down")


def comes_up(world: World) -> None:
    for node in world.nodes:
        if not node.up and world.chance.random() < 0.7:
            node.up = True
            world.says(f"{node.number}: up")


def saves(world: World) -> None:
    node = world.chance.choice(world.nodes)
    node.saved = [*node.saved[-2:], Saved(node)]
    world.says(f"{node.number}: backup")


def restores(world: World) -> None:
    """A node loses its disk and comes back from an older backup, as ``sajha restored`` does it."""
    candidates = [node for node in world.nodes if node.saved]
    if not candidates:
        return
    node = world.chance.choice(candidates)
    saved = world.chance.choice(node.saved)
    world.restores += 1
    node.restore(saved, world.restores + 1)
    node.saved = [one for one in node.saved if one.at <= saved.at]
    node.up = True
    with node.here():
        exchange.ask_again(since=saved.at - timedelta(hours=1), by=GITA, at=CLOCK.at)
        count = disclosure_restored.ask_again(CLOCK.at)
    world.says(f"{node.number}: restored to {saved.at:%m-%d %H:%M:%S}, asked for {count} packages")


def changes_keys(world: World) -> None:
    """New keys; a backup with the old ones is of no use any more."""
    node = _up(world)
    if node is not None:
        node.saved = []
        with node.here():
            exchange.rotate_keys(by=GITA, at=CLOCK.at)
        world.says(f"{node.number}: new keys")


def closes_a_member(world: World) -> None:
    node = _up(world)
    if node is None:
        return
    with node.here():
        rows = list(Peer.objects.filter(status=PeerStatus.ACTIVE).order_by("node_id"))
    if not rows:
        return
    row, for_good = world.chance.choice(rows), world.chance.random() < 0.3
    verb = exchange.revoke if for_good else exchange.suspend
    act(
        world,
        node,
        f"{'removes' if for_good else 'suspends'} {world.by_id(row.node_id).number}",
        lambda: verb(node_id=row.node_id, reason="Inquiry", by=GITA, at=CLOCK.at).status,
    )


def opens_a_member(world: World) -> None:
    node = _up(world)
    if node is None:
        return
    with node.here():
        rows = list(Peer.objects.filter(status=PeerStatus.SUSPENDED).order_by("node_id"))
    if rows:
        row = world.chance.choice(rows)
        act(
            world,
            node,
            f"resumes {world.by_id(row.node_id).number}",
            lambda: exchange.resume(node_id=row.node_id, reason="Cleared", by=GITA, at=CLOCK.at).status,
        )


def replays(world: World) -> None:
    world.replay()


CALM: dict[Callable[[World], object], int] = {
    agrees: 12,
    takes_back: 8,
    corrects: 2,
    comes_of_age: 1,
    stands_on_a_basis: 3,
    ends_a_basis: 1,
    sends: 20,
    passes_on: 16,
    asks_leave: 6,
    answers_leave: 8,
    talks: 7,
    calls_back: 2,
    keeps: 4,
    keeps_no_longer: 2,
    works: 40,
    time_passes: 5,
}
ROUGH: dict[Callable[[World], object], int] = {
    goes_down: 4,
    comes_up: 6,
    saves: 5,
    restores: 2,
    changes_keys: 2,
    closes_a_member: 2,
    opens_a_member: 2,
    replays: 3,
}


def lost_words(error: Exception) -> bool:
    """Whether something does not open because it was destroyed or its key is lost."""
    return isinstance(error, KeyDestroyed | SealBroken)


def moment() -> datetime:
    return CLOCK.at
