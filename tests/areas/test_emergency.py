"""Break glass: two persons, a limit, everybody who must know, a review; and a stranger learns nothing."""

from dataclasses import replace
from datetime import timedelta
from unittest import mock

import pytest
from django.db import IntegrityError, transaction

from sajha.accounts.models import User
from sajha.audit.models import AuditEntry
from sajha.basics.decision import Refused
from sajha.cases import queries
from sajha.cases.emergency import actions
from sajha.cases.emergency.models import EmergencyAccess, EmergencyNotice
from sajha.cases.emergency.queries import emergencies, pressing, sheet_of
from sajha.cases.emergency.values import Stage, Step, Verdict
from tests.cast import ASHA, BALU, CHITRA, DEEPA, ELANGO, GITA, HARI, NOON
from tests.some_cases import CANARY, open_case

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WHY = "She called: he has found the house."
JAYA = replace(BALU, id="user_" + "6" * 32, label="Jaya", vaults=frozenset({"care"}))
KIRAN = replace(DEEPA, id="user_" + "5" * 32, label="Kiran")
EVERYBODY = (ASHA, BALU, CHITRA, DEEPA, JAYA, KIRAN, GITA, HARI)


@pytest.fixture(autouse=True)
def people(db):
    for who in EVERYBODY:
        User.objects.create(
            id=who.id, username=who.label, display_name=who.label, roles=sorted(who.roles), vaults=sorted(who.vaults), made_at=NOON
        )  # fmt: skip


@pytest.fixture
def case():
    """In the care vault, given to Deepa."""
    return open_case(DEEPA)


def ask(case, by=ASHA, at=NOON, **more):
    given = {
        "number": case.number if case else "2026-999999",
        "danger": True,
        "reason": WHY,
        "hours": 4,
        "by": by,
        "at": at,
    }
    return actions.ask(**(given | more))


def opened(case, by=ASHA, second=KIRAN, at=NOON, **more):
    row = ask(case, by, at, **more)
    actions.confirm(emergency_id=row.id, by=second, at=at)
    return row.id


