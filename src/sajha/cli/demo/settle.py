"""Inside one demonstration node: its people with known passwords and second factors, so that the start page can print them."""

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.db import transaction

from sajha.accounts.actions import add_user, note_second_factor
from sajha.accounts.queries import actor_of
from sajha.basics.clock import now
from sajha.cli.demo.cast import MEMBERS, PASSWORD, Person
from sajha.cli.node import OPERATOR

PERIOD = 30  # seconds that a code lives, RFC 6238


def settle(key: str) -> None:
    """Add the people of this member of the demonstration."""
    member = next(member for member in MEMBERS if member.key == key)
    for person in member.people:
        _add(person)


@transaction.atomic
def _add(person: Person) -> None:
    at = now()
    user = add_user(
        username=person.username,
        display_name=person.name,
        roles=frozenset({person.role}),
        password=PASSWORD,
        language=person.language,
        by=OPERATOR,
        at=at,
    )
    TOTP.activate(user, person.secret)
    note_second_factor(change="added", kind="totp", by=actor_of(user), at=at)


def code_now(secret: str) -> str:
    """The six digits that the authenticator app of this secret shows now."""
    return str(format_hotp_value(hotp_value(secret, int(now().timestamp()) // PERIOD)))
