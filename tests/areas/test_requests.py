"""A request from draft to outcome, on the asker's and on the recipient's side, with its departures."""

from dataclasses import replace

import pytest
from django.db import transaction

from sajha.audit.models import AuditEntry
from sajha.audit.queries import verify_chains
from sajha.basics.decision import Refused
from sajha.disclosure.actions import attach_document, make_move, record_media, send_request
from sajha.disclosure.actions.requests import mark_of
from sajha.disclosure.models import Departure, HeldPackage, Release
from sajha.disclosure.queries import body_of, packages_of, preview
from sajha.disclosure.wire import Moved, Opening
from sajha.liaison.actions import assign, change_draft, discard_draft, start_draft
from sajha.liaison.models import Move, Thread
from sajha.liaison.queries import document as document_of
from sajha.liaison.queries import drafts, inbox, needing, sent, state_of, thread
from sajha.liaison.values import MoveKind, State
from tests.cast import ASHA, BALU, CHITRA, DEEPA, ELANGO, GITA, NOON
from tests.other_node import OtherNode, document, later
from tests.some_cases import CANARY, open_case, stands_on_a_basis

pytestmark = pytest.mark.django_db


def refused(because):
    return pytest.raises(Refused, match=f"^{because}$")


@pytest.fixture
def other():
    return OtherNode()


@pytest.fixture
def case():
    return open_case(ASHA)


def draft_for(other, case, *, kind="trace_person", fields=(), ground="", ground_reason="", by=ASHA, place="IN-33"):
    row = start_draft(case=case.id, kind=kind, urgency="urgent", place=place, by=by, at=NOON)
    return change_draft(
        thread=row.id,
        urgency="urgent",
        place=place,
        recipient=other.id,
        question="Do you know where she is?",
        parties=case.parties,
        fields=fields,
        ground=ground,
        ground_reason=ground_reason,
        by=by,
        at=NOON,
    ).id


def send(other, case, **more):
    id = draft_for(other, case, **more)
    send_request(thread=id, shown=mark_of(preview(ASHA, id)), by=ASHA, at=NOON)
    other.hears()
    return id


def test_a_draft_is_seen_by_its_writer_and_the_head_and_nothing_of_it_leaves(other, case):
    id = draft_for(other, case)
    assert [row.id for row in drafts(ASHA)] == [row.id for row in drafts(BALU)] == [id]
    assert drafts(CHITRA) == []
    with refused("not_found"):
        preview(CHITRA, id)
    assert not Departure.objects.exists()


def test_sending_writes_move_package_ledger_and_departure_together(other, case):
    id = send(other, case)
    (opening,) = other.hears()
    assert isinstance(opening, Opening) and opening.move.words == "Do you know where she is?"
    assert state_of(id).state == State.SENT
    row = Thread.objects.get(pk=id)
    assert row.our_due_at is None and row.due_at == later(hours=12) and row.climb_at == row.due_at
    (edge,) = Release.objects.all()
    held = HeldPackage.objects.get()
    assert (edge.party, edge.subject, edge.classes) == (case.parties[0], "p1", ["S2"])
    assert edge.recipient == other.id and edge.digest == held.digest == opening.package.digest()
    assert Move.objects.get().message == Departure.objects.get().id
    assert AuditEntry.objects.filter(area="requests", action="request.send").count() == 1
    assert all(report.whole for report in verify_chains())


def test_no_identity_leaves_unless_ticked_on_a_ground(other, case):
    send(other, case)
    assert CANARY not in body_of(Departure.objects.get()).decode()
    masked = [field for field in other.hears()[0].package.fields if field.name == "party.first_name"]
    assert [field.value for field in masked] == ["absent:withheld"]
    assert other.hears()[0].package.tlp == "AMBER"


def test_a_ticked_identity_goes_on_a_ground_and_the_package_says_so(other, case):
    stands_on_a_basis(case, voters=(ASHA, BALU))
    send(other, case, fields=("party.first_name",), ground="legal_basis", ground_reason="FIR 12 of Hyderabad")
    package = other.hears()[0].package
    assert CANARY in [field.value for field in package.fields]
    assert (package.tlp, package.ground) == ("AMBER+STRICT", "legal_basis")
    assert "case.notes" not in {field.name for field in package.fields}
    assert "FIR 12" not in body_of(Departure.objects.get()).decode()
    (view,) = packages_of(ASHA, other.thread)
    assert view.whole and view.outward


@pytest.mark.parametrize(
    ("ground", "reason", "because"),
    [
        ("", "", "gate.no_ground"),
        ("hunch", "because", "gate.ground_unknown"),
        ("legal_basis", " ", "gate.no_ground_reason"),
    ],
)
def test_a_ticked_identity_without_a_ground_stops_the_sending(other, case, ground, reason, because):
    with refused(because):
        send(other, case, fields=("party.first_name",), ground=ground, ground_reason=reason)
    assert not Departure.objects.exists() and state_of(Thread.objects.get().id).state == State.DRAFT


