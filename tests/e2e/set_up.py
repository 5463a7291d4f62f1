"""Makes a node's folder ready for a browser story; runs as a process of its own, for a process has one configuration.

python -m tests.e2e.set_up FOLDER URL ORGANISATION KIND PLACE NAME:ROLE:SECRET …

A person with a secret has an authenticator app already; without one, the first sign-in sets it up.
"""

import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

PASSWORD = "correct horse battery"


def write_home(home: Path, url: str, organisation: str, kind: str, place: str) -> None:
    """Keys and configuration, as ``sajha node init`` writes them."""
    (home / "keys").mkdir(parents=True)
    (home / "keys" / "vault.key").write_bytes(secrets.token_bytes(32))
    (home / "secret.key").write_text(secrets.token_hex(32))
    (home / "node.toml").write_text(
        f'url = "{url}"\nbind = "{url.split("//")[1]}"\norganisation = "{organisation}"\nkind = "{kind}"\n'
        f'places = ["{place}"]\nallow_private = ["127.0.0.0/8"]\n'
    )


def fill(people: list[str]) -> None:
    from allauth.mfa.totp.internal.auth import TOTP
    from django.core.management import call_command

    from sajha.accounts.actions import add_user
    from sajha.network.actions import make_identity
    from tests.cast import GITA

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    at = datetime.now(UTC)
    make_identity(by=GITA, at=at)
    for one in people:
        name, role, secret = one.split(":")
        user = add_user(
            username=name,
            display_name=name.title(),
            roles=frozenset({role}),
            password=PASSWORD,
            language="en",
            by=GITA,
            at=at,
        )
        if secret:
            TOTP.activate(user, secret)


def main(home: str, url: str, organisation: str, kind: str, place: str, *people: str) -> None:
    write_home(Path(home), url, organisation, kind, place)
    os.environ |= {"SAJHA_HOME": home, "DJANGO_SETTINGS_MODULE": "sajha.project.settings"}
    import django

    django.setup()
    fill(list(people))


if __name__ == "__main__":
    main(*sys.argv[1:])
