"""Members countersign each other's record: what was rewritten is found on the node itself, and by those who saw it before."""

from datetime import timedelta

import msgspec
import pytest
from django.db import transaction

from sajha.audit.actions import record
from sajha.audit.models import AuditEntry, ChainHead
from sajha.audit.values import START
from sajha.basics.actor import SYSTEM
from sajha.basics.decision import Refused
from sajha.countersign import actions, queries
from sajha.countersign.models import Answer, OwnCheckpoint, Seen
from sajha.countersign.rules import (
    CHECKPOINT_CONTEXT,
    COUNTERSIGNATURE_CONTEXT,
    EVERY,
    RELEASES,
    content_of,
    digest_of,
    may_countersign,
)
from sajha.countersign.tasks import checkpoint_due
from sajha.countersign.tree import proof_ranges, roots_at, roots_of
from sajha.countersign.values import Checkpoint, Countersignature, Objection, ProofWanted, Shown
from sajha.disclosure.models import Departure, Release
from sajha.disclosure.queries import altered_edges, body_of
from sajha.exchange.membership import BODIES
from sajha.network.queries import own_node_id
from sajha.vault.identity import new_identity, rotated
from tests.cast import ASHA, BALU, GITA, HARI, NOON
from tests.exchange.peers import paired

pytestmark = pytest.mark.django_db
REMOTE, THIRD = new_identity(NOON), new_identity(NOON)
HOUR = timedelta(hours=1)


class Member:
    """Another node, which saw what we showed it: in memory, with the rules of ours."""

    def __init__(self, identity=REMOTE):
        self.identity, self.last, self.read = identity, None, set()
        paired(identity, by=GITA)

    def hears(self):
        """What came for it since it last looked."""
        rows = Departure.objects.filter(recipient=self.identity.node_id).exclude(id__in=self.read).order_by("sequence")
        found = []
        for row in rows:
            self.read.add(row.id)
            if row.kind in BODIES:
                found.append(msgspec.json.decode(body_of(row), type=BODIES[row.kind]))
        return found

    def answers(self, at=NOON):
        """Answer to every checkpoint shown, as a node does; gives the words that it had for each."""
        return [self.answer(shown, at) for shown in self.hears() if isinstance(shown, Shown)]

    def answer(self, shown, at=NOON, *, anew=False):
        decision = may_countersign(self.last, shown)
        sender = {"sender": self.identity.node_id, "by": SYSTEM, "at": at}
        if decision.allowed or anew:
            self.last = shown.checkpoint
            actions.hear_countersignature(word=self.countersigned(shown.checkpoint, anew=anew), **sender)
        elif decision.because == "record.proof_wanted":
            actions.hear_proof_wanted(said=ProofWanted(shown.checkpoint.number, self.last), **sender)
        else:
            actions.hear_objection(said=Objection(shown.checkpoint.number, decision.because, self.last), **sender)
        return decision.because

    def countersigned(self, checkpoint, *, anew=False):
        own = self.identity
        unsigned = Countersignature(
            own.node_id,
            checkpoint.node_id,
            checkpoint.number,
            digest_of(checkpoint),
            checkpoint.size,
            NOON,
            anew,
            own.first,
            list(own.steps),
        )
        return msgspec.structs.replace(unsigned, signature=own.sign(COUNTERSIGNATURE_CONTEXT, content_of(unsigned)))


def happen(count=3, area="cases", word="case"):
    with transaction.atomic():
        for number in range(count):
            record(area=area, action="case.opened", by=ASHA, at=NOON, subject=f"{word}_{number}")


def check_in(member, at=NOON):
    """A checkpoint, shown and answered."""
    row = actions.make_checkpoint(by=HARI, at=at)
    return row, member.answers(at)


def rechain(area):
    """What somebody does who owns the machine: make every chain whole again after a change."""
    previous, seq = START, 0
    for row in AuditEntry.objects.filter(area=area).order_by("seq"):
        seq += 1
        row.seq, row.previous = seq, previous
        row.digest = previous = row.value().digest()
        row.save()
    ChainHead.objects.filter(area=area).update(seq=seq, digest=previous)


@pytest.fixture
def member():
    return Member()


def test_a_record_that_grows_is_countersigned_again_and_again(member):
    happen()
    for step in range(4):
        row, words = check_in(member, NOON + step * HOUR)
        assert words == ["record.first_seen" if step == 0 else "record.continues"]
        happen(step + 1, "accounts" if step % 2 else "cases")
    found = queries.examined()
    assert found.whole
    assert [[signer.node_id for signer in line.signers] for line in found.check.kept] == [[REMOTE.node_id]] * 4
    assert found.check.uncovered > 0
    assert found.check.entries == AuditEntry.objects.count()