def test_what_was_not_shown_is_not_sent(other, case):
    id = draft_for(other, case)
    shown = mark_of(preview(ASHA, id))
    case.add_leg()
    with refused("preview.changed"):
        send_request(thread=id, shown=shown, by=ASHA, at=NOON)
    assert not Departure.objects.exists() and not Release.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        "sajha.disclosure.actions.departures.record",
        "sajha.liaison.actions.drafts.record",
        "sajha.disclosure.actions.requests.keep_package",
    ],
)
def test_sending_happens_whole_or_not_at_all(other, case, monkeypatch, broken):
    id = draft_for(other, case)

    def fails(**_):
        raise OSError

    monkeypatch.setattr(broken, fails)
    with pytest.raises(OSError), transaction.atomic():
        send_request(thread=id, shown=mark_of(preview(ASHA, id)), by=ASHA, at=NOON)
    assert not Departure.objects.exists() and not Move.objects.exists() and not Release.objects.exists()
    assert Thread.objects.get().state == State.DRAFT


def test_a_recipient_that_is_no_member_is_refused(other, case):
    row = start_draft(case=case.id, kind="trace_person", urgency="urgent", place="IN-33", by=ASHA, at=NOON)
    other.id = "node_" + "f" * 32
    with refused("recipient.unknown"):
        change_draft(
            thread=row.id,
            urgency="urgent",
            place="IN-33",
            recipient=other.id,
            question="?",
            parties=(),
            fields=(),
            ground="",
            ground_reason="",
            by=ASHA,
            at=NOON,
        )
    with refused("audience.empty"):
        send_request(thread=row.id, shown="", by=ASHA, at=NOON)


def test_only_those_who_see_the_case_ask_about_it(other, case):
    for by, because in [(CHITRA, "not_found"), (ELANGO, "permission.missing"), (GITA, "permission.missing")]:
        with refused(because):
            start_draft(case=case.id, kind="trace_person", urgency="urgent", place="IN-33", by=by, at=NOON)


def test_a_head_sees_the_requests_about_cases_of_the_heads_vaults(other, case):
    id = send(other, case)
    elsewhere = replace(BALU, vaults=frozenset({"care"}))
    assert thread(BALU, id) and [row.id for row in sent(BALU).rows] == [id]
    with refused("not_found"):
        thread(elsewhere, id)
    assert sent(elsewhere).rows == []


def test_a_draft_thrown_away_is_gone(other, case):
    id = draft_for(other, case)
    discard_draft(thread=id, by=ASHA, at=NOON)
    assert drafts(ASHA) == [] and not Thread.objects.exists()


def test_the_whole_conversation_as_asker(other, case):
    id = send(other, case)
    other.moves("acknowledge", at=later(hours=1))
    assert Thread.objects.get(pk=id).due_at == later(hours=25)
    other.moves("ask_back", words="Which year?", at=later(hours=2))
    assert [row.id for row in needing(ASHA)] == [id]
    make_move(thread=id, kind=MoveKind.ANSWER_BACK, words="2024", by=ASHA, at=later(hours=3))
    other.moves("accept", at=later(hours=4))
    other.moves("start", at=later(hours=5))
    other.moves("progress", words="Two addresses checked", at=later(hours=6))
    other.moves("complete", code="located", words="Found safe", at=later(hours=7))
    view = thread(ASHA, id)
    assert (view.row.state, view.row.outcome, view.row.due_at) == ("completed", "located", None)
    assert [entry.kind for entry in view.timeline] == [
        "send",
        "acknowledge",
        "ask_back",
        "answer_back",
        "accept",
        "start",
        "progress",
        "complete",
    ]
    assert view.timeline[2].words == "Which year?" and not view.timeline[2].ours and view.timeline[2].message
    assert view.moves == ("note", "attach", "media")
    assert sent(ASHA).rows == [] and all(report.whole for report in verify_chains())


def test_the_whole_conversation_as_recipient(other):
    id = other.asks()
    (row,) = inbox(CHITRA).rows
    assert (row.id, row.state, row.other_name, row.our_turn) == (id, "sent", "AHTU Chennai", True)
    for kind, more in [
        ("acknowledge", {}),
        ("waitlist", {}),
        ("accept", {}),
        ("start", {}),
        ("fail", {"code": "not_found"}),
    ]:
        make_move(thread=id, kind=MoveKind(kind), by=CHITRA, at=NOON, **more)
    assert thread(CHITRA, id).row.state == "failed"
    heard = other.hears()
    assert [body.move.kind for body in heard] == ["acknowledge", "waitlist", "accept", "start", "fail"]
    assert [body.move.sequence for body in heard] == [1, 2, 3, 4, 5] and [body.move.lamport for body in heard] == [
        2,
        3,
        4,
        5,
        6,
    ]
    (view,) = packages_of(CHITRA, id)
    assert not view.outward and view.package.fields[0].value == "Lotus"


