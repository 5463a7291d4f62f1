"""Keyed marks: that somebody asked about a value, without keeping the value. Made, written and forgotten here.

The key lies in ``keys/watch.key``, made at first use and never sent. A mark is 128 bits of HMAC-SHA256 over the kind of mark and the
value: whoever has the database alone cannot try all telephone numbers on it. The file is in backups like the other keys, because
with it lost every protected value would have to be typed anew, and a backup already holds the keys of the vaults, which open more.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import cast

from django.conf import settings

from sajha.basics.actor import Actor
from sajha.basics.config import NodeConfig
from sajha.basics.ids import new_id
from sajha.matching.models import Mark, Protected
from sajha.matching.rules import WINDOW, stem_of
from sajha.matching.values import PERSON, Item, Marked
from sajha.names import parts_of
from sajha.vault.files import make_key_file

BYTES = 16


def _file() -> Path:
    return cast(NodeConfig, settings.CONFIG).home / "keys" / "watch.key"


def _key() -> bytes:
    if not _file().exists():
        make_key_file(_file())
    return _file().read_bytes()


def _mark(key: bytes, kind: str, content: bytes) -> str:
    return hmac.new(key, kind.encode() + b"\0" + content, hashlib.sha256).digest()[:BYTES].hex()


def spoken(name: str) -> str:
    """A name as it is heard, coarsely: order, script and spelling of its parts do not matter, and an initial says nothing.

    Of a name in which no part is heard the letters themselves.
    """
    heard = [part.coarse for part in parts_of(name) if not part.initial]
    plain = unicodedata.normalize("NFKC", name).casefold().split()
    return " ".join(sorted(heard or plain))


def mark_of(sort: str, value: str) -> str:
    """The mark of one thing as it is protected: of an identifier in its normalised form, or of a person's name."""
    return _name_mark(_key(), value) if sort == PERSON else _mark(_key(), "value", f"{sort}:{value}".encode())


def _name_mark(key: bytes, name: str) -> str:
    heard = spoken(name)
    return _mark(key, "name", heard.encode()) if heard else ""


def marked(items: Iterable[Item]) -> tuple[Marked, ...]:
    """Everything that a search asks about, as marks: one for each value of an identifier, one for each person."""
    key = _key()
    found = [mark for item in items for mark in (_person if item.sort == PERSON else _thing)(key, item)]
    looked_for = {mark for one in found for mark in _names_of(one)}
    guarded = frozenset(Protected.objects.filter(mark__in=looked_for).values_list("mark", flat=True))
    return tuple(replace(one, protected=not guarded.isdisjoint(_names_of(one))) for one in found)


def _names_of(one: Marked) -> tuple[str, ...]:
    return tuple(filter(None, (one.value, one.stem, *one.others)))


def _person(key: bytes, item: Item) -> tuple[Marked, ...]:
    others = tuple(_name_mark(key, name) for name in item.aliases)
    value = _mark(key, "person", b"\0".join(sorted(item.values)))
    return (Marked(PERSON, value, _name_mark(key, item.name), others=others),)


def _thing(key: bytes, item: Item) -> tuple[Marked, ...]:
    return tuple(map(partial(_value, key, item.sort), item.values))


def _value(key: bytes, sort: str, value: bytes) -> Marked:
    text = value.decode().removeprefix(f"{sort}:")
    stem = stem_of(sort, text)
    return Marked(sort, _mark(key, "value", value), _mark(key, "stem", f"{sort}:{stem}".encode()) if stem else "")


def write(*, search: str, case: str, items: Sequence[Item], by: Actor, at: datetime) -> None:
    """Keep the marks of a search beside it; the search's own entry in the record is theirs too."""
    Mark.objects.bulk_create(
        Mark(id=new_id("mark"), search=search, user=by.id, case=case, value=one.value, stem=one.stem, at=at)
        for one in marked(items)
    )


def mark_in(search: str, item: Item) -> str:
    """The mark of what one search asks about one thing or person: no other search has the same, so it joins nothing."""
    return _mark(_key(), "asked", b"\0".join((search.encode(), *item.values)))


def are_noted(search: str, items: Sequence[Item]) -> bool:
    """Whether every value of these items was weighed with this search: a value written down since was not."""
    noted = frozenset(Mark.objects.filter(search=search).values_list("value", flat=True))
    return noted.issuperset(one.value for one in marked(items))


def forget(at: datetime) -> int:
    """Drop the marks that are older than 30 days; gives how many."""
    return Mark.objects.filter(at__lte=at - WINDOW).delete()[0]