def because(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.decision.because


def look(id, by=ASHA, at=NOON):
    return actions.look(emergency_id=id, by=by, at=at)


def test_two_persons_open_a_case_of_another_vault_until_its_limit(case):
    row = ask(case)
    assert because(lambda: look(row.id)) == "emergency.not_open"
    assert because(lambda: actions.confirm(emergency_id=row.id, by=ASHA, at=NOON)) == "emergency.not_alone"
    actions.confirm(emergency_id=row.id, by=KIRAN, at=NOON + HOUR)
    sheet = look(row.id, at=NOON + HOUR)
    assert (sheet.number, sheet.vault, [party.pseudonym for party in sheet.parties]) == (case.number, "care", ["V1"])
    assert look(row.id, at=NOON + 5 * HOUR - timedelta(seconds=1)).number == case.number
    assert because(lambda: look(row.id, at=NOON + 5 * HOUR)) == "emergency.not_open"
    for stranger in (BALU, CHITRA):
        assert because(lambda stranger=stranger: look(row.id, by=stranger, at=NOON + HOUR)) == "not_found"
    assert because(lambda: look(row.id, by=KIRAN, at=NOON + HOUR)) == "emergency.not_open"


def test_it_opens_for_reading_only(case):
    opened(case)
    assert not queries.visible(ASHA).exists()
    assert because(lambda: queries.case_detail(ASHA, case.id)) == "not_found"


def test_an_identity_is_shown_for_a_reason_and_the_persons_record_shows_who_looked(case):
    id, party = opened(case), case.parties[0]
    given = {"emergency_id": id, "party_id": party, "fields": ["first_name"], "by": ASHA, "at": NOON}
    assert because(lambda: actions.reveal(reason="x", **given)) == "reason.too_short"
    assert actions.reveal(reason=WHY, **given) == {"first_name": CANARY}
    (seen,) = queries.who_looked(DEEPA, case.id)
    assert (seen.who, seen.subject, seen.reason, seen.detail["emergency"]) == ("Asha", party, WHY, id)
    look(id)
    assert "Asha" in [viewer.who for viewer in queries.viewers(DEEPA, case.id)]
    assert actions.read_notes(emergency_id=id, by=ASHA, at=NOON) == f"House of {CANARY}"
    told = [line.action for line in queries.history_of(DEEPA, case.id)]
    assert {"emergency.asked", "emergency.confirmed", "case.notes_read", "party.revealed"} <= set(told)
    assert because(lambda: actions.reveal(**(given | {"reason": WHY, "at": NOON + 4 * HOUR}))) == "emergency.not_open"
    assert because(lambda: actions.read_notes(emergency_id=id, by=ASHA, at=NOON + 4 * HOUR)) == "emergency.not_open"


def test_everybody_who_must_know_is_told_at_once(case):
    opened(case, second=KIRAN)
    assert set(EmergencyNotice.objects.values_list("user", flat=True)) == {DEEPA.id, JAYA.id, HARI.id}
    assert AuditEntry.objects.get(action="emergency.confirmed").detail["told"] == 3
    for who in (DEEPA, JAYA, HARI, KIRAN, ASHA):
        assert [line.stage for line in pressing(who, NOON)] == [Stage.OPEN], who.label
    for who in (BALU, CHITRA):
        assert emergencies(who, NOON) == [] == pressing(who, NOON)
    assert because(lambda: emergencies(ELANGO, NOON)) == "permission.missing"
    assert because(lambda: emergencies(GITA, NOON)) == "permission.missing"


def test_who_does_not_read_the_vault_any_more_is_not_told(case):
    User.objects.filter(pk=DEEPA.id).update(vaults=["legal"])
    opened(case)
    assert set(EmergencyNotice.objects.values_list("user", flat=True)) == {JAYA.id, HARI.id}


def test_what_was_told_waits_until_it_was_looked_at(case):
    id = opened(case)
    later = NOON + 5 * HOUR
    assert [line.id for line in pressing(DEEPA, later)] == [id]
    assert actions.read(emergency_id=id, by=DEEPA, at=later).reason == WHY
    assert pressing(DEEPA, later) == []
    assert [line.stage for line in emergencies(DEEPA, later)] == [Stage.ENDED]


def test_who_may_decide_sees_what_is_needed_and_no_more(case):
    row = ask(case)
    for second in (KIRAN, JAYA, BALU):  # reads the vault, heads a unit of it, heads another
        (line,) = pressing(second, NOON)
        sheet = actions.read(emergency_id=line.id, by=second, at=NOON)
        assert (line.number, line.vault, line.asked_by, sheet.reason) == (case.number, "care", ASHA.id, WHY)
        assert sheet.may == (Step.CONFIRM, Step.DECLINE) and not sheet.may_look
        assert because(lambda second=second: look(row.id, by=second)) == "emergency.not_open"
    assert pressing(CHITRA, NOON) == []
    assert because(lambda: actions.confirm(emergency_id=row.id, by=CHITRA, at=NOON)) == "not_found"
    assert because(lambda: actions.confirm(emergency_id=row.id, by=HARI, at=NOON)) == "not_found"


def test_a_stranger_learns_nothing_about_whether_a_case_exists(case):
    """Three numbers: a case that nobody confirms, one that somebody declined, and none at all. To the asker all look the same."""
    waits, declined, nothing = ask(case), ask(open_case(DEEPA)), ask(None)
    actions.decline(emergency_id=declined.id, by=KIRAN, at=NOON)
    for at in (NOON, NOON + 3 * HOUR, NOON + 5 * HOUR):
        seen = set()
        for row in (waits, declined, nothing):
            row.refresh_from_db()
            sheet = sheet_of(ASHA, row, at)
            line = replace(sheet.line, id="", number="")
            seen.add(repr(replace(sheet, line=line)))
        assert len(seen) == 1, at
    for number in (waits.number, declined.number, nothing.number):
        assert because(lambda number=number: ask(case, number=number)) == "emergency.asked_already"
        assert ask(case, number=number, at=NOON + 5 * HOUR).id
    for row in (waits, declined, nothing):
        assert because(lambda row=row: actions.confirm(emergency_id=row.id, by=ASHA, at=NOON)) == "emergency.not_alone"
        assert because(lambda row=row: look(row.id)) == "emergency.not_open"
        assert because(lambda row=row: actions.read(emergency_id=row.id, by=CHITRA, at=NOON)) == "not_found"


def test_nobody_can_confirm_what_does_not_exist():
    row = ask(None)
    for second in (BALU, KIRAN, JAYA):
        assert pressing(second, NOON) == []
        assert because(lambda second=second: actions.confirm(emergency_id=row.id, by=second, at=NOON)) == "not_found"


def test_a_case_that_is_open_already_is_not_asked_for(case):
    assert because(lambda: ask(case, by=DEEPA)) == "emergency.yours"
    assert because(lambda: ask(case, by=JAYA)) == "emergency.yours"
    assert ask(case, by=KIRAN).id  # of the vault, but not given the case


def test_who_is_no_worker_does_not_ask(case):
    for who in (GITA, HARI, ELANGO):
        assert because(lambda who=who: ask(case, by=who)) == "permission.missing"


def test_it_waits_four_hours(case):
    row = ask(case)
    at = NOON + 4 * HOUR
    assert because(lambda: actions.confirm(emergency_id=row.id, by=KIRAN, at=at)) == "not_found"
    assert because(lambda: actions.decline(emergency_id=row.id, by=KIRAN, at=at)) == "not_found"


@pytest.mark.parametrize("who", [ASHA, KIRAN], ids=lambda who: who.label)
def test_either_of_the_two_ends_it_early(case, who):
    id = opened(case)
    for other in (DEEPA, HARI):
        assert (
            because(lambda other=other: actions.end(emergency_id=id, by=other, at=NOON)) == "emergency.not_of_the_two"
        )
    actions.end(emergency_id=id, by=who, at=NOON + HOUR)
    assert because(lambda: look(id, at=NOON + HOUR)) == "emergency.not_open"
    assert because(lambda: actions.end(emergency_id=id, by=who, at=NOON + HOUR)) == "emergency.not_open"


def test_a_third_person_reviews_it_and_an_overdue_review_stays_on_the_first_page(case):
    id = opened(case, second=JAYA)
    given = {"emergency_id": id, "verdict": Verdict.NOT_JUSTIFIED, "words": "The police station was told before."}
    assert because(lambda: actions.review(**given, by=HARI, at=NOON)) == "emergency.review_later"
    later = NOON + timedelta(days=8)
    assert because(lambda: actions.review(**given, by=JAYA, at=later)) == "emergency.third_person"
    assert because(lambda: actions.review(**given, by=ASHA, at=later)) == "permission.missing"
    assert because(lambda: actions.review(**given, by=BALU, at=later)) == "not_found"
    actions.read(emergency_id=id, by=HARI, at=NOON)
    (line,) = pressing(HARI, later)
    assert line.review_due == NOON + timedelta(days=7) < later
    assert pressing(JAYA, later) == []
    assert because(lambda: actions.review(**(given | {"words": "no"}), by=HARI, at=later)) == "reason.too_short"
    actions.review(**given, by=HARI, at=later)
    assert because(lambda: actions.review(**given, by=HARI, at=later)) == "emergency.reviewed"
    assert pressing(HARI, later) == []
    sheet = actions.read(emergency_id=id, by=ASHA, at=later)
    assert (sheet.verdict, sheet.review, sheet.reviewed_by) == ("not_justified", given["words"], HARI.id)


def test_each_verb_is_recorded_once_or_does_nothing(case):
    def counted():
        rows = list(EmergencyAccess.objects.values_list("confirmed_by", "declined_by", "ended_by", "reviewed_by"))
        return rows, EmergencyNotice.objects.count(), AuditEntry.objects.count()

    def refused_without_record(act):
        before = counted()
        with mock.patch("sajha.cases.emergency.actions.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
            act()
        assert counted() == before
        act()
        assert AuditEntry.objects.count() == before[2] + 1

    refused_without_record(lambda: ask(case))
    id = EmergencyAccess.objects.get().id
    refused_without_record(lambda: actions.read(emergency_id=id, by=KIRAN, at=NOON))
    refused_without_record(lambda: actions.confirm(emergency_id=id, by=KIRAN, at=NOON))
    refused_without_record(lambda: look(id))
    refused_without_record(lambda: actions.read_notes(emergency_id=id, by=ASHA, at=NOON))
    refused_without_record(lambda: actions.end(emergency_id=id, by=KIRAN, at=NOON))
    given = {"verdict": Verdict.JUSTIFIED, "words": "The house was watched.", "by": HARI, "at": NOON}
    refused_without_record(lambda: actions.review(emergency_id=id, **given))
    other = ask(open_case(DEEPA)).id
    refused_without_record(lambda: actions.decline(emergency_id=other, by=KIRAN, at=NOON))


def test_the_database_itself_knows_no_second_person_who_is_the_first(case):
    row = ask(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.filter(pk=row.pk).update(confirmed_by=ASHA.id)


def test_no_name_lies_open(case):
    ask(case, reason=f"{CANARY} is in danger")
    row = EmergencyAccess.objects.get()
    assert CANARY.encode() not in bytes(row.reason)
    assert CANARY not in repr(list(AuditEntry.objects.values()))
    assert because(lambda: ask(open_case(DEEPA), reason="Aadhaar 2341 2341 2346")) == "aadhaar.never"


def test_it_costs_few_queries_however_many(case, django_assert_max_num_queries):
    for _ in range(12):
        opened(open_case(DEEPA))
    with django_assert_max_num_queries(2):
        pressing(HARI, NOON)
    with django_assert_max_num_queries(2):
        emergencies(HARI, NOON)
