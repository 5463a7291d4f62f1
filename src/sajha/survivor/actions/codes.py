"""Make a one-time code, take it, leave. Whatever is wrong with a code is answered in one way, with the same work."""

import secrets
from datetime import datetime
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare

from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM, Actor
from sajha.basics.config import NodeConfig
from sajha.basics.decision import Refused, no
from sajha.basics.ids import new_id
from sajha.survivor.actions.looking import myself
from sajha.survivor.digests import digest
from sajha.survivor.models import OneTimeCode, OwnVisit, WrongTry
from sajha.survivor.queries import open_code, person_of
from sajha.survivor.queries.looks import CODE_MADE
from sajha.survivor.rules import as_typed, in_groups, is_locked, lasting, may_enter
from sajha.survivor.values import ALPHABET, HANDLE, LENGTH, LOCK, SURVIVOR, TRIES_FROM, CodeState

_NOBODY = "-" * LENGTH


@transaction.atomic
def make_code(*, case_id: str, party_id: str, language: str, safe: bool, by: Actor, at: datetime) -> str:
    """A fresh code for one person, in groups of four; it is stored only as a keyed digest and ends any older one of the person.

    ``safe``: the person was asked alone, has their own phone, and wants it.

    Raises:
        Refused: without ``survivor:show``, ``not_found``, ``survivor.accused``, ``survivor.ask_phone``, ``survivor.language``.
    """
    person_of(by, case_id, party_id)
    if not safe:
        raise Refused(no("survivor.ask_phone"))
    require_language(language)
    _end_all(party_id, at)
    code = _fresh()
    ends_at = at + lasting(cast(NodeConfig, settings.CONFIG).code_minutes)
    row = OneTimeCode(id=new_id("owncode"), case_id=case_id, party_id=party_id, handle=code[:HANDLE], language=language)
    row.digest = digest("code", code)
    row.made_by, row.made_at, row.ends_at = by.id, at, ends_at
    row.save(force_insert=True)
    detail = {"code": row.id, "language": language}
    record(area=SURVIVOR, action=CODE_MADE, by=by, at=at, subject=party_id, about=case_id, detail=detail)
    return in_groups(code)


@transaction.atomic
def end_code(*, case_id: str, party_id: str, by: Actor, at: datetime) -> None:
    """End the person's code, and the visit that it opened, before their time: the phone was lost, or somebody came in.

    Raises:
        Refused: without ``survivor:show``, ``not_found``; ``survivor.no_code`` when none is open.
    """
    person_of(by, case_id, party_id)
    if not open_code(by, case_id, party_id, at):
        raise Refused(no("survivor.no_code"))
    _end_all(party_id, at)
    record(area=SURVIVOR, action="own.code_ended", by=by, at=at, subject=party_id, about=case_id)


def require_language(language: str) -> None:
    """The page exists in this language.

    Raises:
        Refused: ``survivor.language``.
    """
    if language not in dict(settings.LANGUAGES):
        raise Refused(no("survivor.language"))


def _end_all(party_id: str, at: datetime) -> None:
    """One code and one visit at a time: what was made before no longer opens."""
    OneTimeCode.objects.filter(party=party_id, ended_at=None).update(ended_at=at)
    OwnVisit.objects.filter(code__party=party_id, ended_at=None).update(ended_at=at)


def _fresh() -> str:
    """A code whose handle no other code has."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
        if not OneTimeCode.objects.filter(handle=code[:HANDLE]).exists():
            return code


@transaction.atomic
def enter(*, typed: str, address: str, language: str, at: datetime) -> str:
    """Take a code; answers with the cookie of the visit, or with nothing, whatever was wrong.

    Unknown, wrong, used, replaced, too late or locked: the same answer after the same queries and the same digests. From an
    address that is locked nothing is looked at, so that tries do not pile up.
    """
    code = as_typed(typed) or _NOBODY
    of_code, of_address = digest("handle", code[:HANDLE]), digest("address", address)
    wrong = _wrong(of_code, of_address, at)
    if is_locked(wrong[of_address], at, TRIES_FROM):
        return ""
    proof, nothing = digest("code", code), digest("code", "")
    row = OneTimeCode.objects.select_for_update().filter(handle=code[:HANDLE]).first()
    right = constant_time_compare(proof, row.digest if row else nothing)
    answer = may_enter(
        _state(row) if row else None, right=right, of_code=wrong[of_code], of_address=wrong[of_address], at=at
    )
    if row is None or not answer.allowed:
        WrongTry.objects.bulk_create(WrongTry(of=of, at=at) for of in (of_code, of_address))
        record(area=SURVIVOR, action="own.code_failed", by=SYSTEM, at=at)
        return ""
    return _begin(row, language, at)


def _wrong(of_code: str, of_address: str, at: datetime) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {of_code: [], of_address: []}
    for of, tried in WrongTry.objects.filter(of__in=found, at__gt=at - LOCK).values_list("of", "at"):
        found[of].append(tried)
    return found


def _state(row: OneTimeCode) -> CodeState:
    return CodeState(row.made_at, row.ends_at, used=row.used_at is not None, ended=row.ended_at is not None)


def _begin(row: OneTimeCode, language: str, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    row.used_at = at
    row.save(update_fields=["used_at"])
    OwnVisit.objects.create(
        id=new_id("ownvisit"),
        code=row,
        digest=digest("visit", token),
        language=language or row.language,
        began_at=at,
        ends_at=at + lasting(cast(NodeConfig, settings.CONFIG).code_minutes),
    )
    by, detail = myself(row.party_id), {"code": row.id}
    record(area=SURVIVOR, action="own.code_used", by=by, at=at, subject=row.party_id, about=row.case_id, detail=detail)
    return token


@transaction.atomic
def read_in(*, token: str, language: str, at: datetime) -> None:
    """Read on in another language; nothing happens when the cookie opens nothing. No entry of its own: the reading is recorded.

    Raises:
        Refused: ``survivor.language``.
    """
    require_language(language)
    OwnVisit.objects.filter(digest=digest("visit", token), ended_at=None, ends_at__gt=at).update(language=language)


@transaction.atomic
def leave(*, token: str, at: datetime) -> None:
    """The person left: the cookie opens nothing any more. Nothing happens when it opened nothing."""
    row = OwnVisit.objects.select_related("code").filter(digest=digest("visit", token), ended_at=None).first()
    if row is None:
        return
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    code = row.code
    record(area=SURVIVOR, action="own.left", by=myself(code.party_id), at=at, subject=code.party_id, about=code.case_id)
