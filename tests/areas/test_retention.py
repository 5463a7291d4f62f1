"""Keeping and ending: who may, what is recorded, what is hidden, and that nothing sealed of an erased case opens any more."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models, transaction

from sajha.audit.models import AuditEntry
from sajha.audit.queries import history_of, verify_chains
from sajha.basics.actor import SYSTEM, Actor
from sajha.basics.decision import Refused
from sajha.cases.actions import add_identifier, add_leg, close_case, open_case, reopen_case, reveal_identity
from sajha.cases.actions.access import let_in
from sajha.cases.counselling import actions as counselling
from sajha.cases.counselling.queries import note_sheet
from sajha.cases.emergency import actions as emergency
from sajha.cases.emergency.queries import find as emergency_find
from sajha.cases.emergency.queries import sheet_of as emergency_sheet
from sajha.cases.models import Case, Identifier, Party, ProcessElement, PutAway, RouteLeg
from sajha.cases.queries import case_for, case_list, visible
from sajha.cases.values import (
    DELETED,
    ERASED_FIELDS,
    FIELD_CLASSES,
    KEPT_WHOLE,
    SKELETON,
    CaseFacts,
    LegFacts,
    Role,
    Wanted,
)
from sajha.consent import actions as consent
from sajha.consent.values import Audience, Opinion, Purpose, Scope
from sajha.disclosure.actions import attach_document, cross_vault, crossing_mark, make_move
from sajha.disclosure.intake import receipted
from sajha.disclosure.models import Departure, Heard, HeldPackage, HeldPart
from sajha.disclosure.queries import body_of, crossing
from sajha.disclosure.queries.crossing import Wish
from sajha.disclosure.tasks import recall_due
from sajha.disclosure.values import Became
from sajha.disclosure.wire import BODIES, Moved, Opening, Recalled, decode
from sajha.liaison.models import Thread
from sajha.liaison.queries import closed, sent
from sajha.liaison.values import Kind, MoveKind, Side
from sajha.retention import actions, queries
from sajha.retention.certificates import is_signed, said_in
from sajha.retention.checking import check
from sajha.retention.models import Certificate, Decided, Due
from sajha.retention.sealed import NOT_OF_A_MATTER, TABLES, reasons_about, records_of, rows_of
from sajha.retention.tasks import look_through
from sajha.retention.values import EntryKind, MatterKind, Words
from sajha.terms.identifiers import IdentifierKind
from sajha.terms.places import parse_place
from sajha.terms.vocabularies import coded
from sajha.vault.actions import unseal_bytes
from sajha.vault.models import RecordKey
from sajha.vault.seals import KeyDestroyed
from sajha.vault.tombstones import Tombstone, destroyed
from tests.areas.test_consent import ADULT, ORDER, YES
from tests.areas.test_requests import send
from tests.cast import ASHA, BALU, CHITRA, DEEPA, GITA, HARI, NOON
from tests.other_node import OtherNode, SigningNode, document
from tests.some_cases import CANARY, SomeCase

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = NOON + 366 * DAY
WHY = "The trial has ended and nobody asks."
HELD = Words("The appeal is pending.", "High Court, Hyderabad", "Crl.A. 12 of 2026")
KAVYA = Actor("user_" + "7" * 32, "person", "Kavya", frozenset({"unit_head"}), frozenset({"police"}))


def refused(because):
    return pytest.raises(Refused, match=f"^{because}$")


def new_case(by=ASHA):
    return open_case(
        facts=CaseFacts(notes=f"House of {CANARY}"),
        role=Role.VICTIM,
        person=ADULT,
        identity={"first_name": CANARY},
        by=by,
        at=NOON,
    )


def close(case, by=ASHA):
    close_case(case_id=case, status=coded("case_status", "Closed"), reason="The work has ended.", by=by, at=NOON + DAY)


@pytest.fixture
def case():
    made = new_case()
    close(made.id)
    return made.id


def delivered():
    for departure in Departure.objects.filter(status=""):
        receipted(departure_id=departure.id, status="accepted", because="", at=NOON)


@pytest.fixture
def full():
    """A case with all that may hang on one: identity, way, consent, a ground with votes, a request with packages and documents."""
    made, other = SomeCase(new_case(), ASHA), SigningNode()
    whose = {"case_id": made.id, "party_id": made.parties[0]}
    reveal_identity(**whose, fields=["first_name"], reason="To greet her by name", by=ASHA, at=NOON)
    add_leg(
        case_id=made.id,
        facts=LegFacts(start=parse_place("IN-33"), end=parse_place("IN-36"), note=f"{CANARY} was there"),
        by=ASHA,
        at=NOON,
    )
    for owner in ("", made.parties[0]):
        thing = {"kind": IdentifierKind.PHONE, "value": "+91 98450 12345" if owner else "+91 98450 54321"}
        add_identifier(case_id=made.id, party_id=owner, **thing, by=ASHA, at=NOON)
    consent.give_consent(**whose, said=YES, by=ASHA, at=NOON)
    scope = Scope(frozenset({Purpose.TRIAL}), frozenset({Audience("court")}), frozenset({"S2", "S3"}))
    ends = NOON + 30 * DAY
    basis = consent.open_basis(**whose, ground="court_order", scope=scope, until=ends, **ORDER, by=ASHA, at=NOON)
    consent.vote_on_basis(
        case_id=made.id, basis_id=basis.id, opinion=Opinion.AGREE, words="The order names it", by=BALU, at=NOON
    )
    thread = send(other, made)
    other.moves("acknowledge")
    other.moves("accept")
    other.moves("attach", attached=document())
    attach_document(thread=thread, name="order.txt", content=b"Order\n", words=CANARY, by=ASHA, at=NOON)
    other.moves("start")
    other.moves("complete", code="located", words=f"{CANARY} is safe")
    delivered()
    close(made.id)
    actions.call_copies_back(subject=made.id, reason=WHY, by=ASHA, at=NOON + DAY)
    answered(other)
    return made.id


def answered(other, **more):
    """The other node destroys what is called back, and says so."""
    for recall in [body for body in other.hears() if isinstance(body, Recalled)]:
        items = [(subject, Became.DESTROYED) for subject in recall.subjects]
        other.answers(recall, **{"items": items, **more})
    delivered()


def asked(case, by=ASHA):
    return actions.ask_erasure(subject=case, ground="no_longer_needed", reason=WHY, by=by, at=NOON + 2 * DAY).id


def erased(case, by=BALU, at=NOON + 3 * DAY):
    return actions.confirm_erasure(subject=case, asked=asked(case), reason=WHY, by=by, at=at)


# every sealed column is known, and ends


def _sealed_columns():
    return {
        f"{model._meta.app_label}.{model.__name__}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, models.BinaryField)
    }


def test_every_sealed_column_says_which_key_seals_it():
    declared = {
        f"{table.model._meta.app_label}.{table.model.__name__}.{name}" for table in TABLES for name in table.seals
    }
    assert declared | set(NOT_OF_A_MATTER) == _sealed_columns()
    assert not declared & set(NOT_OF_A_MATTER)


def _blobs(kind, subject):
    """(what, record, name, blob) of all that is sealed of a matter."""
    for table, rows in rows_of(kind, subject):
        for row in rows:
            for name, place in table.seals.items():
                if blob := bytes(getattr(row, name)):
                    yield f"{table.model.__name__}.{name}", *place(row), blob
    for row in reasons_about(records_of(kind, subject)):
        yield "AuditEntry.reason", row.about, "reason", bytes(row.reason)


def test_erasing_leaves_nothing_sealed_of_the_case_readable(full):
    found = list(_blobs(MatterKind.CASE, full))
    held = {what for what, *_ in found}
    assert {
        *(
            "Case.notes",
            "Party.first_name",
            "RouteLeg.note",
            "Identifier.value",
            "ConsentEvent.words",
            "LegalBasis.order",
        ),
        *("BasisVote.opinion", "Move.words", "Attachment.name", "Attachment.content"),
        *("HeldPart.content", "Departure.body", "AuditEntry.reason"),
    } <= held
    for _what, *place, blob in found:
        unseal_bytes(*place, blob)
    erased(full)
    for what, *place, blob in [*found, *_blobs(MatterKind.CASE, full)]:
        with pytest.raises(KeyDestroyed):
            print(what, unseal_bytes(*place, blob))


def test_no_key_that_opened_something_of_the_case_remains(full):
    """Also not one that the table above forgot: whatever key was made in this test was the case's."""
    keys = set(RecordKey.objects.values_list("record", flat=True))
    asked(full)
    erased_keys = set(records_of(MatterKind.CASE, full))
    assert keys <= erased_keys