def test_both_at_once_end_alike(other, case):
    id = send(other, case)
    accepted = None
    other.moves("acknowledge")
    lamport = other.lamport
    make_move(thread=id, kind=MoveKind.CANCEL, code="no_longer_needed", by=ASHA, at=NOON)
    accepted = other.move("accept", lamport=lamport + 1)
    other.says("request.moved", Moved(id, accepted))
    ours = thread(ASHA, id)
    theirs = [body.move for body in other.hears() if isinstance(body, Moved)]
    assert theirs[-1].lamport == accepted.lamport
    assert ours.row.state == "cancelled"
    first = min((other.id, "accept"), (Thread.objects.get().asker, "cancel"))[1]
    assert [entry.kind for entry in ours.timeline if entry.superseded] == ([] if first == "accept" else ["accept"])


@pytest.mark.parametrize("kind", ["accept", "complete", "start"])
def test_a_move_at_the_wrong_moment_changes_nothing_and_sends_nothing(other, kind):
    id = other.asks()
    with refused("move.not_now"):
        make_move(thread=id, kind=MoveKind(kind), code="located" if kind == "complete" else "", by=CHITRA, at=NOON)
    with refused("move.not_your_side"):
        make_move(thread=id, kind=MoveKind.CANCEL, code="other", words="x", by=CHITRA, at=NOON)
    assert not Departure.objects.exists()


@pytest.mark.parametrize("broken", ["sajha.disclosure.actions.departures.record", "sajha.liaison.actions.moves.record"])
def test_a_move_and_its_departure_happen_together_or_not_at_all(other, monkeypatch, broken):
    id = other.asks()

    def fails(**_):
        raise OSError

    monkeypatch.setattr(broken, fails)
    with pytest.raises(OSError), transaction.atomic():
        make_move(thread=id, kind=MoveKind.ACKNOWLEDGE, by=CHITRA, at=NOON)
    assert Thread.objects.get().state == "sent" and Move.objects.count() == 1 and not Departure.objects.exists()


def test_who_works_on_it(other):
    id = other.asks()
    assert [row.id for row in inbox(DEEPA).rows] == [id]
    with refused("permission.missing"):
        assign(thread=id, to=CHITRA.id, by=ASHA, at=NOON)
    with refused("assign.unknown"):
        assign(thread=id, to=CHITRA.id, by=BALU, at=NOON)
    Thread.objects.filter(pk=id).update(assigned_to=CHITRA.id)
    assert inbox(DEEPA).rows == [] and inbox(CHITRA).rows and inbox(BALU).rows
    for question in (
        lambda: thread(DEEPA, id),
        lambda: make_move(thread=id, kind=MoveKind.NOTE, words="x", by=DEEPA, at=NOON),
    ):
        with refused("not_found"):
            question()
    with refused("permission.missing"):
        inbox(GITA)


def test_the_same_message_twice_is_one_move(other):
    id = other.asks()
    note = other.move("note", words="hello")
    for _ in range(2):
        other.says("request.moved", Moved(id, note))
    assert Move.objects.count() == 2
    with refused("thread.exists"):
        other.asks(thread=id)


@pytest.mark.parametrize("kind", ["request.moved", "oversight.seen", "oversight.reminder"])
def test_a_node_that_is_no_party_is_refused(other, case, kind):
    id = send(other, case)
    stranger = OtherNode("2", name="Stranger")
    stranger.thread = id
    from sajha.disclosure.wire import Reminder, Seen

    body = {
        "request.moved": Moved(id, stranger.move("acknowledge")),
        "oversight.seen": Seen(id),
        "oversight.reminder": Reminder(id, "X"),
    }[kind]
    for there, thread_id in ((True, id), (False, "thread_" + "0" * 32)):
        with refused("thread.not_yours"):
            stranger.says(
                kind,
                body
                if there
                else type(body)(
                    thread_id,
                    *([body.move] if kind == "request.moved" else ["X"] if kind == "oversight.reminder" else []),
                ),
                thread=thread_id,
            )
    assert state_of(id).state == State.SENT


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"kind": "cancel", "code": "other", "words": "x"}, "move.not_your_side"),
        ({"kind": "send", "words": "again"}, "move.not_your_side"),
        ({"kind": "climb", "code": "unit_head"}, "move.not_your_side"),
        ({"kind": "decline"}, "move.code_missing"),
        ({"kind": "note"}, "move.words_missing"),
        ({"kind": "attach"}, "attachment.missing"),
        ({"kind": "note", "words": "x", "lamport": 5000}, "move.out_of_order"),
        ({"kind": "note", "words": "x", "at": later(hours=1)}, "move.from_the_future"),
    ],
)
def test_what_a_party_may_not_send(other, case, more, because):
    id = send(other, case)
    other.hears()
    body = Moved(id, other.move(more.pop("kind"), **more))
    with refused(because):
        other.says("request.moved", body)
    assert Move.objects.count() == 1


