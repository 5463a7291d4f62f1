"""Things seen in a case: written down, shown for a reason, removed; by hand and at the console."""

import json

import click
import pytest
from click.testing import CliRunner

from sajha.accounts.models import User
from sajha.audit.models import AuditEntry
from sajha.basics.decision import Refused
from sajha.cases import actions, queries
from sajha.cases.actions.ending import blank
from sajha.cases.models import Identifier, Party
from sajha.cases.values import PersonFacts, Role
from sajha.cli import things
from sajha.terms.aadhaar import verhoeff
from sajha.terms.identifiers import IdentifierKind, normalised
from tests.areas.test_cases import AADHAAR, ASHA, BALU, NOON, PHONE, REASON, because, open_one

pytestmark = pytest.mark.django_db
ONE_OF_EACH = {
    IdentifierKind.PHONE: PHONE,
    IdentifierKind.VEHICLE: "TS 09 AB 1234",
    IdentifierKind.UPI: "sundari@okbank",
    IdentifierKind.EMAIL: "sundari@example.org",
    IdentifierKind.PASSPORT: "K1234567",
    IdentifierKind.WEB: "https://jobs.example.org/gulf",
}


@pytest.fixture
def case():
    return open_one(identity={"first_name": "Kanariyamma"})


@pytest.fixture
def party(case):
    return case.parties.get()


def add(case, value=PHONE, kind=IdentifierKind.PHONE, by=ASHA, **more):
    return actions.add_identifier(case_id=case.id, kind=kind, value=value, by=by, at=NOON, **more)


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_each_is_sealed_and_comes_back_as_it_was_written(case, party, kind):
    row = add(case, f"  {ONE_OF_EACH[kind]} ", kind, party_id=party.id)
    assert ONE_OF_EACH[kind].encode() not in bytes(row.value)
    found = actions.reveal_identifiers(
        case_id=case.id, party_id=party.id, identifiers=[row.id], reason=REASON, by=ASHA, at=NOON
    )
    assert found == {row.id: ONE_OF_EACH[kind]} and normalised(kind, found[row.id])


@pytest.mark.parametrize("kind", IdentifierKind)
def test_what_is_none_is_refused_in_words_of_its_own(case, kind):
    with pytest.raises(Refused) as refused:
        add(case, "?", kind)
    assert because(refused) == f"thing.no_{kind}"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "thing.no_phone"),
        (AADHAAR, "aadhaar.never"),
        ("98450 12345, 98450 54321", "thing.several"),
        ("098450-12345", "thing.already"),
    ],
)
def test_one_number_at_a_time_once_and_never_an_aadhaar_number(case, value, reason):
    add(case)
    with pytest.raises(Refused) as refused:
        add(case, value)
    assert because(refused) == reason
    assert Identifier.objects.count() == 1


def test_a_telephone_number_that_looks_like_aadhaar_is_written_with_a_plus(case):
    number = next(f"91984501234{n}" for n in range(10) if verhoeff(f"91984501234{n}"))
    with pytest.raises(Refused) as refused:
        add(case, number)
    assert (because(refused), refused.value.decision.needs) == ("aadhaar.never", ("aadhaar.plus",))
    add(case, f"+{number}")
    add(case, "K1234567", kind=IdentifierKind.PASSPORT)
    with pytest.raises(Refused) as refused:
        add(case, "K7654321, " + AADHAAR.replace(" ", "  "), kind=IdentifierKind.PASSPORT)
    assert (because(refused), refused.value.decision.needs) == ("aadhaar.never", ("aadhaar.other_document",))
    assert Identifier.objects.count() == 2


def test_the_same_may_belong_to_two_people(case, party):
    add(case, party_id=party.id)
    other = actions.add_party(case_id=case.id, role=Role.MISSING, facts=PersonFacts(), identity={}, by=ASHA, at=NOON)
    add(case, party_id=other.id)
    assert [(one.party, one.kind) for one in queries.case_detail(ASHA, case.id).things] == [
        (party.id, "phone"),
        (other.id, "phone"),
    ]