def test_what_is_not_sealed_is_emptied_but_the_skeleton(full):
    erased(full)
    for table, model, column in (("case", Case, "pk"), ("party", Party, "case")):
        for row in model.objects.filter(**{column: full}):
            for name in ERASED_FIELDS[table]:
                field = model._meta.get_field(name)
                value = getattr(row, name)
                assert (bytes(value) if isinstance(field, models.BinaryField) else value) == field.get_default(), name
    assert not any(model.objects.exists() for model in (RouteLeg, ProcessElement, Identifier))
    row = Case.objects.get(pk=full)
    assert (row.number, row.people) == ("2026-000001", "")


def test_every_column_of_a_case_is_kept_emptied_or_deleted_with_a_reason():
    for name in FIELD_CLASSES:
        table, column = name.split(".")
        decided = [name in SKELETON, column in ERASED_FIELDS.get(table, ()), table in DELETED, table in KEPT_WHOLE]
        assert sum(decided) == 1, name
    assert all(SKELETON.values())
    assert {"pseudonym", "code_name", "home", "first_name"} <= set(ERASED_FIELDS["party"])


# who may, and what hinders it


def test_one_asks_and_another_confirms(case):
    wish = asked(case, by=BALU)
    with refused("retention.own_wish"):
        actions.confirm_erasure(subject=case, asked=wish, reason=WHY, by=BALU, at=NOON + 3 * DAY)
    actions.confirm_erasure(subject=case, asked=wish, reason=WHY, by=KAVYA, at=NOON + 3 * DAY)
    assert queries.view(BALU, case).standing.erased_at
    with refused("retention.erased"):
        actions.keep_on(subject=case, until=YEAR, reason=WHY, by=BALU, at=NOON + 4 * DAY)


