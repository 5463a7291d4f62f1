"""When a one-time code opens, who may read which record, and how long anything lasts. Plain Python, no clock."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from sajha.basics.actor import Actor
from sajha.basics.decision import Decision, no, yes
from sajha.survivor.values import (
    ALPHABET,
    GROUP,
    LENGTH,
    LOCK,
    LONGEST_MINUTES,
    SURVIVOR,
    TRIES,
    TRIES_FROM,
    CodeState,
    Group,
)

_GROUPS = {"process": Group.HAPPENED, "leg": Group.WAY, "case": Group.CASE}


def in_groups(code: str) -> str:
    """A code as it is read out and written: ``ACDE-FGHJ-KMNP``."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def as_typed(text: str) -> str:
    """The code that somebody meant: small letters, blanks, strokes and the digits of any script are taken; else empty."""
    plain = unicodedata.normalize("NFKC", text).upper()
    signs = [str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain if sign.isalnum()]
    code = "".join(signs)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def is_locked(wrong: Sequence[datetime], at: datetime, tries: int = TRIES) -> bool:
    """Whether so many wrong tries lie within the last quarter of an hour that nothing is taken."""
    return sum(at - LOCK < tried <= at for tried in wrong) >= tries


def may_enter(
    code: CodeState | None, *, right: bool, of_code: Sequence[datetime], of_address: Sequence[datetime], at: datetime
) -> Decision:
    """Whether a code that was typed opens. One answer for every no: it tells nothing of whether the code exists or once did."""
    opens = (
        code is not None
        and right
        and not code.used
        and not code.ended
        and code.made_at <= at < code.ends_at
        and not is_locked(of_code, at)
        and not is_locked(of_address, at, TRIES_FROM)
    )
    return yes() if opens else no("code.no")


def lasting(minutes: float) -> timedelta:
    """How long a code or a visit lives: as the node says, at least one minute and at most an hour."""
    return timedelta(minutes=min(max(minutes, 1), LONGEST_MINUTES))


def may_read_own(by: Actor, party_id: str) -> Decision:
    """Whether this Actor is the person whose record it is; nobody reads another's."""
    return yes() if by.kind == SURVIVOR and by.id == party_id else no("not_found")


def group_of(name: str, identity: frozenset[str]) -> Group:
    """In which part of the page a field stands; ``identity`` are the fields that tell who somebody is."""
    area, _, field = name.partition(".")
    if area == "identifier":
        return Group.WHO
    if area == "party":
        return Group.WHO if field in identity else Group.ABOUT
    return _GROUPS.get(area, Group.CASE)
