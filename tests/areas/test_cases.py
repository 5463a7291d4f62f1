"""Each action on a case: done, refused, and rolled back when it cannot be recorded."""

from datetime import date, timedelta
from unittest import mock

import pytest
from django.core.exceptions import ValidationError

from sajha.accounts.models import User
from sajha.accounts.rules import PERMISSIONS
from sajha.audit.models import AuditEntry
from sajha.audit.queries import verify_chains
from sajha.basics.decision import Refused
from sajha.cases import actions, queries
from sajha.cases.models import Case, CaseAccess, Identifier, Party, ProcessElement, RouteLeg
from sajha.cases.values import CaseFacts, LegFacts, Part, PersonFacts, Role, Sensitivity, Wanted
from sajha.terms.coded import Absent, Coded
from sajha.terms.identifiers import IdentifierKind
from sajha.terms.places import Place
from sajha.terms.vocabularies import coded
from tests.cast import ASHA, BALU, CHITRA, DEEPA, GITA, HARI, NOON

pytestmark = pytest.mark.django_db

CANARY = "Kanariyamma"
SALEM, NALGONDA = Place("IN", "33", "577"), Place("IN", "36", "687")
PHONE = "+91 98450 12345"
REASON = "The court asks for the date of birth."
AADHAAR = "2341 2341 2346"
IDENTITY = {"first_name": CANARY, "birth_date": "2009-05-31", "phones": "+91 90000 00000"}
FACTS = CaseFacts(coded("identification_channel", "RescueOperation"), coded("identified_by", "RailwayPolice"))


def open_one(by=ASHA, at=NOON, **more):
    return actions.open_case(facts=FACTS, role=Role.VICTIM, by=by, at=at, **more)


@pytest.fixture
def case():
    return open_one(person=PersonFacts("Jasmine", gender=coded("gender", "Feminine")), identity=IDENTITY)


@pytest.fixture
def party(case):
    return case.parties.get()


@pytest.fixture
def workers():
    for who in (ASHA, BALU, CHITRA, GITA):
        User.objects.create(
            id=who.id,
            username=who.label,
            display_name=who.label,
            roles=sorted(who.roles),
            vaults=sorted(who.vaults),
            made_at=NOON,
        )


def because(refused):
    return refused.value.decision.because


def counts():
    return [model.objects.count() for model in (Case, Party, Identifier, ProcessElement, RouteLeg, CaseAccess)]


def seen_in(case):
    """A thing of the case itself."""
    given = {"kind": IdentifierKind.PHONE, "value": PHONE, "by": ASHA, "at": NOON}
    return case.identifiers.first() or actions.add_identifier(case_id=case.id, **given)


def every_action(case, party, leg):
    """Each verb that writes, with arguments that are allowed."""
    me = {"by": BALU, "at": NOON}
    here = {"case_id": case.id, **me}
    thing = seen_in(case)
    return {
        "open_case": {"facts": FACTS, "role": Role.VICTIM, **me},
        "change_case": {"facts": FACTS, "revision": None, **here},
        "close_case": {"status": coded("case_status", "Closed"), "reason": REASON, **here},
        "reopen_case": {"reason": REASON, **here},
        "add_party": {"role": Role.WITNESS, "facts": PersonFacts(), "identity": {}, **here},
        "change_party": {"party_id": party.id, "facts": PersonFacts("Lotus"), "revision": None, **here},
        "write_identity": {"party_id": party.id, "identity": {"city": "Salem"}, "revision": None, **here},
        "change_process": {"chosen": {Part.ACT: (coded("act", "transfer"),)}, **here},
        "add_leg": {"facts": LegFacts(SALEM), **here},
        "change_leg": {"leg_id": leg.id, "facts": LegFacts(NALGONDA), "revision": None, **here},
        "remove_leg": {"leg_id": leg.id, **here},
        "add_identifier": {"kind": IdentifierKind.EMAIL, "value": "jo@example.org", "party_id": party.id, **here},
        "change_identifier": {"identifier_id": thing.id, "value": "+91 98450 54321", "revision": None, **here},
        "remove_identifier": {"identifier_id": thing.id, **here},
        "reveal_identifiers": {"identifiers": [thing.id], "reason": REASON, **here},
        "assign_case": {"user_id": CHITRA.id, **here},
        "give_access": {"user_id": CHITRA.id, **here},
        "end_access": {"user_id": CHITRA.id, **here},
        "view_case": here,
        "reveal_identity": {"party_id": party.id, "fields": ["first_name"], "reason": REASON, **here},
        "read_notes": here,
        "read_more": here,
        "write_notes": {"notes": "seen twice", "revision": None, **here},
        "write_leg_note": {"leg_id": leg.id, "note": "by night", "revision": None, **here},
        "read_leg_note": {"leg_id": leg.id, **here},
        "list_cases": {"wanted": Wanted(mine=False), **me},
    }


