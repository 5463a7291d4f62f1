"""The directory: the real register of Uttar Pradesh, members, and an administrator's entries."""

from datetime import timedelta

import pytest

from sajha.audit.models import AuditEntry
from sajha.basics.actor import SYSTEM, Actor
from sajha.basics.decision import Refused
from sajha.directory import actions, queries
from sajha.directory.models import Jurisdiction, Organisation
from sajha.directory.values import Details, Kind
from sajha.terms.places import Place, districts, place_named
from tests.cast import ASHA, GITA, NOON

pytestmark = pytest.mark.django_db
TELANGANA, NALGONDA = Place("IN", "36"), Place("IN", "36", "514")
SHELTER = Details(kind=Kind.SHELTER, name="Asha Nilayam", places=(NALGONDA,), phone="040 2345 6789")
NOBODY = frozenset()


@pytest.fixture
def register():
    assert actions.load_register(by=SYSTEM, at=NOON) == 35


def ask(place, reachable=NOBODY, **more):
    return queries.who_to_ask(ASHA, place, reachable=frozenset(reachable), **more)


def member(node, name, kind, *places):
    return actions.keep_member(node_id=node, name=name, kind=kind, places=places, by=GITA, at=NOON)


def test_each_of_the_75_districts_offers_its_one_unit_of_35(register):
    offered = {}
    for district in districts("9"):
        [candidate] = ask(district)
        assert candidate.why == "directory.responsible"
        assert candidate.because == "directory.no_node"
        offered[district] = candidate.listing.name
    assert len(offered) == 75
    assert len(set(offered.values())) == 35
    assert offered[place_named("Mathura")] == "AHTU Agra"
    assert offered[place_named("Prayagraj")] == "AHTU Allahabad"
    assert offered[place_named("Ayodhya")] == "AHTU Barabanki"


def test_loading_again_changes_nothing_and_overwrites_nothing(register):
    unit = Organisation.objects.get(name="AHTU Agra")
    actions.set_listed(organisation=unit.id, listed=False, reason="Merged", by=GITA, at=NOON)
    recorded = AuditEntry.objects.count()
    assert actions.load_register(by=SYSTEM, at=NOON + timedelta(days=1)) == 0
    assert Organisation.objects.count() == 35
    assert not Organisation.objects.get(pk=unit.id).active
    assert AuditEntry.objects.count() == recorded


def test_a_unit_that_joins_is_offered_first_and_once(register):
    joined = member("n-agra", "AHTU Agra", "ahtu", "IN-9-118")
    assert Organisation.objects.count() == 35
    [candidate] = ask(place_named("Mathura"), {"n-agra"})
    assert candidate.listing.id == joined.id
    assert candidate.can_be_asked and candidate.listing.node == "n-agra"


def test_the_nodal_office_and_the_coordinator_stand_behind_the_unit(register):
    member("n-up", "Nodal Office Uttar Pradesh", "state_nodal_office", "IN-9")
    member("n-in", "National Coordinator", "national_coordinator", "IN")
    found = ask(place_named("Mathura"), {"n-up", "n-in"})
    assert [(one.why, one.can_be_asked) for one in found] == [
        ("directory.responsible", False),
        ("directory.nodal_office", True),
        ("directory.coordinator", True),
    ]
    assert all(one.why_text for one in found) and found[0].because_text
    assert [one.listing.node for one in ask(NALGONDA, {"n-up", "n-in"})] == ["n-in"]
    assert [one.why for one in ask(Place("NP"))] == ["directory.own_coordinator"]


def test_the_overseer_is_the_reachable_one():
    member("n-up", "Nodal Office Uttar Pradesh", "state_nodal_office", "IN-9")
    district = place_named("Mathura")
    assert queries.overseer(SYSTEM, district, "state_nodal_office", reachable=frozenset({"n-up"})).node == "n-up"
    assert queries.overseer(SYSTEM, district, "state_nodal_office", reachable=NOBODY) is None
    assert queries.overseer(SYSTEM, district, "national_coordinator", reachable=frozenset({"n-up"})) is None


def test_a_withdrawn_organisation_is_offered_to_nobody():
    row = member("n1", "AHTU Nalgonda", "ahtu", "IN-36-514")
    actions.set_listed(organisation=row.id, listed=False, reason="Closed down", by=GITA, at=NOON)
    assert ask(NALGONDA, {"n1"}) == []
    assert queries.search(ASHA).listings == []
    with pytest.raises(Refused, match="not_found"):
        queries.organisation(ASHA, row.id)
    assert queries.organisation(GITA, row.id).listing.active is False
    actions.set_listed(organisation=row.id, listed=True, reason="Open again", by=GITA, at=NOON)
    assert ask(NALGONDA, {"n1"})[0].can_be_asked


def test_a_member_whose_node_is_not_active_cannot_be_asked():
    member("n1", "AHTU Nalgonda", "ahtu", "IN-36-514")
    assert ask(NALGONDA, {"n2"})[0].because == "directory.node_closed"
    assert ask(NALGONDA, {"n1"})[0].can_be_asked


def test_a_member_restates_its_places_and_leaves_others_alone(register):
    member("n-agra", "AHTU Agra", "ahtu", "IN-9-118")
    row = member("n-agra", "AHTU Agra City", "ahtu", "IN-9-163", "IN-9-9999", "IN-9-163")
    entry = queries.organisation(ASHA, row.id)
    assert entry.listing.name == "AHTU Agra City"
    assert len(entry.places) == 5  # the five of the register; Hathras among them
    stated = {place for place, by_whom in entry.stated if by_whom == "member"}
    assert stated == {Place("IN", "9", "163")}
    assert AuditEntry.objects.filter(action="member.kept").last().detail["unknown_places"] == 1


