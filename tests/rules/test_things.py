"""Things seen in a case as rules: what one is, and whose."""

import pytest

from sajha.basics.decision import no, yes
from sajha.cases.rules import is_thing, may_reveal_things, owner_among, owners_of
from sajha.cases.values import FIELD_CLASSES, LETTERS, Role, Sensitivity, field_class, is_protected
from sajha.terms.identifiers import IdentifierKind
from sajha.terms.labels.fields import FIELD_LABELS
from sajha.terms.reasons import REASONS

PHONE, EMAIL, PASSPORT = IdentifierKind.PHONE, IdentifierKind.EMAIL, IdentifierKind.PASSPORT
CANONICAL = "+919845012345"


@pytest.mark.parametrize(
    ("kind", "text", "others", "answer"),
    [
        (PHONE, "98450 12345", (), yes()),
        (PHONE, "९८४५० १२३४५", (), yes()),
        (PHONE, "98450 12345", ("+919845054321",), yes()),
        (PHONE, "098450-12345", (CANONICAL,), no("thing.already")),
        (PHONE, "98450 12345, 98450 54321", (), no("thing.several")),
        (PHONE, "jo@example.org", (), no("thing.no_phone")),
        (EMAIL, "98450 12345", (), no("thing.no_email")),
        (EMAIL, "", (), no("thing.no_email")),
    ],
)
def test_one_thing_of_its_kind_that_is_not_there_yet(kind, text, others, answer):
    assert is_thing(kind, text, frozenset(others)) == answer


def test_nothing_that_was_found_is_without_words():
    assert {f"thing.no_{kind}" for kind in IdentifierKind} | {"thing.several", "thing.already"} <= set(REASONS)
    assert {f"identifier.{kind}" for kind in IdentifierKind} <= set(FIELD_LABELS)


def test_each_kind_tells_who_somebody_is():
    assert {field_class(f"identifier.{kind}").sensitivity for kind in IdentifierKind} == {Sensitivity.S3}
    assert FIELD_CLASSES["identifier.value"].sensitivity == Sensitivity.S3
    assert field_class("identifier.aadhaar") is None


def test_everybody_but_an_accused_person_is_asked_first():
    assert {role for role in Role if not is_protected(role)} == {Role.ACCUSED}
    assert [LETTERS[role] for role in Role] == ["V", "M", "A", "W"]


WRITTEN = [
    ("p1", "phones", "98450 12345, 98450 54321"),
    ("p2", "phone", "+91 98450 12345"),
    ("p2", "email", "Jo@Example.org"),
    ("p3", "identity_document", "Passport K1234567"),
    ("p3", "city", "98450 99999"),
]


@pytest.mark.parametrize(
    ("kind", "text", "owner"),
    [
        (PHONE, "098450 12345", "p1"),
        (PHONE, "9845054321", "p1"),
        (PHONE, "98450 99999", ""),
        (EMAIL, "jo@example.org", "p2"),
        (PASSPORT, "K1234567", "p3"),
        (IdentifierKind.UPI, "9845012345@okbank", ""),
        (PHONE, "98450 11111, 98450 54321", "p1"),
        (PHONE, "none", ""),
    ],
)
def test_whose_a_thing_is_by_what_was_written_of_people(kind, text, owner):
    assert owner_among(owners_of(WRITTEN), kind, text) == owner


def test_nobody_has_anything_where_nothing_was_written():
    assert owners_of([]) == {} and owner_among({}, PHONE, "98450 12345") == ""


@pytest.mark.parametrize(
    ("asked", "known", "reason", "answer"),
    [
        ({"a"}, {"a"}, "The court asks.", yes()),
        ({"a"}, {"a"}, "x", no("reason.too_short")),
        (set(), set(), "The court asks.", no("reveal.nothing")),
        ({"a", "b"}, {"a"}, "The court asks.", no("reveal.nothing")),
    ],
)
def test_what_may_be_shown(asked, known, reason, answer):
    assert may_reveal_things(asked, known, reason) == answer
