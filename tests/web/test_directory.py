"""The pages of the directory: search, who is responsible here, and the administrator's entries."""

import pytest
from django.test import Client

from sajha.accounts.models import User
from sajha.basics.actor import SYSTEM
from sajha.directory import actions, queries
from sajha.directory.models import Organisation
from sajha.terms.places import districts, place_named
from sajha.web.directory import views
from tests.cast import ASHA, GITA, NOON

pytestmark = pytest.mark.django_db
MATHURA = str(place_named("Mathura"))
NEW = {"kind": "shelter", "name": "Asha Nilayam", "phone": "040 2345 6789", "email": "", "state": "IN-36"}


def signed_in(actor) -> Client:
    user = User.objects.create(
        id=actor.id, username=actor.label.lower(), display_name=actor.label, roles=sorted(actor.roles), vaults=sorted(actor.vaults), made_at=NOON
    )
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def asha():
    return signed_in(ASHA)


@pytest.fixture
def gita():
    return signed_in(GITA)


@pytest.fixture
def register():
    actions.load_register(by=SYSTEM, at=NOON)


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_directory_says_what_to_do(asha):
    assert "The directory is empty" in text_of(asha.get("/directory/"))
    assert "No organisation fits" in text_of(asha.get("/directory/?text=nobody"))


def test_search_and_turn_the_page(asha, register):
    found = text_of(asha.get("/directory/", {"text": "prayagraj"}))
    assert "AHTU Allahabad" in found and "AHTU Agra" not in found
    assert "AHTU Agra" in text_of(asha.get("/directory/", {"state": "IN-9", "kind": "ahtu"}))
    assert text_of(asha.get("/directory/", {"state": "nowhere"}))


def test_pages_follow_one_another(asha, register, monkeypatch):
    monkeypatch.setattr(queries.search, "__kwdefaults__", {**queries.search.__kwdefaults__, "size": 30})
    first = asha.get("/directory/", {"state": "IN-9"})
    second = text_of(asha.get("/directory/?" + first.context["following"]))
    assert 'rel="next"' in text_of(first) and 'rel="next"' not in second
    assert "AHTU Varanasi" in second and "AHTU Agra" not in second


def test_a_list_page_asks_the_database_little(asha, register, django_assert_max_num_queries):
    asha.get("/directory/")
    with django_assert_max_num_queries(5):
        asha.get("/directory/")


def test_choosing_a_district_shows_its_unit_and_the_caveat(asha, register):
    page = text_of(asha.get("/directory/who/", {"state": "IN-9", "district": MATHURA}))
    assert "AHTU Agra" in page
    assert "Cannot be asked through Sajha" in page and "has not joined the network" in page
    assert "A later order adds units in 40 more districts" in page
    assert "No state nodal office is recorded" in page


def test_a_unit_that_joined_can_be_asked(asha, register, monkeypatch):
    actions.keep_member(node_id="n1", name="AHTU Agra", kind="ahtu", places=["IN-9-118"], by=GITA, at=NOON)
    monkeypatch.setattr(views, "active_node_ids", lambda: frozenset({"n1"}))
    assert "Can be asked through Sajha" in text_of(asha.get("/directory/who/", {"state": "IN-9", "district": MATHURA}))


def test_a_state_alone_offers_its_districts_without_javascript(asha, register):
    page = text_of(asha.get("/directory/who/", {"state": "IN-9"}))
    assert "Choose a district" in page
    assert page.count('value="IN-9-') == len(districts("9")) == 75


def test_another_states_district_is_forgotten(asha, register):
    page = text_of(asha.get("/directory/who/", {"state": "IN-36", "district": MATHURA}))
    assert "AHTU Agra" not in page


@pytest.mark.parametrize("state", ["", "NP", "XX", "IN-99", "<b>"])
def test_any_place_is_answered(asha, register, state):
    page = text_of(asha.get("/directory/who/", {"state": state}))
    assert "<b>" not in page.split("<main")[1]