def test_nothing_is_erased_or_sealed_under_a_hold_and_who_set_it_does_not_lift_it(case):
    words = {"subject": case, "reason": WHY}
    hold = actions.set_hold(subject=case, ground="appeal", until=YEAR, words=HELD, by=ASHA, at=NOON + DAY).id
    for at in (NOON + 2 * DAY, YEAR + DAY):  # a hold past its day stands
        with refused("retention.held"):
            actions.ask_erasure(**words, ground="no_longer_needed", by=BALU, at=at)
        with refused("retention.held"):
            actions.seal_matter(**words, until=at + DAY, by=BALU, at=at)
    assert [line.subject for line in queries.overdue(HARI, YEAR + DAY)] == [case]
    with refused("retention.own_hold"):
        actions.lift_hold(**words, hold=hold, by=ASHA, at=YEAR)
    actions.keep_hold(**words, hold=hold, until=YEAR + 30 * DAY, by=ASHA, at=YEAR)
    actions.lift_hold(**words, hold=hold, by=BALU, at=YEAR)
    assert not queries.view(ASHA, case).standing.holds
    with refused("retention.no_hold"):
        actions.lift_hold(**words, hold=hold, by=BALU, at=YEAR)


def test_a_hold_that_comes_after_the_wish_still_hinders(case):
    wish = asked(case)
    actions.set_hold(subject=case, ground="trial", until=YEAR, words=HELD, by=BALU, at=NOON + 3 * DAY)
    with refused("retention.held"):
        actions.confirm_erasure(subject=case, asked=wish, reason=WHY, by=BALU, at=NOON + 4 * DAY)
    assert not RecordKey.objects.filter(destroyed_at__isnull=False).exists()


def test_a_hold_names_who_ordered_it(case):
    with refused("retention.order_missing"):
        actions.set_hold(subject=case, ground="trial", until=YEAR, words=Words(WHY), by=ASHA, at=NOON)


