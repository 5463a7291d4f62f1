"""Numbers that are given out: telephones, registration plates, bank accounts, passports, visas, devices."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import Leniency, NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher
from stdnum import iban, luhn

from sajha.terms.identifiers.writing import compact

_APART = re.compile(r"[,;|\n]|/(?= ?[+0-9]{5})|\b(?:and|or|alt(?:ernate)?)\b", re.IGNORECASE)


def phones(text: str, region: str) -> Iterator[tuple[str, str]]:
    """E.164 by the plans of ``phonenumbers``; a number that no plan knows is none, save Indian mobile ranges newer than the plan."""
    for chunk in _APART.split(text):
        parsed = _telephone(chunk, region)
        if parsed:
            yield chunk, parsed
            continue
        for match in PhoneNumberMatcher(chunk, region, Leniency.VALID):
            yield match.raw_string, phonenumbers.format_number(match.number, PhoneNumberFormat.E164)


def _telephone(chunk: str, region: str) -> str:
    """The one number of a chunk; empty when it holds none, or more than one. 0091 and 091 lead like +91."""
    written = chunk.strip()
    digits = re.sub(r"\D", "", written)
    if not 7 <= len(digits) <= 17 or len(re.findall(r"[^\W\d_]", written)) > 12:
        return ""
    for attempt in (written, "+" + digits.lstrip("0")):
        try:
            number = phonenumbers.parse(attempt, region)
        except NumberParseException:
            continue
        if _real(number):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return ""


def _real(number: PhoneNumber) -> bool:
    national = phonenumbers.national_significant_number(number)
    indian_mobile = number.country_code == 91 and len(national) == 10 and national[0] in "6789"
    return indian_mobile or phonenumbers.is_valid_number(number)


# letters that Indian registration marks begin with: Central Motor Vehicles Rules 1989 (notifications under section 41(6) of the
# Motor Vehicles Act 1988), with those no longer given out (OR, UA, TS, DN) that still stand on vehicles
_STATES = (
    "AN AP AR AS BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY RJ SK TG TN TR TS UA UK UP WB"
).replace(" ", "|")
_GAP = r"[ .\-/]{0,2}"
_EDGE, _END = r"(?<!\w)", r"(?!\w)"
_PLATE = re.compile(
    rf"{_EDGE}({_STATES}){_GAP}([0-9]{{1,2}}){_GAP}((?:[A-Z](?:[ \-]?[A-Z]){{0,2}})?){_GAP}([0-9]{{1,4}}){_END}"
)
# Bharat series: rule 47 as amended by GSR 594(E) of 2021: year, BH, number, letters
_BHARAT = re.compile(rf"{_EDGE}([0-9]{{2}}){_GAP}BH{_GAP}([0-9]{{4}}){_GAP}([A-Z]{{1,2}}){_END}")
# marks before the Act of 1988: three letters and a number
_OLD = re.compile(rf"{_EDGE}([A-Z]{{3}}){_GAP}([0-9]{{1,4}}){_END}")
# corps of diplomats, consuls, the United Nations: code of the mission, kind, number
_MISSION = re.compile(rf"{_EDGE}([0-9]{{1,3}}){_GAP}(CD|CC|UN){_GAP}([0-9]{{1,4}}){_END}")
_FOREIGN = re.compile(rf"{_EDGE}(?=[A-Z0-9 \-]*[0-9])[A-Z0-9](?:[ \-]?[A-Z0-9]){{3,11}}{_END}")


def vehicles(text: str, region: str) -> Iterator[tuple[str, str]]:
    """Registration marks without gaps, district in two and number in four digits; of other countries with the country before them."""
    upper = text.upper()
    if region != "IN":
        yield from (
            (match[0], f"{region}:{compact(match[0])}") for match in _FOREIGN.finditer(upper.removeprefix(f"{region}:"))
        )
        return
    found = [(match, _mark(match)) for match in _PLATE.finditer(upper)]
    found += [(match, "BH".join((match[1], match[2])) + match[3]) for match in _BHARAT.finditer(upper)]
    found += [(match, match[1] + match[2] + match[3].zfill(4)) for match in _MISSION.finditer(upper)]
    if not found:
        found = [(match, match[1] + match[2].zfill(4)) for match in _OLD.finditer(upper)]
    yield from ((match[0], mark) for match, mark in sorted(found, key=lambda one: one[0].start()))


def _mark(match: re.Match[str]) -> str:
    state, district, series, number = match.groups()
    if not number.strip("0") or not (series or len(number) > 2):
        return ""
    return f"{state}{district.zfill(2)}{compact(series)}{number.zfill(4)}"


# Reserve Bank of India: bank of four letters, a zero, branch of six; never part of what is compared, because branches and codes
# change when banks merge
_IFSC = re.compile(r"(?<![0-9A-Z])[A-Z]{4}0[0-9A-Z]{6}(?![0-9A-Z])")
_ACCOUNT = re.compile(r"(?<![0-9A-Z+])[0-9](?:[ \-]?[0-9]){8,17}(?![0-9A-Z])")
_IBAN = re.compile(r"(?<![0-9A-Z])[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]){11,30}(?![0-9A-Z])")


def accounts(text: str, region: str) -> Iterator[tuple[str, str]]:
    """Indian accounts: 9 to 18 digits without leading zeros, which some forms add; others as an IBAN that checks."""
    upper = text.upper()
    for match in _IBAN.finditer(upper):
        if iban.is_valid(match[0]):
            yield match[0], iban.compact(match[0])
    for match in _ACCOUNT.finditer(_IFSC.sub(" | ", _IBAN.sub(" | ", upper))):
        number = compact(match[0]).lstrip("0")
        yield match[0], number.zfill(9) if number else ""


# ICAO Doc 9303: at most nine characters in the machine-readable zone; India: a letter and seven digits
_BOOKLET = re.compile(r"(?<![0-9A-Z])(?=[A-Z0-9 \-]*[0-9]{3})[A-Z]{0,3}(?:[ \-]?[0-9]){5,9}[A-Z]?(?![0-9A-Z])")
_STICKER = re.compile(r"(?<![0-9A-Z])[0-9]{0,6}[A-Z]{0,3}(?:[ \-]?[0-9]){5,11}[A-Z]{0,2}[0-9]{0,2}(?![0-9A-Z])")


def passports(text: str, region: str) -> Iterator[tuple[str, str]]:
    """The number of the booklet without gaps, six to nine characters. The country is not part of it: few write it down."""
    found = ((match[0], compact(match[0])) for match in _BOOKLET.finditer(text.upper()))
    yield from ((written, number) for written, number in found if 6 <= len(number) <= 9)


def visas(text: str, region: str) -> Iterator[tuple[str, str]]:
    """The number of a visa or of an electronic authorisation without gaps, six to twelve characters."""
    found = ((match[0], compact(match[0])) for match in _STICKER.finditer(text.upper()))
    yield from ((written, number) for written, number in found if 6 <= len(number) <= 12)


_DEVICE = re.compile(r"(?<![0-9A-Z])[0-9](?:[ \-/]?[0-9]){13,15}(?![0-9A-Z])")


def devices(text: str, region: str) -> Iterator[tuple[str, str]]:
    """IMEI of 15 digits whose check digit is right (3GPP TS 23.003); from 14 or the 16 with a software version it is worked out."""
    for match in _DEVICE.finditer(text.upper()):
        digits = compact(match[0])
        body = digits[:14]
        whole = body + luhn.calc_check_digit(body)
        yield match[0], whole if len(digits) != 15 or digits == whole else ""