def test_a_node_keeps_its_own_entry_alone():
    node = Actor(id="n1", kind="node", label="Peer")
    kept = {"name": "Unit", "kind": "ahtu", "places": ["IN-36"], "at": NOON}
    actions.keep_member(node_id="n1", by=node, **kept)
    with pytest.raises(Refused, match="permission.missing"):
        actions.keep_member(node_id="n2", by=node, **kept)
    with pytest.raises(Refused, match="directory.no_kind"):
        actions.keep_member(node_id="n1", by=node, **{**kept, "kind": "king"})


def test_enter_and_correct_an_organisation():
    row = actions.add_organisation(details=SHELTER, by=GITA, at=NOON)
    better = Details(kind=Kind.SHELTER, name="Asha Nilayam Home", places=(TELANGANA,), email="office@nilayam.example")
    actions.change_organisation(organisation=row.id, details=better, by=GITA, at=NOON + timedelta(days=1))
    entry = queries.organisation(ASHA, row.id)
    assert entry.places == (TELANGANA,)
    assert (entry.listing.name, entry.listing.phone, entry.listing.email) == (better.name, "", better.email)
    assert entry.listing.seat == TELANGANA
    assert [line.action for line in AuditEntry.objects.order_by("seq")] == [
        "organisation.added",
        "organisation.changed",
    ]


def test_a_correction_keeps_what_the_member_itself_states():
    row = member("n1", "AHTU Nalgonda", "ahtu", "IN-36-514")
    details = Details(kind="ahtu", name="AHTU Nalgonda", places=(Place("IN", "36", "501"),), phone="100")
    actions.change_organisation(organisation=row.id, details=details, by=GITA, at=NOON)
    assert set(queries.organisation(ASHA, row.id).places) == {NALGONDA, Place("IN", "36", "501")}
    assert queries.by_node(SYSTEM, "n1").phone == "100"
    member("n1", "AHTU Nalgonda", "ahtu", "IN-36-514")
    assert queries.by_node(SYSTEM, "n1").phone == "100"


def _attempts(id):
    return [
        lambda by: actions.add_organisation(details=SHELTER, by=by, at=NOON),
        lambda by: actions.change_organisation(organisation=id, details=SHELTER, by=by, at=NOON),
        lambda by: actions.set_listed(organisation=id, listed=False, reason="No", by=by, at=NOON),
        lambda by: actions.keep_member(node_id="n9", name="N", kind="ngo", places=["IN-36"], by=by, at=NOON),
        lambda by: actions.load_register(by=by, at=NOON),
    ]


def _rows():
    return sorted(Organisation.objects.values_list()), sorted(Jurisdiction.objects.values_list())


def test_nobody_but_an_administrator_writes():
    row = member("n1", "AHTU Nalgonda", "ahtu", "IN-36-514")
    before = _rows()
    for attempt in _attempts(row.id):
        with pytest.raises(Refused, match="permission.missing"):
            attempt(ASHA)
    assert _rows() == before


def test_what_cannot_be_recorded_does_not_happen(monkeypatch):
    row = member("n1", "AHTU Nalgonda", "ahtu", "IN-36-514")
    before = _rows()

    def fail(**_):
        raise OSError("disk full")

    monkeypatch.setattr(actions, "record", fail)
    for attempt in _attempts(row.id):
        with pytest.raises(OSError, match="disk full"):
            attempt(GITA)
    assert _rows() == before


def test_refused_entries_and_unknown_ids():
    with pytest.raises(Refused, match="directory.no_places"):
        actions.add_organisation(details=Details("ngo", "N", ()), by=GITA, at=NOON)
    with pytest.raises(Refused, match="not_found"):
        actions.change_organisation(organisation="org_x", details=SHELTER, by=GITA, at=NOON)
    row = actions.add_organisation(details=SHELTER, by=GITA, at=NOON)
    with pytest.raises(Refused, match="reason.missing"):
        actions.set_listed(organisation=row.id, listed=False, reason=" ", by=GITA, at=NOON)


def test_search_by_name_place_kind_and_state(register):
    actions.add_organisation(details=SHELTER, by=GITA, at=NOON)
    names = lambda **asked: [one.name for one in queries.search(ASHA, **asked).listings]  # noqa: E731
    assert names(text="mathura") == ["AHTU Agra"]
    assert names(text="prayagraj") == names(text="ALLAHABAD") == ["AHTU Allahabad"]
    assert names(kind="shelter") == ["Asha Nilayam"]
    assert names(state="IN-36") == ["Asha Nilayam"]
    assert names(text="100%") == names(text="_") == []
    assert len(names(state="IN-9")) == 35


def test_pages_hold_each_organisation_once_and_cost_the_same(register, django_assert_num_queries):
    seen, after = [], ""
    while True:
        with django_assert_num_queries(2 if after else 1):
            found = queries.search(ASHA, after=after, size=4)
        seen += [one.id for one in found.listings]
        after = found.following
        if not after:
            break
    assert len(seen) == len(set(seen)) == 35


def test_asking_costs_one_query(register, django_assert_num_queries):
    with django_assert_num_queries(1):
        ask(place_named("Mathura"))
    with pytest.raises(Refused):
        queries.who_to_ask(Actor(id="x", kind="person", label="x"), NALGONDA, reachable=NOBODY)