def test_an_open_case_an_open_request_and_a_message_on_its_way_hinder(case):
    reopen_case(case_id=case, reason="A new lead came in.", by=ASHA, at=NOON + DAY)
    with refused("retention.open"):
        asked(case)
    other = SigningNode()
    thread = send(other, SomeCase(Case.objects.get(pk=case), ASHA))
    close(case)
    with refused("retention.requests_open"):
        asked(case)
    make_move(thread=thread, kind=MoveKind.CANCEL, code="no_longer_needed", by=ASHA, at=NOON + DAY)
    with refused("retention.on_the_way"):
        asked(case)
    delivered()
    with refused("retention.held_elsewhere"):
        asked(case)
    assert actions.call_copies_back(subject=case, reason=WHY, by=ASHA, at=NOON + DAY) == 1
    with refused("retention.nothing_out"):
        actions.call_copies_back(subject=case, reason=WHY, by=ASHA, at=NOON + DAY)
    with refused("retention.requests_open"):
        asked(case)
    answered(other)
    assert asked(case)


@pytest.mark.parametrize(
    ("by", "because"),
    [
        (CHITRA, "not_found"),
        (GITA, "permission.missing"),
        (HARI, "permission.missing"),
        (SYSTEM, "permission.missing"),
    ],
)
def test_who_may_not_open_the_case_decides_nothing(case, by, because):
    with refused(because):
        asked(case, by=by)
    with refused(because):
        queries.view(by, case)
    assert not Decided.objects.exists()


def test_a_worker_asks_but_does_not_decide(case):
    later = {"subject": case, "reason": WHY, "by": ASHA, "at": NOON + DAY}
    for verb, more in (
        (actions.keep_on, {"until": YEAR}),
        (actions.seal_matter, {"until": YEAR}),
        (actions.open_again, {}),
        (actions.choose_class, {"class_id": "case_evidence"}),
        (actions.confirm_erasure, {"asked": "x"}),
    ):
        with refused("permission.missing"):
            verb(**later, **more)


@pytest.mark.parametrize(
    ("reason", "because"), [("", "reason.too_short"), ("Aadhaar 2341 2341 2346 seen", "aadhaar.never")]
)
def test_a_reason_says_something_and_no_aadhaar_number(case, reason, because):
    with refused(because):
        actions.keep_on(subject=case, until=YEAR, reason=reason, by=BALU, at=NOON + DAY)


def test_the_wish_can_be_dropped(case):
    wish = asked(case)
    actions.drop_erasure(subject=case, asked=wish, reason=WHY, by=BALU, at=NOON + 3 * DAY)
    with refused("retention.not_asked"):
        actions.confirm_erasure(subject=case, asked=wish, reason=WHY, by=BALU, at=NOON + 4 * DAY)


# dates


def test_a_case_has_a_class_and_a_day_from_the_first_without_any_row(case):
    assert not Due.objects.exists()
    now = queries.brief(ASHA, case)
    assert (now.retention_class.id, now.review_on) == ("case_adult", (NOON + DAY).replace(year=2027))
    (line,) = queries.overdue(HARI, YEAR)
    assert (line.subject, line.number) == (case, "2026-000001")
    assert list(queries.overdue(HARI, NOON + 300 * DAY)) == []


def test_a_class_is_changed_by_a_person_with_a_reason(case):
    actions.choose_class(subject=case, class_id="case_evidence", reason=WHY, by=BALU, at=NOON + 2 * DAY)
    view = queries.view(BALU, case)
    assert view.standing.chosen and view.standing.review_on == (NOON + DAY).replace(year=2028)
    assert [(line.entry.kind, line.words.reason) for line in view.lines] == [("class", WHY)]
    with refused("retention.class_unknown"):
        actions.choose_class(subject=case, class_id="request_ended", reason=WHY, by=BALU, at=NOON)


def test_the_clock_lists_everything_once_and_follows_what_changes(case):
    request = OtherNode().asks()
    assert queries.tally(HARI, NOON).unseen == 2
    look_through(NOON)
    assert queries.tally(HARI, NOON).unseen == 0
    assert look_through(NOON) == 0, "what did not change is not written again"
    assert {line.subject: line.class_id for line in queries.due_page(HARI).lines} == {
        case: "case_adult",
        request: "request_open",
    }
    reopen_case(case_id=case, reason="A new lead came in.", by=ASHA, at=NOON + 5 * DAY)
    assert look_through(NOON) == 1
    assert Due.objects.get(pk=case).class_id == "case_open"


