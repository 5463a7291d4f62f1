"""An administrator looks after accounts; nobody else does."""

import re

import pytest

from sajha.accounts.models import User
from sajha.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(signed_in):
    return signed_in("administrator")


def last():
    return AuditEntry.objects.filter(area="accounts").order_by("-seq").first()


def add(admin, **more):
    given = {"display_name": "Asha Rao", "username": "asha", "language": "te", "roles": ["investigator"], **more}
    return admin.post("/people/add/", given)


def test_add_shows_a_one_time_password_once(admin):
    answer = add(admin)
    password = re.search(r'id="password">([^<]+)<', answer.content.decode()).group(1)
    user = User.objects.get(username="asha")
    assert user.check_password(password)
    assert user.must_change_password
    assert (user.language, user.roles, user.is_active) == ("te", ["investigator"], True)
    assert password not in admin.get(f"/people/{user.id}/").content.decode()
    assert last().action == "user.added"


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "A b"},
        {"roles": []},
        {"roles": ["god"]},
        {"roles": ["auditor", "investigator"]},
        {"language": "xx"},
        {"display_name": ""},
    ],
)
def test_add_refuses_what_does_not_fit(admin, wrong):
    page = add(admin, **wrong).content.decode()
    assert "There is a problem" in page
    assert not User.objects.filter(display_name="Asha Rao").exists()


def test_a_taken_name_is_said_at_its_field(admin):
    add(admin)
    page = add(admin, username="asha").content.decode()
    assert 'href="#id_username"' in page
    assert User.objects.filter(username="asha").count() == 1


def test_fields_that_the_form_does_not_name_change_nothing(admin):
    add(admin, must_change_password="", is_active="", id="user_" + "1" * 32, password="chosen by the sender")
    user = User.objects.get(username="asha")
    assert user.must_change_password
    assert user.is_active
    assert user.id != "user_" + "1" * 32
    assert not user.check_password("chosen by the sender")


def test_roles_close_reopen_password_second_factor(admin, member):
    user = member("investigator", username="balu")
    before = user.password
    admin.post(f"/people/{user.id}/roles/", {"roles": ["unit_head"], "is_active": "", "username": "other"})
    admin.post(f"/people/{user.id}/close/")
    user.refresh_from_db()
    assert (user.roles, user.is_active, user.username) == (["unit_head"], False, "balu")
    admin.post(f"/people/{user.id}/reopen/")
    answer = admin.post(f"/people/{user.id}/password/")
    assert 'id="password"' in answer.content.decode()
    admin.post(f"/people/{user.id}/second-factor/")
    user.refresh_from_db()
    assert user.is_active
    assert user.must_change_password
    assert user.password != before
    actions = list(AuditEntry.objects.filter(area="accounts").order_by("seq").values_list("action", flat=True))
    assert actions[-5:] == [
        "user.roles_changed",
        "user.closed",
        "user.opened",
        "user.password_issued",
        "user.second_factor_reset",
    ]


def test_nothing_happens_by_reading(admin, member):
    user = member("investigator", username="balu")
    for page in ("roles", "close", "reopen", "password", "second-factor"):
        assert admin.get(f"/people/{user.id}/{page}/").status_code == 200
    entry = last()
    assert entry.action == "user.added"


def test_an_administrator_cannot_shut_out_or_reset_themselves(admin):
    user = User.objects.get(username="administrator")
    for page in ("close", "password", "second-factor"):
        assert admin.post(f"/people/{user.id}/{page}/").status_code == 403
    user.refresh_from_db()
    assert user.is_active


def test_new_rights_end_the_old_sessions(admin, member):
    from django.test import Client

    user = member("investigator", username="balu")
    theirs = Client()
    theirs.force_login(user)
    assert theirs.get("/").status_code == 200
    admin.post(f"/people/{user.id}/roles/", {"roles": ["case_manager"]})
    assert theirs.get("/").status_code == 302