def test_the_districts_alone_for_htmx(asha, gita):
    part = text_of(asha.get("/directory/districts/", {"state": "IN-36"}))
    assert "Nalgonda" in part and "<html" not in part
    assert "Nalgonda" in text_of(gita.get("/directory/boxes/", {"state": "IN-36"}))
    assert asha.get("/directory/boxes/", {"state": "IN-36"}).status_code == 403


def test_an_administrator_adds_changes_and_withdraws(asha, gita):
    done = gita.post("/directory/add/", {**NEW, "districts": ["IN-36-514"]})
    assert done.status_code == 302
    row = Organisation.objects.get()
    assert (row.name, str(row.seat), row.origin) == ("Asha Nilayam", "IN-36", "entered")
    page = text_of(asha.get(f"/directory/{row.id}/"))
    assert "Nalgonda, Telangana" in page and "040 2345 6789" in page and "/edit/" not in page

    assert 'value="IN-36-514" ' in text_of(gita.get(f"/directory/{row.id}/edit/"))
    gita.post(f"/directory/{row.id}/edit/", {**NEW, "name": "Asha Nilayam Home"})
    assert [str(place) for place in queries.organisation(ASHA, row.id).places] == ["IN-36"]

    assert gita.post(f"/directory/{row.id}/listing/", {"reason": ""}).status_code == 200
    gita.post(f"/directory/{row.id}/listing/", {"reason": "It moved away"})
    assert not Organisation.objects.get().active
    assert asha.get(f"/directory/{row.id}/").status_code == 404
    assert "Withdrawn" in text_of(gita.get("/directory/"))
    gita.post(f"/directory/{row.id}/listing/", {"reason": "It is back"})
    assert Organisation.objects.get().active


def test_asking_for_the_districts_saves_nothing_and_loses_nothing(gita):
    page = text_of(gita.post("/directory/add/", {**NEW, "show": "districts"}))
    assert "Nalgonda" in page and 'value="Asha Nilayam"' in page
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"kind": "king"},
        {"state": "IN-99"},
        {"districts": [MATHURA]},
        {"phone": "call me"},
        {"email": "nobody"},
    ],
)
def test_a_wrong_entry_is_explained_and_not_stored(gita, wrong):
    assert 'class="errors"' in text_of(gita.post("/directory/add/", {**NEW, **wrong}))
    assert not Organisation.objects.exists()


def test_fields_that_the_form_does_not_name_are_ignored(gita):
    gita.post("/directory/add/", {**NEW, "node": "n9", "origin": "member", "id": "org_x", "active": "", "seat": "NP"})
    row = Organisation.objects.get()
    assert (row.node, row.origin, row.active, str(row.seat)) == ("", "entered", True, "IN-36")
    assert row.id != "org_x"


def test_places_in_other_states_are_kept_unless_unticked(gita):
    row = actions.keep_member(node_id="n1", name="Rail", kind="railway_police", places=["IN-36"], by=GITA, at=NOON)
    Organisation.objects.filter(pk=row.id).update(origin="entered")
    row.jurisdictions.update(stated_by="entered")
    row.jurisdictions.create(place=place_named("Mathura"), stated_by="entered")
    rail = {**NEW, "kind": "railway_police", "name": "Rail"}
    assert "Mathura" in text_of(gita.get(f"/directory/{row.id}/edit/"))
    gita.post(f"/directory/{row.id}/edit/", {**rail, "others": "on"})
    assert len(queries.organisation(GITA, row.id).places) == 2
    gita.post(f"/directory/{row.id}/edit/", rail)
    assert [str(place) for place in queries.organisation(GITA, row.id).places] == ["IN-36"]


def test_who_may_not(asha, register):
    row = Organisation.objects.first()
    for address in ("add/", f"{row.id}/edit/", f"{row.id}/listing/"):
        assert asha.get(f"/directory/{address}").status_code == 403
        assert asha.post(f"/directory/{address}", NEW).status_code == 403
    assert Client().get("/directory/").status_code == 302
    assert asha.get("/directory/org_nobody/").status_code == 404
    assert asha.post("/directory/").status_code == 405