def test_only_counts_and_hashes_are_shown(member):
    happen()
    actions.make_checkpoint(by=HARI, at=NOON)
    (shown,) = [word for word in member.hears() if isinstance(word, Shown)]
    raw = msgspec.json.encode(shown)
    assert set(msgspec.json.decode(raw)) == {"checkpoint", "base", "proof"}
    for word in (b"cases", b"case_", b"Asha", b"areas", b"accounts"):
        assert word not in raw


def test_an_entry_taken_out_and_all_rechained_is_found_here_and_by_the_member(member):
    happen(9)
    check_in(member)
    AuditEntry.objects.get(area="cases", seq=4).delete()
    rechain("cases")
    found = queries.examined()
    assert all(report.whole for report in found.chains)  # the chains alone say nothing
    assert [line.lies for line in found.check.kept] == [False]
    assert not found.whole
    happen(9)
    assert check_in(member)[1] == ["record.rewritten"]
    (objection,) = queries.check().objections
    assert (objection.node_id, objection.because) == (REMOTE.node_id, "record.rewritten")
    assert AuditEntry.objects.filter(action="checkpoint.objected").count() == 1


def test_an_entry_changed_and_rechained_is_found_too(member):
    happen(9)
    check_in(member)
    happen(2)
    check_in(member)
    AuditEntry.objects.filter(area="cases", seq=10).update(subject="case_9")
    rechain("cases")
    assert [line.lies for line in queries.check().kept] == [True, False]
    assert check_in(member)[1] == ["record.rewritten"]


def added():
    row = AuditEntry.objects.get(area="cases", seq=4)
    row.pk, row.seq = None, 100
    row.save()
    for later in AuditEntry.objects.filter(area="cases", seq__gt=4).exclude(seq=100).order_by("-seq"):
        later.seq += 1
        later.save()
    AuditEntry.objects.filter(area="cases", seq=100).update(seq=5)


def swapped():
    for seq, other in ((4, 100), (5, 4), (100, 5)):
        AuditEntry.objects.filter(area="cases", seq=seq).update(seq=other)


def cut():
    AuditEntry.objects.filter(area="cases", seq__gt=6).delete()


def emptied():
    AuditEntry.objects.filter(area="cases").delete()


def blamed():
    AuditEntry.objects.filter(area="cases", seq=4).update(actor="user_somebody_else")


@pytest.mark.parametrize("tamper", [added, swapped, cut, emptied, blamed])
@pytest.mark.parametrize("more", [0, 30])
def test_whatever_is_done_to_what_was_seen_is_found_on_both_sides(member, tamper, more):
    happen(9)
    check_in(member)
    tamper()
    rechain("cases")
    found = queries.examined()
    assert all(report.whole for report in found.chains)
    assert not found.whole
    happen(more, word="another")
    assert check_in(member)[1] in (["record.rewritten"], ["record.behind"])
    assert AuditEntry.objects.filter(action="checkpoint.objected").exists()


def test_what_nobody_has_seen_yet_can_be_rewritten_and_the_check_says_how_much_that_is(member):
    happen(3)
    check_in(member)
    happen(9)
    before = queries.check().uncovered
    cut()
    rechain("cases")
    found = queries.examined()
    assert found.whole
    assert 0 < found.check.uncovered < before


def test_a_checkpoint_wiped_with_all_that_tells_of_it_is_found_by_the_member(member):
    happen(9)
    check_in(member)
    OwnCheckpoint.objects.all().delete()
    assert [line.number for line in queries.check().missing] == [1]
    Answer.objects.all().delete()
    assert [line.number for line in queries.check().missing] == [1]  # the audit tells
    AuditEntry.objects.filter(area="countersign").delete()
    rechain("countersign")
    assert queries.examined().whole  # nobody is left here who knows
    happen(20)
    assert check_in(member)[1] == ["record.behind"]
    (missing,) = queries.check().missing
    assert (missing.number, missing.node_id, missing.made_at) == (1, REMOTE.node_id, NOON)


def test_a_restored_record_that_is_behind_says_so_until_the_member_accepts_it(member):
    happen(5)
    check_in(member)
    point = transaction.savepoint()
    happen(9)
    check_in(member)
    transaction.savepoint_rollback(point)  # the backup was taken before
    assert queries.examined().whole
    row, words = check_in(member)
    assert words == ["record.behind"]
    found = queries.check()
    assert [line.number for line in found.missing] == [2]
    assert found.missing[0].size > row.size
    assert not found.whole
    shown = Shown(msgspec.json.decode(bytes(row.content), type=Checkpoint), 0, [])
    member.answer(shown, NOON + HOUR, anew=True)
    found = queries.check()
    assert found.whole
    assert found.kept[-1].signers[0].anew
    happen()
    assert check_in(member, NOON + 2 * HOUR)[1] == ["record.continues"]