def test_what_nobody_looked_at_climbs_to_the_auditor_once_until_somebody_does(case):
    late = YEAR + 30 * DAY
    look_through(NOON)
    look_through(YEAR)
    assert queries.climbed(HARI) == ()
    look_through(late)
    look_through(late)
    assert [line.subject for line in queries.climbed(HARI)] == [case]
    assert AuditEntry.objects.filter(action="retention.climbed", subject=case).count() == 1
    assert queries.tally(HARI, late).overdue == 1
    actions.keep_on(subject=case, until=late + 90 * DAY, reason=WHY, by=BALU, at=late)
    assert queries.climbed(HARI) == () and queries.tally(HARI, late).overdue == 0
    assert list(queries.overdue(HARI, late)) == []


def test_the_clock_ends_nothing(case):
    look_through(NOON + 5000 * DAY)
    assert Due.objects.get(pk=case).state == "kept"
    assert not RecordKey.objects.filter(destroyed_at__isnull=False).exists()


def test_the_list_comes_in_pages_by_day(case):
    for _ in range(3):
        close(new_case().id)
    look_through(NOON)
    first = queries.due_page(HARI, size=3)
    rest = queries.due_page(HARI, size=3, after=first.after)
    assert len(first.lines) == 3 and len(rest.lines) == 1 and rest.after == ""
    assert len({line.subject for line in first.lines + rest.lines}) == 4
    assert queries.due_page(HARI, after="nonsense", size=9).lines
    assert queries.due_page(HARI, until=NOON).lines == ()


# sealing


def test_a_sealed_case_is_found_by_nobody_until_a_head_opens_it(full):
    let_in(case_for(BALU, full), CHITRA.id, BALU, NOON)
    actions.seal_matter(subject=full, until=YEAR, reason=WHY, by=BALU, at=NOON + 2 * DAY)
    everything = Wanted(mine=False, is_open=None)
    for by in (ASHA, BALU, CHITRA):
        assert not visible(by).exists()
        for wanted in (everything, Wanted(is_open=None), Wanted(mine=False, is_open=None, find="2026-000001")):
            assert case_list(by, wanted).lines == ()
        assert not closed(by, Side.ASKER).rows
        with refused("not_found"):
            case_for(by, full)
    with refused("not_found"):
        queries.view(ASHA, full)
    assert queries.view(BALU, full).standing.sealed_at
    actions.open_again(subject=full, reason="A court asks for it again.", by=BALU, at=NOON + 3 * DAY)
    assert case_for(ASHA, full).id == full
    with refused("retention.not_sealed"):
        actions.open_again(subject=full, reason=WHY, by=BALU, at=NOON + 3 * DAY)


def test_what_must_still_be_answered_about_a_sealed_case_stays_in_sight(full):
    """A recall may open a request about a case that was sealed long ago."""
    actions.seal_matter(subject=full, until=YEAR, reason=WHY, by=BALU, at=NOON + 2 * DAY)
    Thread.objects.filter(case=full).update(closed_at=None, due_at=NOON)
    assert len(sent(BALU).rows) == 2 and not sent(CHITRA).rows
    with refused("retention.requests_open"):
        asked(full, by=BALU)


def test_a_sealed_case_is_looked_at_again_too(full):
    actions.seal_matter(subject=full, until=NOON + 100 * DAY, reason=WHY, by=BALU, at=NOON + 2 * DAY)
    assert [line.state for line in queries.overdue(HARI, NOON + 100 * DAY)] == ["sealed"]


def test_a_request_that_came_in_is_kept_and_erased_but_not_sealed():
    other = OtherNode()
    thread = other.asks()
    make_move(thread=thread, kind=MoveKind.ACKNOWLEDGE, by=BALU, at=NOON)
    make_move(thread=thread, kind=MoveKind.DECLINE, code="no_capacity", by=BALU, at=NOON)
    delivered()
    with refused("retention.not_a_case"):
        actions.seal_matter(subject=thread, until=YEAR, reason=WHY, by=BALU, at=NOON)
    found = list(_blobs(MatterKind.REQUEST, thread))
    assert {"HeldPart.content", "Move.words", "Departure.body"} <= {what for what, *_ in found}
    other.hears()
    late = Moved(thread, other.move("note", words="One more thing"))
    erased(thread)
    for _what, *place, blob in found:
        with pytest.raises(KeyDestroyed):
            unseal_bytes(*place, blob)
    assert not closed(BALU, Side.RECIPIENT).rows and not sent(BALU).rows
    with refused("thread.not_yours"):
        other.says("request.moved", late)