def test_every_verb_is_in_the_table(case, party):
    leg = actions.add_leg(case_id=case.id, facts=LegFacts(SALEM), by=ASHA, at=NOON)
    assert set(every_action(case, party, leg)) == set(actions.__all__) - {"take_numbers"}


@pytest.mark.parametrize("verb", sorted(set(actions.__all__) - {"take_numbers"}))
def test_each_verb_is_recorded_once_or_does_nothing(verb, case, party, workers):
    leg = actions.add_leg(case_id=case.id, facts=LegFacts(SALEM), by=ASHA, at=NOON)
    if verb == "end_access":
        actions.give_access(case_id=case.id, user_id=CHITRA.id, by=BALU, at=NOON)
    arguments = every_action(case, party, leg)[verb]
    before, entries = counts(), AuditEntry.objects.count()
    revisions = list(Case.objects.values_list("revision", "status", "owner"))
    module = getattr(actions, verb).__module__
    with mock.patch(f"{module}.record", side_effect=RuntimeError("no record")), pytest.raises(RuntimeError):
        getattr(actions, verb)(**arguments)
    assert (counts(), AuditEntry.objects.count()) == (before, entries)
    assert list(Case.objects.values_list("revision", "status", "owner")) == revisions
    getattr(actions, verb)(**arguments)
    # opening a case adds its first person, which is a verb of its own
    assert AuditEntry.objects.count() - entries == (2 if verb == "open_case" else 1)
    assert all(chain.whole for chain in verify_chains())


@pytest.mark.parametrize("stranger", [CHITRA, DEEPA, GITA, HARI], ids=lambda who: who.label)
@pytest.mark.parametrize("verb", sorted(set(actions.__all__) - {"take_numbers", "open_case", "list_cases"}))
def test_nobody_without_access_does_anything_with_a_case(verb, stranger, case, party, workers):
    leg = actions.add_leg(case_id=case.id, facts=LegFacts(SALEM), by=ASHA, at=NOON)
    arguments = every_action(case, party, leg)[verb] | {"by": stranger}
    with pytest.raises(Refused) as refused:
        getattr(actions, verb)(**arguments)
    assert because(refused) in ("not_found", "permission.missing")


def test_an_opened_case_has_a_number_a_person_and_one_who_may_open_it(case):
    assert (case.number, case.people, case.region, str(case.status)) == (
        "2026-000001",
        "V1 Jasmine",
        "",
        "case_status:2.0:Active",
    )
    assert open_one().number == "2026-000002"
    assert queries.who_may_open(ASHA, case.id) == [ASHA.id]
    assert [line.action for line in queries.history_of(ASHA, case.id)] == ["party.added", "case.opened"]


def test_years_are_those_of_the_node(case):
    eve = NOON.replace(year=2025, month=12, day=31, hour=20)  # the next year in India already
    assert open_one(at=eve).number == "2026-000002"


def test_a_day_ahead_and_a_place_that_does_not_exist_are_refused():
    with pytest.raises(Refused):
        actions.open_case(facts=CaseFacts(identified_on=date(2026, 3, 3)), role=Role.VICTIM, by=ASHA, at=NOON)
    with pytest.raises(ValidationError):
        actions.open_case(facts=CaseFacts(identified_in=Place("IN", "36", "9999")), role=Role.VICTIM, by=ASHA, at=NOON)
    assert not any(counts())


