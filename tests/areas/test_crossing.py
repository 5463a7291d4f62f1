"""Crossing from one vault into another inside a node: the same gate, a frozen copy, called back like anything that left."""

from dataclasses import replace
from unittest import mock

import pytest
from django.apps import apps
from django.db import connection

from sajha.audit.models import AuditEntry
from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.cases import queries as cases
from sajha.cases.counselling.actions import write_note
from sajha.consent.values import Purpose
from sajha.disclosure.actions import cross_vault, crossing_mark, open_crossed, recall_by_hand
from sajha.disclosure.models import CrossedPackage, CrossedPart, Departure, Release
from sajha.disclosure.queries import (
    Wish,
    altered_edges,
    crossed,
    crossed_list,
    crossed_looks,
    crossing,
    holders_of,
    ledger_of,
)
from sajha.disclosure.tasks import recall_due
from sajha.liaison.values import Kind
from sajha.vault.models import RecordKey
from tests.cast import ASHA, BALU, CHITRA, DEEPA, GITA, HARI
from tests.some_cases import CANARY, agrees, changes_her_mind, open_case

pytestmark = pytest.mark.django_db
REASON = "I speak to her today."
LAWYER = replace(ASHA, id="user_" + "3" * 32, label="Mohan", vaults=frozenset({"legal"}))


@pytest.fixture
def case():
    return open_case(ASHA)


def wish(case, **more):
    given = {"case": case.id, "parties": case.parties, "to_vault": "care", "kind": Kind.TRANSFER_PERSON}
    return Wish(**(given | more))


def named(case, **more):
    return wish(case, chosen=("party.first_name",), ground="consent_recorded", ground_reason="She signed", **more)


def agreed(case):
    agrees(case, purpose=Purpose.CARE, audiences=("shelter",))
    return case


def cross(asked, by=ASHA):
    return cross_vault(wish=asked, shown=crossing_mark(crossing(by, asked)), by=by, at=now())


def values(view):
    return {field.name: field.value for field in view.package.fields}