# certificate and record


def test_a_certificate_says_what_when_by_whom_both_and_proves_it(case):
    text = erased(case)
    said = said_in(text)
    assert said["asked"]["by"]["id"] == ASHA.id and said["confirmed"]["by"]["id"] == BALU.id
    assert said["class"] == {"id": "case_adult", "version": "1", "rule": "", "unreviewed": True}
    assert said["backups_until"] == "2026-06-03"
    assert said["record"]["digest"] == AuditEntry.objects.get(action="retention.erased").digest
    assert CANARY not in text and WHY not in text
    verdict = check(HARI, text)
    assert verdict.holds and verdict.keys == verdict.keys_gone > 0
    assert queries.certificate(HARI, case) == Certificate.objects.get().content == text
    assert all(report.whole for report in verify_chains())


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("asked", "at"), "2020-01-01"),
        (("keys",), []),
        (("node",), "node_" + "1" * 32),
        (("class", "unreviewed"), False),
    ],
)
def test_a_changed_certificate_is_not_signed(case, place, value):
    found = json.loads(erased(case))
    inside = found["certificate"]
    for name in place[:-1]:
        inside = inside[name]
    inside[place[-1]] = value
    assert not is_signed(json.dumps(found))
    assert not check(HARI, json.dumps(found)).holds


def test_a_certificate_of_a_key_that_came_back_does_not_hold(case):
    text = erased(case)
    RecordKey.objects.filter(record=case).update(destroyed_at=None)
    assert not check(HARI, text).holds


@pytest.mark.parametrize("text", ["", "{}", '{"certificate": {"format": "other"}}', "[]", '{"certificate": 1}'])
def test_another_text_is_no_certificate(text):
    with refused("retention.no_certificate"):
        check(HARI, text)
    assert not is_signed(text)


def test_an_erasure_happens_whole_or_not_at_all(full, monkeypatch):
    wish = asked(full)

    def fails(**_):
        raise OSError

    for broken in ("sajha.retention.ending.record", "sajha.retention.ending.Certificate.objects.create"):
        with monkeypatch.context() as patch:
            patch.setattr(broken, fails)
            with pytest.raises(OSError), transaction.atomic():
                actions.confirm_erasure(subject=full, asked=wish, reason=WHY, by=BALU, at=NOON + 3 * DAY)
        assert not RecordKey.objects.filter(destroyed_at__isnull=False).exists()
        assert case_for(ASHA, full).people and not PutAway.objects.exists()


@pytest.mark.parametrize("verb", ["keep_on", "set_hold", "seal_matter", "ask_erasure"])
def test_a_decision_that_is_not_recorded_does_not_stand(case, monkeypatch, verb):
    more = {
        "keep_on": {"until": YEAR, "reason": WHY},
        "set_hold": {"ground": "trial", "until": YEAR, "words": HELD},
        "seal_matter": {"until": YEAR, "reason": WHY},
        "ask_erasure": {"ground": "ordered", "reason": WHY},
    }[verb]

    def fails(**_):
        raise OSError

    monkeypatch.setattr("sajha.retention.actions.record", fails)
    with pytest.raises(OSError), transaction.atomic():
        getattr(actions, verb)(subject=case, **more, by=BALU, at=NOON + DAY)
    assert not Decided.objects.exists() and not Due.objects.exists() and not PutAway.objects.exists()


def test_one_record_each_without_a_word_of_it(case):
    before = AuditEntry.objects.count()
    actions.set_hold(subject=case, ground="trial", until=YEAR, words=HELD, by=ASHA, at=NOON + DAY)
    assert AuditEntry.objects.count() == before + 1
    line = history_of(case)[-1]
    assert (line.action, line.reason) == ("retention.hold", HELD.reason)
    assert "Hyderabad" not in json.dumps(line.detail) and "12 of" not in json.dumps(line.detail)