def test_scope_is_by_access_and_the_head_sees_all(case, workers):
    assert list(queries.visible_ids(ASHA)) == list(queries.visible_ids(BALU)) == [case.id]
    assert not queries.visible_ids(CHITRA) and not queries.visible_ids(GITA)
    actions.give_access(case_id=case.id, user_id=CHITRA.id, by=BALU, at=NOON)
    assert queries.summary(CHITRA, case.id).people == "V1 Jasmine"
    actions.end_access(case_id=case.id, user_id=CHITRA.id, by=BALU, at=NOON)
    with pytest.raises(Refused):
        queries.summary(CHITRA, case.id)


def test_only_a_head_assigns_and_only_to_those_who_work_here(case, workers):
    with pytest.raises(Refused) as refused:
        actions.assign_case(case_id=case.id, user_id=CHITRA.id, by=ASHA, at=NOON)
    assert because(refused) == "permission.missing"
    for stranger in (GITA.id, "user_" + "7" * 32):
        with pytest.raises(Refused) as refused:
            actions.assign_case(case_id=case.id, user_id=stranger, by=BALU, at=NOON)
        assert because(refused) == "case.not_a_worker"
    assert actions.assign_case(case_id=case.id, user_id=CHITRA.id, by=BALU, at=NOON).owner == CHITRA.id
    assert queries.who_may_open(CHITRA, case.id) == [ASHA.id, CHITRA.id]
    with pytest.raises(Refused) as refused:
        actions.end_access(case_id=case.id, user_id=CHITRA.id, by=BALU, at=NOON)
    assert because(refused) == "case.owner_keeps_access"


def test_two_who_edit_at_once_overwrite_nothing(case, party):
    seen = case.revision
    actions.change_case(case_id=case.id, facts=FACTS, revision=seen, by=ASHA, at=NOON)
    with pytest.raises(Refused) as refused:
        actions.change_case(case_id=case.id, facts=CaseFacts(), revision=seen, by=BALU, at=NOON)
    assert because(refused) == "case.changed_meanwhile"
    case.refresh_from_db()
    assert case.channel == FACTS.channel
    actions.change_party(case_id=case.id, party_id=party.id, facts=PersonFacts("Lotus"), revision=1, by=ASHA, at=NOON)
    for verb, more in (
        (actions.change_party, {"facts": PersonFacts()}),
        (actions.write_identity, {"identity": {"city": ""}}),
    ):
        with pytest.raises(Refused) as refused:
            verb(case_id=case.id, party_id=party.id, revision=1, by=BALU, at=NOON, **more)
        assert because(refused) == "case.changed_meanwhile"
    assert queries.summary(ASHA, case.id).people == "V1 Lotus"


def test_a_closed_case_is_changed_only_after_it_was_opened_again(case, party):
    with pytest.raises(Refused) as refused:
        actions.change_case(
            case_id=case.id, facts=CaseFacts(status=coded("case_status", "Closed")), revision=None, by=ASHA, at=NOON
        )
    assert because(refused) == "case.close_instead"
    actions.close_case(case_id=case.id, status=coded("case_status", "ClosedReferred"), reason=REASON, by=ASHA, at=NOON)
    assert queries.case_list(ASHA, Wanted()).lines == ()
    assert [line.id for line in queries.case_list(ASHA, Wanted(is_open=False)).lines] == [case.id]
    for verb, more in (
        (actions.add_party, {"role": Role.ACCUSED, "facts": PersonFacts(), "identity": {}}),
        (actions.add_leg, {"facts": LegFacts(SALEM)}),
        (actions.change_process, {"chosen": {}}),
    ):
        with pytest.raises(Refused) as refused:
            verb(case_id=case.id, by=ASHA, at=NOON, **more)
        assert because(refused) == "case.closed"
    actions.reopen_case(case_id=case.id, reason=REASON, by=ASHA, at=NOON)
    assert [line.id for line in queries.case_list(ASHA, Wanted()).lines] == [case.id]


