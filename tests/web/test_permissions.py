"""Every address by every method as a stranger, with another node's session, in the wrong role and in the right one."""

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from sajha.accounts.rules import PERMISSIONS
from sajha.accounts.values import Role
from tests.web.routes import METHODS, routes

PAGES = [route for route in routes() if route.permission and route.permission != "public"]
PUBLIC = {
    "mine",
    "blank",
    "language",
    "account_login",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "account_logout",
}
UNSETTLED = {"account_set_up", "account_change_password", "mfa_activate_totp", "mfa_add_webauthn"}
pytestmark = pytest.mark.django_db


def test_every_address_declares_its_policy():
    assert [route.address for route in routes() if route.permission is None] == []


def test_only_these_are_open_to_strangers():
    opened = {
        route.name for route in routes() if route.permission == "public" and not route.address.startswith("/exchange/")
    }
    assert opened == PUBLIC


def test_only_these_open_before_the_second_factor():
    assert {route.name for route in routes() if route.unsettled} == UNSETTLED


def test_every_permission_exists():
    assert {route.permission for route in PAGES} <= set(PERMISSIONS)


def _call(client, route, method):
    return client.generic(method, route.address)


def test_a_stranger_is_led_to_the_sign_in_page(client):
    for route in PAGES:
        for method in METHODS:
            answer = _call(client, route, method)
            assert answer.status_code == 302, (route.address, method)
            assert answer.headers["Location"].startswith("/sign-in/"), (route.address, method)


def test_another_nodes_session_is_a_stranger(signed_in):
    """A session row whose person or whose signature this node does not know."""
    client = signed_in("investigator")
    session = client.session
    for values in ({SESSION_KEY: "user_" + "9" * 32}, {HASH_SESSION_KEY: "0" * 64}):
        session.update(values)
        session.save()
        for route in PAGES:
            answer = _call(client, route, "GET")
            assert (answer.status_code, answer.headers["Location"][:9]) == (302, "/sign-in/"), route.address


@pytest.mark.parametrize("role", sorted(Role))
def test_the_role_decides(signed_in, role):
    client = signed_in(role)
    for route in PAGES:
        holds = role in PERMISSIONS[route.permission]
        for method in METHODS:
            answer = _call(client, route, method)
            if not holds:
                assert answer.status_code == 403, (route.address, method)
            elif method not in route.methods:
                assert answer.status_code == 405, (route.address, method)
            else:
                assert answer.status_code in (200, 302, 403, 404), (route.address, method, answer.status_code)
            if "_auth_user_id" not in client.session:
                client = _again(role)


def _again(role):
    """Some pages end the session, as they should."""
    from sajha.accounts.models import User

    fresh = Client()
    fresh.force_login(User.objects.get(username=role))
    return fresh


@pytest.mark.parametrize("address", [route.address for route in PAGES if not route.unsettled])
def test_without_a_second_factor_nothing_else_opens(signed_in, address):
    client = signed_in("unit_head")
    session = client.session
    session["second_factor"] = False
    session.save()
    assert client.get(address).headers["Location"] == "/account/set-up/"
