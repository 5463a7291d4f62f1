"""A throw-away node folder for the suite: configuration, vault key, session secret."""

import os
import secrets
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="sajha-test-"))
(HOME / "keys").mkdir()
(HOME / "keys" / "vault.key").write_bytes(secrets.token_bytes(32))
(HOME / "secret.key").write_text(secrets.token_hex(32))
(HOME / "node.toml").write_text(
    'url = "http://127.0.0.1:8000"\nbind = "127.0.0.1:8000"\norganisation = "Test unit"\nkind = "ahtu"\nplaces = ["IN-36"]\nallow_private = ["127.0.0.0/8"]\n'
)
os.environ["SAJHA_HOME"] = str(HOME)
os.environ.setdefault("SAJHA_LANGUAGE", "en")
# here and not in pyproject.toml: from there the settings are read before the folder above exists
os.environ["DJANGO_SETTINGS_MODULE"] = "sajha.project.settings"
if os.environ.get("TEST_DATABASE"):
    os.environ["SAJHA_DATABASE"] = os.environ["TEST_DATABASE"]

import django  # noqa: E402
import pytest  # noqa: E402

django.setup()
# a worker of xdist inherits the environment: with this in it, its settings would be read from our folder and not from its own
del os.environ["DJANGO_SETTINGS_MODULE"]

from datetime import UTC, datetime  # noqa: E402

from sajha.vault.identity import new_identity, store_identity  # noqa: E402

store_identity(HOME / "keys", new_identity(datetime(2026, 1, 1, tzinfo=UTC)), replace=False)


@pytest.fixture(autouse=True)
def own_keys():
    """A test that changes this node's keys changes them for itself alone: the database rolls back, the file would not."""
    path = HOME / "keys" / "identity.json"
    before = path.read_bytes()
    yield
    if path.read_bytes() != before:
        path.write_bytes(before)
