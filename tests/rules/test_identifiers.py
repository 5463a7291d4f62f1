"""Identifiers: one canonical text, whoever wrote it and in whatever digits; never an Aadhaar number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.terms.aadhaar import verhoeff
from sajha.terms.identifiers import IdentifierKind, all_in, normalised

KINDS = st.sampled_from(list(IdentifierKind))
# zero of: Devanagari, Bengali, Tamil, Telugu, Kannada, Malayalam, extended Arabic (Urdu), Gurmukhi, Gujarati, Odia, full width
ZEROS = "०০௦౦೦൦۰੦૦୦０"
TEXTS = st.text(max_size=60) | st.text(alphabet="0123456789 -+@./:AKTNabcom२४৭௧౨", max_size=40)

GOLDEN = [
    ("phone", "98450 12345", "+919845012345"),
    ("phone", "09845012345", "+919845012345"),
    ("phone", "919845012346", "+919845012346"),
    ("phone", "0091-98450-12345", "+919845012345"),
    ("phone", "Mob. +91 (98450) 12345", "+919845012345"),
    ("phone", "080-22345678", "+918022345678"),
    ("phone", "+977 984-1234567", "+9779841234567"),
    ("phone", "22345678", ""),
    ("vehicle", "ka-1-ab-123", "KA01AB0123"),
    ("vehicle", "DL 3C AB 1234", "DL03CAB1234"),
    ("vehicle", "TN09BQ0001", "TN09BQ0001"),
    ("vehicle", "22 BH 1234 AA", "22BH1234AA"),
    ("vehicle", "MYA 123", "MYA0123"),
    ("vehicle", "77 CD 12", "77CD0012"),
    ("vehicle", "XX 12 AB 1234", ""),
    ("bank_account", "A/c 0000 0012 3456 78901, IFSC SBIN0001234", "12345678901"),
    ("bank_account", "SBIN0001234", ""),
    ("bank_account", "AE07 0331 2345 6789 0123 456", "AE070331234567890123456"),
    ("bank_account", "AE07 0331 2345 6789 0123 457", ""),
    ("upi", "Ravi.K @ybl", "ravi.k@ybl"),
    ("upi", "ravi@gmail.com", ""),
    ("email", "Ravi.K+x@Gmail.COM", "ravi.k+x@gmail.com"),
    ("email", "ravi[at]mail[.]co.in", "ravi@mail.co.in"),
    ("email", "राम@उदाहरण.भारत", "राम@xn--p1b6ci4b4b3a.xn--h2brj9c"),
    ("handle", "https://www.instagram.com/Priya_99/?hl=en", "instagram:priya_99"),
    ("handle", "insta: @priya_99", "instagram:priya_99"),
    ("handle", "@priya_99 on Instagram", "instagram:priya_99"),
    ("handle", "fb.com/profile.php?id=1000123", "facebook:1000123"),
    ("handle", "@priya_99", ""),
    ("handle", "https://instagram.com/p/Cxyz", ""),
    ("passport", "Passport No. A 1234567", "A1234567"),
    ("visa", "vj-1234567", "VJ1234567"),
    ("web", "hxxps://www.Example[.]com:443/Ads/123/?utm_source=x&id=5#top", "example.com/Ads/123?id=5"),
    ("web", "http://münchen.de/ä", "xn--mnchen-3ya.de/%C3%A4"),
    ("device", "35-417803-685978-9", "354178036859789"),
    ("device", "35-417803-685978-8", ""),
    ("device", "35417803685978", "354178036859789"),
]


@pytest.mark.parametrize(("kind", "text", "canonical"), GOLDEN)
def test_what_people_write(kind, text, canonical):
    assert normalised(IdentifierKind(kind), text) == canonical


@pytest.mark.parametrize(
    ("kind", "text", "canonical"),
    [row for row in GOLDEN if row[0] in {"phone", "vehicle", "bank_account", "device"} and row[2]],
)
@pytest.mark.parametrize("zero", ZEROS)
def test_native_digits(kind, text, canonical, zero):
    native = text.translate({ord("0") + n: chr(ord(zero) + n) for n in range(10)})
    assert normalised(IdentifierKind(kind), native) == canonical


def test_several_in_one_field_in_their_order_each_once():
    found = all_in(IdentifierKind.PHONE, "98450 12345, 080-22345678 / 9845012345 or +977 984-1234567")
    assert found == ("+919845012345", "+918022345678", "+9779841234567")


def test_the_region_says_where_a_bare_number_belongs():
    assert normalised(IdentifierKind.PHONE, "9841234567", region="NP") == "+9779841234567"
    assert normalised(IdentifierKind.VEHICLE, "Ba 2 Cha 1234", region="NP") == "NP:BA2CHA1234"


@given(KINDS, TEXTS, st.sampled_from(["IN", "NP", "BD", "AE"]))
def test_any_text_is_read_and_what_is_canonical_stays(kind, text, region):
    found = all_in(kind, text, region=region)
    assert len(set(found)) == len(found)
    assert all(normalised(kind, one, region=region) == one for one in found)
    assert normalised(kind, text, region=region) == (found[0] if found else "")


@given(
    KINDS,
    st.integers(2, 9),
    st.integers(0, 10**10 - 1),
    st.sampled_from(["", " ", "-", "."]),
    st.sampled_from(("0", *ZEROS)),
)
def test_an_aadhaar_number_is_never_one(kind, first, rest, gap, zero):
    body = f"{first}{rest:010}"
    number = next(body + str(n) for n in range(10) if verhoeff(body + str(n)))
    written = gap.join((number[:4], number[4:8], number[8:])).translate(
        {ord("0") + n: chr(ord(zero) + n) for n in range(10)}
    )
    for text in (written, f"no. {written}", f"{written}@aadhaar.npci", f"insta: {written}", f"a.in/{written}"):
        assert all(number not in one for one in all_in(kind, text))


@pytest.mark.parametrize("kind", list(IdentifierKind))
@pytest.mark.parametrize("written", ["0{}{}{}", "00{}{}{}", "{}  {}  {}", "{} - {}--{}", "000{} {} {}"])
def test_neither_zeros_nor_gaps_make_another_of_an_aadhaar_number(kind, written):
    number = next(f"23412341234{n}" for n in range(10) if verhoeff(f"23412341234{n}"))
    text = written.format(number[:4], number[4:8], number[8:])
    assert all(number not in one for one in all_in(kind, text))


@given(st.integers(6, 9), st.integers(0, 10**9 - 1), st.sampled_from(["91 {} {}", "91-{}-{}", "091 {} {}", "+91{}{}"]))
def test_a_mobile_number_after_its_country_code_is_never_taken_for_an_aadhaar_number(first, rest, written):
    number = f"{first}{rest:09}"
    assert all_in(IdentifierKind.PHONE, written.format(number[:5], number[5:])) == (f"+91{number}",)
    assert all_in(IdentifierKind.PHONE, "call " + written.format(number[:5], number[5:])) == (f"+91{number}",)