def test_a_member_that_was_restored_itself_is_shown_the_proof_that_it_needs(member):
    happen(5)
    check_in(member)
    before = member.last
    happen(5)
    check_in(member)
    member.last = before  # it comes back from its backup
    happen(5)
    assert check_in(member)[1] == ["record.proof_wanted"]
    assert member.answers() == ["record.continues"]
    assert queries.check().whole


def test_a_member_that_does_not_answer_is_asked_once(member):
    for _ in range(3):
        actions.make_checkpoint(by=HARI, at=NOON)
    assert len([word for word in member.hears() if isinstance(word, Shown)]) == 1
    Departure.objects.update(status="refused")
    actions.make_checkpoint(by=HARI, at=NOON)
    assert len([word for word in member.hears() if isinstance(word, Shown)]) == 1


def test_a_countersignature_that_was_made_up_does_not_count(member):
    row, _ = check_in(member)
    assert queries.check().kept[0].signers
    Answer.objects.update(content=b"{}")
    assert not queries.check().kept[0].signers
    shown = msgspec.json.decode(bytes(row.content), type=Checkpoint)
    word = msgspec.structs.replace(member.countersigned(shown), size=shown.size + 1)
    for forged, sender in ((word, REMOTE), (member.countersigned(shown), THIRD)):
        with pytest.raises(Refused) as refused:
            actions.hear_countersignature(sender=sender.node_id, word=forged, by=SYSTEM, at=NOON)
        assert refused.value.decision.because == "record.forged"


def test_members_countersign_apart_and_hear_nothing_of_each_other(member):
    other = Member(THIRD)
    happen()
    check_in(member)
    other.answers()
    assert {signer.node_id for signer in queries.check().kept[0].signers} == {REMOTE.node_id, THIRD.node_id}
    bodies = b"".join(body_of(row) for row in Departure.objects.filter(recipient=THIRD.node_id))
    assert REMOTE.node_id.encode() not in bodies


# the other side: we are the member


class Log:
    """The record of another node as it shows it to us."""

    def __init__(self, identity=REMOTE):
        self.identity, self.entries, self.number = identity, [], 0

    def grow(self, count=5):
        self.entries += [f"{self.number}/{place}".encode() for place in range(count)]
        self.number += 1
        return self

    def shows(self, base=0, at=NOON, number=None):
        size, own = len(self.entries), self.identity
        root = roots_at(self.entries, [size])[size]
        unsigned = Checkpoint(own.node_id, number or self.number, at, size, root, own.first, list(own.steps))
        word = msgspec.structs.replace(unsigned, signature=own.sign(CHECKPOINT_CONTEXT, content_of(unsigned)))
        ranges = proof_ranges(base, size)
        found = roots_of(self.entries, ranges)
        shown = Shown(word, base, [found[part] for part in ranges])
        actions.hear_checkpoint(sender=own.node_id, shown=shown, by=SYSTEM, at=at)
        return size


def told(identity=REMOTE):
    """Kind and body of the newest message that left for a node."""
    row = Departure.objects.filter(recipient=identity.node_id).order_by("-sequence").first()
    return row.kind, msgspec.json.decode(body_of(row), type=BODIES[row.kind])


def test_we_countersign_what_continues(member):
    log = Log()
    base = log.grow().shows()
    assert told()[0] == "network.countersigned"
    log.identity = rotated(REMOTE, at=NOON)
    log.grow().shows(base)
    kind, word = told()
    assert (kind, word.size, word.anew, word.about) == ("network.countersigned", 10, False, REMOTE.node_id)
    (line,) = queries.watched(HARI)
    assert (line.size, line.number, line.because) == (10, 2, "")


def test_the_same_checkpoint_again_gets_the_same_answer(member):
    log = Log().grow()
    log.shows()
    log.shows()
    assert told()[0] == "network.countersigned"
    assert Seen.objects.count() == 1


def test_we_object_to_a_rewritten_record_and_tell_our_auditor(member):
    log = Log().grow()
    base = log.shows()
    log.entries[2] = b"another"
    log.grow().shows(base)
    kind, said = told()
    assert (kind, said.because, said.seen.size) == ("network.objected", "record.rewritten", 5)
    entry = AuditEntry.objects.get(action="record.objected")
    assert (entry.subject, entry.detail["because"]) == (REMOTE.node_id, "record.rewritten")
    (line,) = queries.watched(HARI)
    assert (line.because, line.size, line.shown_size) == ("record.rewritten", 5, 10)