def test_a_malformed_body_says_nothing(other, case):
    id = send(other, case)
    message = other.message("request.moved", Moved(id, other.move("acknowledge")))
    from dataclasses import replace

    from sajha.disclosure import intake

    for body in (
        b"",
        b"{}",
        b"null",
        message.body[:-1],
        message.body.replace(b'"sequence":1', b'"sequence":"1"'),
        message.body[:-1] + b',"x":1}',
    ):
        with refused("message.malformed"):
            intake.accept(other.id, replace(message, body=body), NOON)
    with refused("message.malformed"):
        intake.accept(other.id, replace(message, thread="thread_" + "0" * 32), NOON)


def test_a_document_travels_sealed_and_comes_out_of_its_own_thread_alone(other, case):
    id = send(other, case)
    made = attach_document(
        thread=id, name="..\\x/../Or;der <1>.txt", content=b"Order of the committee\n", by=ASHA, at=NOON
    )
    line = thread(ASHA, id).timeline[-1].attachment
    assert line.name == "Order 1.txt" and line.media_type == "text/plain"
    assert document_of(ASHA, id, line.id)[1] == b"Order of the committee\n"
    assert other.hears()[-1].attached.content == b"Order of the committee\n"
    other.moves("attach", attached=document())
    theirs = thread(ASHA, id).timeline[-1].attachment
    assert document_of(ASHA, id, theirs.id)[1] == b"Report\n"
    second = OtherNode("3").asks()
    for by, where, what in [(ASHA, second, line.id), (CHITRA, id, line.id), (ASHA, id, made.move.id)]:
        with refused("not_found"):
            document_of(by, where, what)


@pytest.mark.parametrize(
    ("attached", "because"),
    [
        (document(b"\x89PNG\r\n\x1a\n" + b"0" * 50, "image/png"), "document.is_media"),
        (document(b"MZ\x90\x00" + bytes(60), "text/plain"), "document.wrong_type"),
        (document(sha256="0" * 64), "message.malformed"),
        (document(media_type="application/pdf"), "message.malformed"),
        (document(b"", "text/plain"), "message.malformed"),
        (document(b"", "video", size=9), "message.malformed"),
    ],
)
def test_a_document_that_is_not_what_it_says_is_refused(other, case, attached, because):
    send(other, case)
    with refused(because):
        other.moves("attach", attached=attached)


def test_of_a_video_only_its_hash_and_holder(other, case):
    id = send(other, case)
    record_media(thread=id, family="video", size=10**9, sha256="a" * 64, custodian="FSL Hyderabad", by=ASHA, at=NOON)
    line = thread(ASHA, id).timeline[-1].attachment
    assert (line.custodian, line.sha256, line.size) == ("FSL Hyderabad", "a" * 64, 10**9)
    assert other.hears()[-1].attached.content == b""
    with refused("not_found"):
        document_of(ASHA, id, line.id)
    for more, because in [
        ({"sha256": "zz"}, "media.no_hash"),
        ({"custodian": " "}, "media.no_custodian"),
        ({"family": "pdf"}, "media.no_hash"),
    ]:
        with refused(because):
            record_media(
                **{
                    "thread": id,
                    "family": "video",
                    "size": 1,
                    "sha256": "a" * 64,
                    "custodian": "x",
                    "by": ASHA,
                    "at": NOON,
                    **more,
                }
            )


def test_words_are_sealed_in_the_tables(other, case):
    send(other, case)
    other.moves("note", words=f"{CANARY} was seen")
    assert CANARY.encode() not in b"".join(bytes(row.words) for row in Move.objects.all())
    assert CANARY.encode() not in b"".join(bytes(row.body) for row in Departure.objects.all())


def test_a_package_with_a_way_is_still_what_was_sealed(other, case):
    """What is said of the case stands before and behind its persons in the record; put together again it has one order."""
    case.add_leg()
    send(other, case)
    (view,) = packages_of(ASHA, other.thread)
    assert view.whole and {"leg.start", "party.pseudonym"} <= {field.name for field in view.package.fields}