def test_what_was_decided_is_not_changed(case):
    asked(case)
    row = Decided.objects.get()
    for change in (row.save, row.delete):
        with pytest.raises(TypeError):
            change()


# what a backup brings back


def test_a_restored_database_forgets_again_what_was_erased_since(full):
    stones = [Tombstone(record, NOON + 3 * DAY) for record in records_of(MatterKind.CASE, full)]
    found = list(_blobs(MatterKind.CASE, full))
    assert actions.erase_again(stones=stones, by=SYSTEM, at=NOON + 9 * DAY) == len(stones)
    for _what, *place, blob in found:
        with pytest.raises(KeyDestroyed):
            unseal_bytes(*place, blob)
    assert Party.objects.get(case=full).pseudonym == "" and not visible(BALU).exists()
    view = queries.view(BALU, full)
    assert view.standing.erased_at == NOON + 3 * DAY and view.lines[0].entry.code == "restored"
    assert actions.erase_again(stones=stones, by=SYSTEM, at=NOON + 9 * DAY) == 0
    assert {stone.record for stone in destroyed()} >= {full}


def test_the_threads_of_an_erased_case_stay_erased(full):
    erased(full)
    assert Thread.objects.filter(case=full).exists()
    assert queries.view(BALU, full).lines[0].entry.kind == EntryKind.ERASED
    assert queries.view(BALU, full).lines[0].words is None


# vaults, emergencies, notes, and what comes afterwards


def test_a_head_sees_and_decides_on_what_lies_in_the_own_vaults(case):
    leela = Actor("user_" + "6" * 32, "person", "Leela", frozenset({"unit_head"}), frozenset({"care"}))
    look_through(NOON)
    assert [line.subject for line in queries.due_page(BALU).lines] == [case]
    assert queries.due_page(leela).lines == () and list(queries.overdue(leela, YEAR)) == []
    assert queries.tally(leela, NOON).kept == 0 and queries.tally(HARI, NOON).kept == 1
    assert queries.numbered(leela, "2026-000001") == [] and queries.numbered(HARI, "2026-000001") == [case]
    with refused("not_found"):
        queries.view(leela, case)
    erased(case)
    with refused("not_found"):
        queries.certificate(leela, case)
    assert queries.certificates(leela) == [] and len(queries.certificates(BALU)) == 1


def test_an_emergency_that_nobody_judged_hinders_and_none_opens_what_was_put_away(case):
    lalita = Actor("user_" + "5" * 32, "person", "Lalita", frozenset({"case_manager"}), frozenset({"care"}))
    wish = {"number": "2026-000001", "danger": True, "reason": "She is in danger of her life.", "hours": 4}
    row = emergency.ask(**wish, by=lalita, at=NOON + DAY)
    emergency.confirm(emergency_id=row.id, by=BALU, at=NOON + DAY)
    for call in (
        lambda: asked(case),
        lambda: actions.seal_matter(subject=case, until=YEAR, reason=WHY, by=BALU, at=NOON + DAY),
    ):
        with refused("retention.emergency"):
            call()
    judged = {"verdict": "justified", "words": "It was right to look at once.", "by": HARI, "at": NOON + 2 * DAY}
    emergency.review(emergency_id=row.id, **judged)
    erased(case)
    assert emergency_sheet(HARI, emergency_find(HARI, row.id, NOON + 4 * DAY), NOON + 4 * DAY).reason == ""
    assert emergency.ask(**wish, by=lalita, at=NOON + 5 * DAY).case == ""


class Forgetful(SigningNode):
    """What was erased here cannot be listened to again by a test."""

    def hears(self):
        heard = []
        for departure in Departure.objects.filter(recipient=self.id).order_by("released_at", "sequence"):
            try:
                body = decode(body_of(departure), BODIES[departure.kind])
            except KeyDestroyed:
                continue
            if isinstance(body, Opening | Moved):
                self.thread, self.lamport = body.thread, max(self.lamport, body.move.lamport)
            heard.append(body)
        return heard


