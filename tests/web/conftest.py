"""A signed-in client counts as having shown both factors, as after the whole sign-in; the sign-in itself has its own tests."""

import time

import pytest
from django.test import Client

_plain_force_login = Client.force_login


def _force_login(self, user, backend=None):
    _plain_force_login(self, user, backend)
    session = self.session
    session["began"] = session["seen"] = int(time.time())
    session["second_factor"] = True
    session.save()


@pytest.fixture(autouse=True)
def both_factors_shown(monkeypatch, settings):
    monkeypatch.setattr(Client, "force_login", _force_login)
    # a quick hash: what is tested here is the way in, not the cost of guessing
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def node_keys():
    """The test node's own keys, as ``sajha node init`` makes them."""
    from django.conf import settings

    from sajha.vault.identity import IdentityMissing, identity, new_identity, store_identity
    from tests.cast import NOON

    try:
        identity()
    except IdentityMissing:
        store_identity(settings.CONFIG.home / "keys", new_identity(NOON), replace=False)


@pytest.fixture
def member(db):
    """Add a person of this node with a role, through the action: ``member("investigator")``."""
    from sajha.accounts.actions import add_user
    from tests.cast import GITA, NOON

    def add(role, username="", password="correct horse battery", **more):
        return add_user(
            username=username or role,
            display_name=role.title(),
            roles=frozenset({role}),
            password=password,
            language="en",
            by=GITA,
            at=NOON,
            **more,
        )

    return add


@pytest.fixture
def signed_in(member):
    """A client of a person with this role, both factors shown."""

    def sign_in(role):
        client = Client()
        client.force_login(member(role))
        return client

    return sign_in