def test_we_ask_for_another_proof_without_an_objection(member):
    log = Log().grow()
    base = log.shows()
    log.grow().shows(base - 1)
    assert told()[0] == "network.proof_wanted"
    log.shows(base)
    assert told()[0] == "network.countersigned"
    assert queries.watched(HARI)[0].because == ""


def test_a_record_that_comes_back_whole_closes_the_objection(member):
    log = Log().grow()
    base, true = log.shows(), list(log.entries)
    log.entries = log.entries[:3]
    log.grow(1).shows(0)
    assert told()[1].because == "record.behind"
    log.entries = true
    log.grow().shows(base)
    assert told()[0] == "network.countersigned"
    assert queries.watched(HARI)[0].because == ""


def test_an_auditor_lets_a_record_begin_anew_with_a_reason(member):
    log = Log().grow()
    log.shows()
    log.entries = log.entries[:3]
    base = log.grow(1).shows()
    given = {"node_id": REMOTE.node_id, "at": NOON}
    for more, because in (
        ({"reason": "restored", "by": GITA}, "permission.missing"),
        ({"reason": " ", "by": HARI}, "reason.missing"),
        ({"reason": "restored", "by": HARI, "node_id": THIRD.node_id}, "not_found"),
    ):
        with pytest.raises(Refused) as refused:
            actions.accept_anew(**{**given, **more})
        assert refused.value.decision.because == because
    actions.accept_anew(reason="Their disk broke; heard by telephone", by=HARI, **given)
    kind, word = told()
    assert (kind, word.anew, word.size) == ("network.countersigned", True, 4)
    log.grow().shows(base)
    assert told()[1].anew is False
    with pytest.raises(Refused):
        actions.accept_anew(reason="again", by=HARI, **given)


def test_a_checkpoint_of_another_node_or_changed_on_the_way_is_refused(member):
    log = Log(THIRD).grow()
    size = len(log.entries)
    root = roots_at(log.entries, [size])[size]
    unsigned = Checkpoint(THIRD.node_id, 1, NOON, size, root, THIRD.first, [])
    word = msgspec.structs.replace(unsigned, signature=THIRD.sign(CHECKPOINT_CONTEXT, content_of(unsigned)))
    for sender, said in ((REMOTE, word), (THIRD, msgspec.structs.replace(word, size=size + 1))):
        with pytest.raises(Refused) as refused:
            actions.hear_checkpoint(sender=sender.node_id, shown=Shown(said, 0, []), by=SYSTEM, at=NOON)
        assert refused.value.decision.because == "record.forged"
    with pytest.raises(Refused):
        actions.hear_objection(sender=REMOTE.node_id, said=Objection(1, "record.behind", word), by=SYSTEM, at=NOON)


def test_nothing_is_countersigned_when_it_cannot_be_recorded(member, monkeypatch):
    def broken(**_):
        raise OSError

    monkeypatch.setattr("sajha.countersign.actions.record", broken)
    before = Departure.objects.count()
    with pytest.raises(OSError):
        Log().grow().shows()
    with pytest.raises(OSError):
        actions.make_checkpoint(by=HARI, at=NOON)
    assert not Seen.objects.exists()
    assert not OwnCheckpoint.objects.exists()
    assert Departure.objects.count() == before


def test_only_who_may_check_the_record_makes_a_checkpoint(member):
    with pytest.raises(Refused):
        actions.make_checkpoint(by=ASHA, at=NOON)
    for ask in (queries.watched, queries.objections):
        with pytest.raises(Refused):
            ask(BALU)


def test_the_clockwork_makes_one_when_it_is_time_and_there_is_somebody_to_show_it_to():
    assert checkpoint_due(NOON) == 0
    member = Member()
    assert checkpoint_due(NOON) == 1
    member.answers()
    assert checkpoint_due(NOON + EVERY / 2) == 0
    assert checkpoint_due(NOON + EVERY) == 1
    later = NOON + EVERY + HOUR
    Release.objects.bulk_create(
        Release(id=f"release_{n}", recipient=REMOTE.node_id, purpose="trace_person", by=ASHA.id, at=later)
        for n in range(RELEASES)
    )
    assert checkpoint_due(later) == 1


def released(count=3):
    from sajha.disclosure.actions import release_export

    return [release_export(by=BALU, at=NOON, reason="A return", count=number) for number in range(count)]


def test_a_ledger_row_that_was_changed_removed_or_added_is_found():
    first, second, third = released()
    assert altered_edges() == []
    Release.objects.filter(id=first).update(recipient="node_of_nobody")
    Release.objects.filter(id=second).delete()
    Release.objects.create(id="release_new", recipient=REMOTE.node_id, purpose="x", by=ASHA.id, at=NOON)
    assert set(altered_edges()) == {first, second, "release_new"}
    assert not queries.examined().whole
    assert own_node_id() not in altered_edges()