def because(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.decision.because


def test_the_gate_answers_as_for_another_organisation(case):
    answers = {field.name: (answer.outcome, answer.because) for field, answer in crossing(ASHA, named(case)).fields}
    assert answers["party.gender"] == ("goes", "gate.needed")
    assert answers["party.first_name"] == ("masked", "gate.no_consent")
    agreed(case)
    answers = {field.name: (answer.outcome, answer.because) for field, answer in crossing(ASHA, named(case)).fields}
    assert answers["party.first_name"] == ("goes", "gate.consent_recorded")
    legal = crossing(ASHA, named(case, to_vault="legal")).fields
    assert {answer.because for field, answer in legal if field.name == "party.first_name"} == {"gate.audience"}


def test_the_readers_of_the_other_vault_get_a_frozen_copy_and_nothing_of_the_case(case):
    package = cross(named(agreed(case)))
    (line,) = crossed_list(DEEPA)
    assert (line.id, line.from_vault, line.to_vault, line.kind) == (package, "police", "care", "transfer_person")
    _, view = crossed(DEEPA, package, now())
    assert view.whole and values(view)["party.first_name"] == CANARY
    assert not cases.visible(DEEPA).exists()
    row = CrossedPackage.objects.values().get(pk=package)
    told = repr(row) + repr(view.package)
    assert case.id not in told and case.number not in told and not any(party in told for party in case.parties)
    assert set(RecordKey.objects.filter(record__startswith="part_").values_list("vault", flat=True)) == {"care"}
    assert Departure.objects.count() == 0


@pytest.mark.parametrize("stranger", [ASHA, BALU, CHITRA, LAWYER], ids=lambda who: who.label)
def test_nobody_who_does_not_read_that_vault_sees_it(case, stranger):
    package = cross(wish(case))
    assert crossed_list(stranger) == []
    assert because(lambda: crossed(stranger, package, now())) == "not_found"
    assert because(lambda: open_crossed(package=package, reason=REASON, by=stranger, at=now())) == "not_found"


def test_who_works_no_cases_neither_crosses_nor_reads(case):
    for who in (GITA, HARI):
        assert because(lambda who=who: crossing(who, wish(case))) == "permission.missing"
        assert because(lambda who=who: crossed_list(who)) == "permission.missing"
    assert because(lambda: crossing(CHITRA, wish(case))) == "not_found"
    assert because(lambda: crossing(DEEPA, wish(case))) == "not_found"


def test_it_crosses_only_into_another_vault_for_a_purpose(case):
    assert because(lambda: crossing(ASHA, wish(case, to_vault="police"))) == "vault.same"
    assert because(lambda: crossing(ASHA, wish(case, to_vault="garden"))) == "vault.unknown"
    assert because(lambda: crossing(ASHA, wish(case, kind=Kind.RECALL))) == "vault.unknown"


def test_an_identity_without_a_ground_does_not_cross(case):
    asked = wish(case, chosen=("party.first_name",))
    assert because(lambda: cross(asked)) == "gate.no_ground"
    package = cross(named(case))  # a ground that does not hold: masked
    assert values(crossed(DEEPA, package, now())[1])["party.first_name"] == "absent:withheld"


def test_what_crosses_is_what_was_shown(case):
    mark = crossing_mark(crossing(ASHA, named(case)))
    agreed(case)
    assert because(lambda: cross_vault(wish=named(case), shown=mark, by=ASHA, at=now())) == "preview.changed"
    assert CrossedPackage.objects.count() == 0


def test_an_identity_is_opened_for_a_reason_on_record(case):
    package = cross(named(agreed(case)))
    assert because(lambda: open_crossed(package=package, reason="x", by=DEEPA, at=now())) == "reason.too_short"
    assert values(open_crossed(package=package, reason=REASON, by=DEEPA, at=now()))["party.first_name"] == CANARY
    (entry,) = AuditEntry.objects.filter(action="crossed.opened")
    assert (entry.subject, entry.actor) == (package, DEEPA.id)
    (look,) = crossed_looks(ASHA, case.id, case.parties[0])
    assert (look.who, look.reason) == ("Deepa", REASON)
    assert because(lambda: crossed_looks(DEEPA, case.id, case.parties[0])) == "not_found"


def test_the_ledger_shows_the_crossing_as_an_edge(case):
    package = cross(named(agreed(case)))
    edges = Release.objects.filter(package=package)
    assert {edge.recipient for edge in edges} == {"own:care"} and {edge.recipient_kind for edge in edges} == {"shelter"}
    assert "party.first_name" in {name for edge in ledger_of(ASHA, case.id) for name in edge.fields}
    (holder,) = holders_of(ASHA, case.id, case.parties[0])
    assert (holder.recipient, holder.state, holder.ground) == ("own:care", "held", "consent_recorded")
    assert altered_edges() == []


def test_a_withdrawal_destroys_it_at_once_with_its_key(case):
    package = cross(named(agreed(case)))
    part = CrossedPart.objects.get(package=package, subject="p1").id
    assert recall_due(now()) == 0
    changes_her_mind(case)
    assert recall_due(now()) == 1
    assert recall_due(now()) == 0
    assert RecordKey.objects.get(record=part).destroyed_at and not RecordKey.objects.get(record=part).wrapped
    _, view = crossed(DEEPA, package, now())
    assert view.gone == ("p1",) and "party.first_name" not in values(view)
    (holder,) = holders_of(ASHA, case.id, case.parties[0])
    assert holder.state == "destroyed" and holder.answered_at
    assert Departure.objects.count() == 0  # nobody outside is asked


def test_it_is_called_back_by_hand(case):
    package = cross(wish(case))
    edge = Release.objects.get(package=package, subject="p1")
    recall_by_hand(case=case.id, edge=edge.id, reason="The age was wrong", by=ASHA, at=now())
    assert crossed(DEEPA, package, now())[1].gone == ("p1",)
    again = {"case": case.id, "edge": edge.id, "reason": "The age was wrong", "by": ASHA, "at": now()}
    assert because(lambda: recall_by_hand(**again)) == "recall.asked_already"


def test_after_its_time_nothing_of_it_is_shown(case):
    package = cross(named(agreed(case)))
    end = CrossedPackage.objects.get(pk=package).expires_at
    assert end is not None
    _, view = crossed(DEEPA, package, end)
    assert view.expired and not view.package.fields


def test_what_was_said_in_counselling_never_crosses():
    case = open_case(DEEPA)
    write_note(case_id=case.id, words="She wept", by=DEEPA, at=now())
    package = cross(wish(case, to_vault="police"), by=DEEPA)
    _, view = crossed(ASHA, package, now())
    assert "wept" not in repr(view) and CANARY not in repr(view)
    with connection.cursor() as cursor:
        for model in apps.get_app_config("disclosure").get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
            assert "wept" not in repr(cursor.fetchall())


@pytest.mark.parametrize("which", ["cross", "open", "recall"])
def test_nothing_happens_that_is_not_recorded(case, which):
    package = cross(named(agreed(case))) if which != "cross" else ""
    acts = {
        "cross": lambda: cross(named(agreed(case))),
        "open": lambda: open_crossed(package=package, reason=REASON, by=DEEPA, at=now()),
        "recall": lambda: recall_due(now()),
    }
    if which == "recall":
        changes_her_mind(case)
    before = (CrossedPackage.objects.count(), Release.objects.count(), CrossedPart.objects.exclude(became="").count())
    with mock.patch("sajha.disclosure.actions.crossing.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        acts[which]()
    assert before == (
        CrossedPackage.objects.count(),
        Release.objects.count(),
        CrossedPart.objects.exclude(became="").count(),
    )