def test_nothing_of_another_case_is_reached(case, party):
    other, row = open_one(), add(case)
    for act in (
        lambda: add(other, party_id=party.id),
        lambda: actions.remove_identifier(case_id=other.id, identifier_id=row.id, by=ASHA, at=NOON),
        lambda: actions.change_identifier(
            case_id=other.id, identifier_id=row.id, value="98450 54321", revision=None, by=ASHA, at=NOON
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert because(refused) == "not_found"
    with pytest.raises(Refused) as refused:
        actions.reveal_identifiers(case_id=other.id, identifiers=[row.id], reason=REASON, by=ASHA, at=NOON)
    assert because(refused) == "reveal.nothing"


def test_a_closed_case_and_a_change_in_the_meantime_are_refused(case):
    row = add(case)
    actions.change_identifier(case_id=case.id, identifier_id=row.id, value="98450 54321", revision=1, by=ASHA, at=NOON)
    with pytest.raises(Refused) as refused:
        actions.remove_identifier(case_id=case.id, identifier_id=row.id, revision=1, by=ASHA, at=NOON)
    assert because(refused) == "case.changed_meanwhile"


def test_the_record_says_what_and_whose_and_never_the_number(case, party):
    row = add(case, party_id=party.id)
    actions.reveal_identifiers(
        case_id=case.id, party_id=party.id, identifiers=[row.id], reason=REASON, by=ASHA, at=NOON
    )
    actions.remove_identifier(case_id=case.id, identifier_id=row.id, by=ASHA, at=NOON)
    entries = AuditEntry.objects.filter(subject=party.id, action__in=("party.revealed", "identifier.added"))
    assert [entry.detail["fields"] for entry in entries] == [["identifier.phone"]] * 2
    assert "98450" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert [line.action for line in queries.who_looked(ASHA, case.id)] == ["party.revealed"]


def test_what_is_shown_of_the_case_itself_stands_among_the_looks(case):
    row = add(case)
    actions.reveal_identifiers(case_id=case.id, identifiers=[row.id], reason=REASON, by=ASHA, at=NOON)
    (look,) = queries.who_looked(ASHA, case.id)
    assert (look.subject, look.detail["fields"]) == (case.id, ["identifier.phone"])


def test_a_release_tells_each_with_its_owner_and_a_protected_persons_with_that_person(case, party):
    add(case)
    add(case, "TS 09 AB 1234", IdentifierKind.VEHICLE, party_id=party.id)
    actions.write_identity(
        case_id=case.id, party_id=party.id, identity={"email": "Jo@example.org"}, revision=None, by=ASHA, at=NOON
    )
    add(case, "jo@example.org", IdentifierKind.EMAIL)
    told = {field.name: field for field in queries.record_for_release(ASHA, case.id)}
    assert told["identifier.phone"].subject == ""
    assert told["identifier.vehicle"].subject == told["identifier.email"].subject == party.id
    assert {told[f"identifier.{kind}"].sensitivity for kind in ("phone", "vehicle", "email")} == {"S3"}


def test_a_persons_own_page_tells_the_persons_own_alone(case, party):
    add(case)
    add(case, "TS 09 AB 1234", IdentifierKind.VEHICLE, party_id=party.id)
    names = [field.name for field in queries.record_of_person(case, party)]
    assert "identifier.vehicle" in names and "identifier.phone" not in names


def test_erasing_leaves_none(case, party):
    add(case)
    add(case, party_id=party.id)
    assert blank(case.id, NOON)["identifier"] == 2
    assert not Identifier.objects.exists() and Party.objects.get().changed_at == NOON


def test_a_missing_person_is_called_m_and_comes_after_victims(case):
    actions.add_party(case_id=case.id, role=Role.ACCUSED, facts=PersonFacts(), identity={}, by=ASHA, at=NOON)
    actions.add_party(case_id=case.id, role=Role.MISSING, facts=PersonFacts("Lotus"), identity={}, by=ASHA, at=NOON)
    assert queries.summary(ASHA, case.id).people == "V1, M1 Lotus, A1"


# at the console


@pytest.fixture
def balu(monkeypatch):
    monkeypatch.setattr("sajha.cli.things.now", lambda: NOON)
    User.objects.create(
        id=BALU.id, username="balu", display_name="Balu", roles=sorted(BALU.roles), vaults=sorted(BALU.vaults),
        made_at=NOON,
    )  # fmt: skip


def run(*words, typed=""):
    group = click.Group("sajha")
    things.add_to(group)
    done = CliRunner().invoke(group, ["things", *words, "--as", "balu"], input=typed)
    if isinstance(done.exception, Refused):
        return done.exception.decision.because
    assert done.exit_code == 0, done.output
    return done.output


def test_the_whole_way_at_the_console(case, balu):
    said = run(
        "add", case.number, "--kind", "phone", "--person", "v1", "--value-from", "-", "--json", typed=f"{PHONE}\n"
    )
    thing = json.loads(said)["thing"]
    listed = run("list", case.number, "--json")
    assert json.loads(listed)["things"] == [{"thing": thing, "kind": "phone", "person": "V1"}]
    assert "98450" not in listed + run("list", case.number)
    assert run("show", case.number, thing, "--reason", "x") == "reason.too_short"
    assert json.loads(run("show", case.number, thing, "--reason", REASON, "--json"))["value"] == PHONE
    assert run("change", case.number, thing, "--value-from", "-", typed="nothing") == "thing.no_phone"
    run("change", case.number, thing, "--value-from", "-", typed="98450 54321")
    assert "Remove this?" in run("remove", case.number, thing, typed="y\n")
    assert run("show", case.number, thing, "--reason", REASON) == "not_found"
    assert run("add", case.number, "--kind", "phone", "--person", "V9", "--value-from", "-", typed=PHONE) == "not_found"
    assert run("list", "2026-999999") == "not_found"