@pytest.mark.parametrize(
    "name",
    [
        "open_case",
        "write_notes",
        "add_party",
        "write_identity",
        "add_leg",
        "close_case",
        "reveal_identity",
        "add_identifier",
        "change_identifier",
        "reveal_identifiers",
    ],
)
def test_no_aadhaar_number_in_any_text(name, case, party):
    leg = actions.add_leg(case_id=case.id, facts=LegFacts(SALEM), by=ASHA, at=NOON)
    arguments = every_action(case, party, leg)[name]
    arguments |= {
        "open_case": {"facts": CaseFacts(notes=f"card {AADHAAR}")},
        "write_notes": {"notes": AADHAAR.replace(" ", "")},
        "add_party": {"identity": {"identity_document": AADHAAR}},
        "write_identity": {"identity": {"street": f"{AADHAAR} Street"}},
        "add_leg": {"facts": LegFacts(SALEM, note=AADHAAR)},
        "add_identifier": {"value": AADHAAR},
        "change_identifier": {"value": AADHAAR},
        "close_case": {"reason": f"Because of {AADHAAR}"},
        "reveal_identity": {"reason": f"Because of {AADHAAR}"},
        "reveal_identifiers": {"reason": f"Because of {AADHAAR}"},
    }[name]
    with pytest.raises(Refused) as refused:
        getattr(actions, name)(**arguments)
    assert because(refused) == "aadhaar.never"


def test_a_code_name_tells_nothing_whichever_comes_first(case, party):
    here = {"case_id": case.id, "party_id": party.id, "revision": None, "by": ASHA, "at": NOON}
    with pytest.raises(Refused) as refused:
        actions.change_party(facts=PersonFacts(CANARY.lower()), **here)
    assert because(refused) == "party.code_name_tells"
    with pytest.raises(Refused) as refused:
        actions.write_identity(identity={"other_names": "jasmine"}, **here)
    assert because(refused) == "party.code_name_tells"


def test_an_identity_is_sealed_bound_to_its_place_and_partly_rewritten(case, party):
    raw = b"".join(
        bytes(value) for value in Party.objects.filter(pk=party.pk).values_list("first_name", "birth_date", "phones")[0]
    )
    assert CANARY.encode() not in raw
    actions.write_identity(
        case_id=case.id, party_id=party.id, identity={"phones": "", "city": "Salem"}, revision=1, by=ASHA, at=NOON
    )
    assert queries.party_detail(ASHA, case.id, party.id).sealed == ("first_name", "birth_date", "city")
    with pytest.raises(Refused):
        actions.write_identity(
            case_id=case.id, party_id=party.id, identity={"pseudonym": "X"}, revision=None, by=ASHA, at=NOON
        )


def test_a_look_is_recorded_with_its_reason_and_told(case, party):
    shown = actions.reveal_identity(
        case_id=case.id,
        party_id=party.id,
        fields=["birth_date", "first_name", "email"],
        reason=REASON,
        by=ASHA,
        at=NOON,
    )
    assert shown == {"first_name": CANARY, "birth_date": "2009-05-31"}
    [look] = queries.who_looked(BALU, case.id)
    assert (look.who, look.subject, look.reason, look.detail) == (
        "Asha",
        party.id,
        REASON,
        {"fields": ["first_name", "birth_date"]},
    )
    for fields, reason in (([], REASON), (["notes"], REASON), (["first_name"], "x")):
        with pytest.raises(Refused):
            actions.reveal_identity(case_id=case.id, party_id=party.id, fields=fields, reason=reason, by=ASHA, at=NOON)
    assert len(queries.who_looked(BALU, case.id)) == 1


def test_no_audit_row_holds_a_personal_value(case, party):
    actions.reveal_identity(
        case_id=case.id, party_id=party.id, fields=["first_name"], reason=f"About {CANARY} herself", by=ASHA, at=NOON
    )
    assert CANARY not in str(list(AuditEntry.objects.values()))