def test_counselling_notes_end_with_their_case():
    made = new_case(by=DEEPA)
    note = counselling.write_note(case_id=made.id, words=f"{CANARY} sleeps badly", by=DEEPA, at=NOON)
    close(made.id, by=DEEPA)
    found = [blob for blob in _blobs(MatterKind.CASE, made.id) if blob[0] == "CounsellingNote.content"]
    assert found and unseal_bytes(*found[0][1:])
    leela = Actor("user_" + "6" * 32, "person", "Leela", frozenset({"unit_head"}), frozenset({"care"}))
    wish = asked(made.id, by=DEEPA)
    actions.confirm_erasure(subject=made.id, asked=wish, reason=WHY, by=leela, at=NOON + 3 * DAY)
    with pytest.raises(KeyDestroyed):
        unseal_bytes(*found[0][1:])
    with refused("not_found"):
        note_sheet(DEEPA, note.id)


def test_what_a_holder_keeps_is_asked_for_again_after_the_erasure_and_that_request_ends_too():
    other, made = Forgetful(), SomeCase(new_case(), ASHA)
    thread = send(other, made)
    make_move(thread=thread, kind=MoveKind.CANCEL, code="no_longer_needed", by=ASHA, at=NOON)
    close(made.id)
    actions.call_copies_back(subject=made.id, reason=WHY, by=ASHA, at=NOON + DAY)
    until = NOON + 10 * DAY
    kept = [("", Became.DESTROYED), ("p1", Became.KEPT, "court_order", "Order 3", until)]
    (recall,) = [body for body in other.hears() if isinstance(body, Recalled)]
    other.answers(recall, items=[item for item in kept if item[0] in recall.subjects], code="kept")
    delivered()
    erased(made.id)
    assert recall_due(until + DAY) == 1
    again = Thread.objects.get(case=made.id, closed_at=None)
    assert again.id in {row.id for row in sent(BALU).rows}, "it stays in sight until it is answered"
    (later,) = [body for body in other.hears() if isinstance(body, Recalled)]
    other.answers(later, items=[(subject, Became.DESTROYED) for subject in later.subjects])
    look_through(until + 2 * DAY)
    assert RecordKey.objects.get(record=again.id).destroyed_at
    assert AuditEntry.objects.filter(action="retention.erased_late", subject=again.id).count() == 1
    look_through(until + 2 * DAY)
    assert AuditEntry.objects.filter(action="retention.erased_late").count() == 1


def test_a_recall_of_what_was_erased_with_its_request_is_answered_destroyed():
    other = Forgetful()
    thread = other.asks(words=f"Look for {CANARY}")
    (package,) = HeldPackage.objects.filter(thread=thread).values_list("pk", flat=True)
    make_move(thread=thread, kind=MoveKind.ACKNOWLEDGE, by=BALU, at=NOON)
    make_move(thread=thread, kind=MoveKind.DECLINE, code="no_capacity", by=BALU, at=NOON)
    delivered()
    other.hears()
    erased(thread)
    assert {part.became for part in HeldPart.objects.filter(package=package)} == {"destroyed"}
    recall = other.calls_back(package, ["p1"])
    assert Heard.objects.get(pk=recall).told == "destroyed"


def test_what_crossed_into_another_vault_is_called_back_at_once_and_ends_with_its_case():
    made = SomeCase(new_case(), ASHA)
    wish = Wish(made.id, made.parties, "care", Kind.TRANSFER_PERSON)
    package = cross_vault(wish=wish, shown=crossing_mark(crossing(ASHA, wish)), by=ASHA, at=NOON)
    close(made.id)
    found = [blob for blob in _blobs(MatterKind.CASE, made.id) if blob[0] == "CrossedPart.content"]
    assert found and all(unseal_bytes(*place, blob) for _, *place, blob in found)
    with refused("retention.held_elsewhere"):
        asked(made.id)
    actions.call_copies_back(subject=made.id, reason=WHY, by=ASHA, at=NOON + DAY)
    erased(made.id)
    for _what, *place, blob in found:
        with pytest.raises(KeyDestroyed):
            unseal_bytes(*place, blob)
    assert RecordKey.objects.get(record=package).destroyed_at, "the reasons of those who looked end too"
