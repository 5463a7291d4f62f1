"""Identifiers as they are compared between organisations: one canonical text each, however and in whatever digits they were written."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

from sajha.terms.aadhaar import holds_aadhaar
from sajha.terms.identifiers import addresses, numbers
from sajha.terms.identifiers.writing import LONGEST, plain

__all__ = ["LONGEST", "IdentifierKind", "all_in", "normalised"]


class IdentifierKind(StrEnum):
    """What can be asked for by number or address. An Aadhaar number is none of these, ever."""

    PHONE = "phone"
    VEHICLE = "vehicle"
    BANK_ACCOUNT = "bank_account"
    UPI = "upi"
    EMAIL = "email"
    HANDLE = "handle"
    PASSPORT = "passport"
    VISA = "visa"
    WEB = "web"
    DEVICE = "device"


# each reads plain text and a region (ISO 3166 alpha-2) and gives what it found: as written, and canonical
Reader = Callable[[str, str], Iterator[tuple[str, str]]]
_READERS: dict[IdentifierKind, Reader] = {
    IdentifierKind.PHONE: numbers.phones,
    IdentifierKind.VEHICLE: numbers.vehicles,
    IdentifierKind.BANK_ACCOUNT: numbers.accounts,
    IdentifierKind.UPI: addresses.upi_ids,
    IdentifierKind.EMAIL: addresses.emails,
    IdentifierKind.HANDLE: addresses.handles,
    IdentifierKind.PASSPORT: numbers.passports,
    IdentifierKind.VISA: numbers.visas,
    IdentifierKind.WEB: addresses.web_addresses,
    IdentifierKind.DEVICE: numbers.devices,
}


def normalised(kind: IdentifierKind, text: str, *, region: str = "IN") -> str:
    """The canonical text of the first identifier of this kind; empty when there is none. Normalising it again changes nothing."""
    return next(iter(all_in(kind, text, region=region)), "")


def all_in(kind: IdentifierKind, text: str, *, region: str = "IN") -> tuple[str, ...]:
    """Every identifier of this kind in a field, canonical, in the order of the text, each once.

    ``region`` says where numbers without a country belong. Of a longer text only the first ``LONGEST`` characters are read.
    """
    read = _READERS[kind](plain(text[:LONGEST]), region)
    found = ((written, canonical) for written, canonical in read if canonical)
    return tuple(dict.fromkeys(canonical for written, canonical in found if not _aadhaar(written, canonical)))


_INDIAN = re.compile(r"\+91[6-9][0-9]{9}")


def _aadhaar(written: str, canonical: str) -> bool:
    """Whether what was written is or holds an Aadhaar number, however its digits stand apart and with zeros before them.

    Digits that stand together as no Aadhaar number is written (91 98450 12345) are a mobile number of India after its country code.
    """
    if holds_aadhaar(written):
        return True
    if _INDIAN.fullmatch(canonical) and re.sub(r"\D", "", written).lstrip("0") == canonical[1:]:
        return False
    together = re.sub(r"[ .\-]", "", written)
    return holds_aadhaar(together) or holds_aadhaar(together.lstrip("0"))