def test_children_are_reached_only_through_their_own_case(case, party):
    other = open_one()
    leg = actions.add_leg(case_id=case.id, facts=LegFacts(SALEM), by=ASHA, at=NOON)
    me = {"case_id": other.id, "by": ASHA, "at": NOON}
    for attempt in (
        lambda: actions.change_party(party_id=party.id, facts=PersonFacts(), revision=None, **me),
        lambda: actions.write_identity(party_id=party.id, identity={}, revision=None, **me),
        lambda: actions.reveal_identity(party_id=party.id, fields=["first_name"], reason=REASON, **me),
        lambda: actions.change_process(party_id=party.id, chosen={}, **me),
        lambda: actions.change_leg(leg_id=leg.id, facts=LegFacts(SALEM), revision=None, **me),
        lambda: actions.remove_leg(leg_id=leg.id, **me),
        lambda: actions.read_leg_note(leg_id=leg.id, **me),
        lambda: queries.party_detail(ASHA, other.id, party.id),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert because(refused) == "not_found"


def test_what_is_no_longer_said_is_removed_and_told(case, party):
    here = {"case_id": case.id, "by": ASHA, "at": NOON}
    act, debt = coded("act", "transfer"), coded("means_of_control", "DebtBondage")
    actions.change_process(chosen={Part.ACT: (act,), Part.MEANS: (debt,)}, **here)
    actions.change_process(chosen={Part.MEANS: (Absent("declined"),)}, party_id=party.id, **here)
    actions.change_process(chosen={Part.MEANS: ()}, **here)
    said = {
        (element.part, str(element.value), element.party) for element in queries.case_detail(ASHA, case.id).elements
    }
    assert said == {(Part.ACT, str(act), ""), (Part.MEANS, "absent:declined", party.id)}
    assert queries.history_of(ASHA, case.id)[0].detail == {"added": [], "removed": [f"means={debt}"]}
    with pytest.raises(Refused) as refused:
        actions.change_process(chosen={Part.ACT: (debt,)}, **here)
    assert because(refused) == "element.other_part"
    with pytest.raises(Refused):
        actions.change_process(chosen={Part.ACT: (Coded("act", "1", "none"),)}, **here)


def test_the_way_keeps_its_order(case):
    here = {"case_id": case.id, "by": ASHA, "at": NOON}
    first = actions.add_leg(facts=LegFacts(SALEM, NALGONDA, note="by night"), **here)
    second = actions.add_leg(facts=LegFacts(NALGONDA), **here)
    third = actions.add_leg(facts=LegFacts(Place("NP")), position=1, **here)
    assert _way(case) == [third.id, first.id, second.id]
    facts = LegFacts(SALEM, month="2026-02")
    actions.change_leg(leg_id=second.id, facts=facts, revision=None, position=1, **here)
    actions.change_leg(leg_id=first.id, facts=facts, revision=None, **here)
    assert _way(case) == [second.id, third.id, first.id]
    assert actions.read_leg_note(leg_id=first.id, **here) == "by night"
    actions.remove_leg(leg_id=third.id, **here)
    assert _way(case) == [second.id, first.id]
    assert AuditEntry.objects.get(action="leg.removed").detail == {"leg": third.id, "start": "NP", "end": ""}


def _way(case):
    return [leg.id for leg in queries.case_detail(ASHA, case.id).legs]


def test_the_gate_reads_every_value_with_its_class(case, party):
    actions.change_case(case_id=case.id, facts=CaseFacts(FACTS.channel), revision=None, by=ASHA, at=NOON)
    actions.write_notes(case_id=case.id, notes="hidden room", revision=None, by=ASHA, at=NOON)
    actions.change_process(case_id=case.id, chosen={Part.ACT: (coded("act", "transfer"),)}, by=ASHA, at=NOON)
    actions.add_leg(case_id=case.id, facts=LegFacts(SALEM, NALGONDA, note="hidden room"), by=ASHA, at=NOON)
    fields = {(field.subject, field.name): field for field in queries.record_for_release(ASHA, case.id)}
    assert fields["", "case.opened_at"].text == "2026-03-02"
    assert fields[party.id, "party.gender"].text == "gender:2.0:Feminine"
    assert fields[party.id, "party.first_name"].text == CANARY
    assert fields[party.id, "party.first_name"].sensitivity == Sensitivity.S3
    assert fields["", "process.act"].text == "act:1:transfer"
    assert fields["", "leg.start"].text == str(SALEM)
    assert (party.id, "party.language") not in fields
    assert "hidden room" not in str(fields) and all(field.sensitivity < Sensitivity.S4 for field in fields.values())
    with pytest.raises(Refused):
        queries.record_for_release(CHITRA, case.id)


def walk(by, **wanted):
    """All ids over all pages, older and then back again."""
    pages, mark = [], ""
    while True:
        page = queries.case_list(by, Wanted(before=mark, **wanted), size=3)
        pages.append([line.id for line in page.lines])
        if not page.older:
            break
        mark = page.older
    back, mark = [], page.newer
    while mark:
        page = queries.case_list(by, Wanted(after=mark, **wanted), size=3)
        back.append([line.id for line in page.lines])
        assert page.older
        mark = page.newer
    assert back == pages[-2::-1]
    return [id for ids in pages for id in ids]


@pytest.mark.parametrize(("by", "mine"), [(ASHA, True), (BALU, False)])
def test_pages_lose_and_double_nothing_even_at_one_moment(by, mine):
    cases = [open_one(at=NOON + timedelta(minutes=step // 4)) for step in range(10)]
    ordered = [case.id for case in sorted(cases, key=lambda one: (one.opened_at, one.id), reverse=True)]
    assert walk(by, mine=mine) == ordered
    assert queries.case_list(by, Wanted(mine=mine, before="nonsense")).lines[0].id == ordered[0]


def test_filters_and_the_search_that_never_looks_at_names(case, party):
    other = open_one(by=BALU, person=PersonFacts("Lotus"))
    actions.add_party(
        case_id=other.id, role=Role.ACCUSED, facts=PersonFacts(), identity={"first_name": "Jasmine"}, by=BALU, at=NOON
    )
    actions.change_case(case_id=other.id, facts=CaseFacts(identified_in=SALEM), revision=None, by=BALU, at=NOON)

    def found(by=BALU, **wanted):
        return [line.id for line in queries.case_list(by, Wanted(mine=False, **wanted)).lines]

    assert found() == [other.id, case.id] and found(by=ASHA) == [case.id]
    assert found(role="accused") == found(region="IN-33") == found(find=" lotus ") == found(find="2") == [other.id]
    assert found(find="2026-1") == found(find="JASMINE") == [case.id]
    assert found(find=CANARY) == found(by=ASHA, find="Lotus") == found(find="2025-1") == found(find="999999999") == []
    assert found(status="case_status:2.0:FollowUp") == []
    assert [line.id for line in queries.case_list(BALU, Wanted()).lines] == [other.id]


@pytest.mark.parametrize(("by", "mine"), [(ASHA, True), (BALU, False)])
def test_a_page_costs_the_same_number_of_queries_however_many_cases(by, mine, django_assert_num_queries):
    for many in (1, 60):
        for _ in range(many):
            open_one()
        with django_assert_num_queries(1):
            queries.case_list(by, Wanted(mine=mine))


@pytest.mark.parametrize("verb", ["reveal_identity", "read_notes", "read_more", "read_leg_note", "reveal_identifiers"])
def test_opening_what_is_sealed_is_a_permission_of_its_own(verb, case, party, workers, monkeypatch):
    leg = actions.add_leg(case_id=case.id, facts=LegFacts(SALEM), by=ASHA, at=NOON)
    monkeypatch.setitem(PERMISSIONS, "case:reveal", frozenset({"case_manager"}))
    with pytest.raises(Refused) as refused:
        getattr(actions, verb)(**every_action(case, party, leg)[verb])
    assert because(refused) == "permission.missing"
