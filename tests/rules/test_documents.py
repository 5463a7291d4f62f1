"""Which files may travel, by content alone."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.basics.decision import no, yes
from sajha.disclosure.actions.moves import tidy_name
from sajha.disclosure.rules import LARGEST_BODY, LARGEST_DOCUMENT, TYPES, checked_document, kind_of, may_depart
from tests.rules.said import said

ODT = "application/vnd.oasis.opendocument.text"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


def package(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


DOCX_PARTS = {"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}
ODT_PARTS = {"mimetype": ODT, "content.xml": "<x/>"}


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        ("గమనిక\r\n".encode(), "text/plain"),
        (package(**DOCX_PARTS), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (package(**ODT_PARTS), ODT),
    ],
)
def test_documents_go(content, media_type):
    decision, found = checked_document(content)
    assert decision.allowed and found == media_type and found in TYPES


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (b"", "document.empty"),
        (b"a" * (LARGEST_DOCUMENT + 1), "document.too_large"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "document.is_media"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + b"\0" * 40, "document.is_media"),
        (b"GIF89a" + b"\0" * 40, "document.is_media"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 40, "document.is_media"),
        (b"\x1aE\xdf\xa3" + b"\0" * 40, "document.is_media"),
        (b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 40, "document.is_media"),
        (b"MZ\x90\0" + b"\0" * 40, "document.wrong_type"),
        (b"\x7fELF" + b"\0" * 40, "document.wrong_type"),
        (b"plain\0text", "document.wrong_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "document.wrong_type"),
        (package(**{"a.txt": "x"}), "document.wrong_type"),
        (package(**{"content.xml": "x", "mimetype": ODT}), "document.wrong_type"),
        (b"PK\x03\x04broken", "document.wrong_type"),
        (PDF.replace(b"<<>>", b"<</JavaScript 2 0 R>>"), "document.active"),
        (PDF.replace(b"<<>>", b"<</EmbeddedFile 2 0 R>>"), "document.active"),
        (package(**DOCX_PARTS, **{"word/vbaProject.bin": "x"}), "document.active"),
        (package(**DOCX_PARTS, **{"word/embeddings/a.bin": "x"}), "document.active"),
        (package(**ODT_PARTS, **{"Basic/script-lc.xml": "x"}), "document.active"),
    ],
)
def test_what_does_not_go(content, because):
    assert checked_document(content)[0].because == because


@given(st.binary(max_size=400))
def test_no_bytes_make_it_stumble(content):
    for start in (b"", b"PK\x03\x04", b"%PDF-"):
        decision, found = checked_document(start + content)
        assert not decision.allowed or found in TYPES


@given(st.text(max_size=300))
def test_names_are_tame(name):
    tidied = tidy_name(name)
    assert tidied and len(tidied) <= 200 and tidied.isprintable()
    assert not set(tidied) & set('/\\<>:"|?*;&$`') and not tidied.startswith(".")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"BM" + b"\0" * 40, "image"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image"),
        (b"RIFF\0\0\0\0WAVEfmt ", "image"),
        (b"\0\0\0\x18ftypmp42", "video"),
        (b"\0\0\0\x08wide", "video"),
        (b"\x1aE\xdf\xa3\0", "video"),
        (b"FLV\x01\xff", "video"),
        (b"ID3\x03\0\0\0\0\0\0\xff\xfb", "audio"),
        (b"fLaC\0\0\0\x22\xff", "audio"),
        (b"\0\0\0\x18ftypnone" + b"\0" * 40, "video"),
        (b"\0\0\x01\0" + b"\xfe" * 40, "image"),
        (b"\0\x11" + b"\xfe" * 40, ""),
        (b"MZ\x90\0" + b"\0" * 40, ""),
        (b"\xff\0\xff\0\xff", ""),
        (b"", ""),
        (b"  \n", ""),
        (b"\x1b[31m", ""),
        (b"a b\tc\r\n\f", "text/plain"),
        (b"X\x01", ""),
    ],
)
def test_pictures_films_and_sounds_are_known_by_their_first_bytes(content, found):
    assert kind_of(content) == found


def test_a_document_has_at_most_four_mebibytes_and_no_answer_names_a_type_that_does_not_go():
    assert checked_document(b"a" * LARGEST_DOCUMENT) == (yes(), "text/plain")
    assert checked_document(b"a" * (LARGEST_DOCUMENT + 1)) == (no("document.too_large"), "")
    assert checked_document(b"") == (no("document.empty"), "")
    assert checked_document(b"plain\0text") == (no("document.wrong_type"), "")
    assert checked_document(b"\x89PNG\r\n\x1a\n") == (no("document.is_media"), "image")
    active = PDF.replace(b"<<>>", b"<</Launch 2 0 R>>")
    assert checked_document(active) == (no("document.active"), "application/pdf")


@pytest.mark.parametrize("missing", sorted(DOCX_PARTS))
def test_a_package_with_half_of_what_makes_a_document_is_none(missing):
    assert kind_of(package(**{name: text for name, text in DOCX_PARTS.items() if name != missing})) == ""


def test_a_package_has_at_most_two_thousand_parts_and_none_under_a_password():
    parts = {**DOCX_PARTS, **{f"word/{number}.xml": "" for number in range(1998)}}
    whole = package(**parts)
    assert kind_of(whole) in TYPES
    assert kind_of(package(**parts, **{"word/more.xml": ""})) == ""
    small = bytearray(package(**DOCX_PARTS))
    entry = small.rindex(b"PK\x01\x02")
    for flag, going in ((2, True), (1, False), (3, False)):
        small[entry + 8] = flag
        assert (kind_of(bytes(small)) in TYPES) == going


def test_a_body_has_a_recipient_and_at_most_six_mebibytes():
    said(may_depart("", b""), "audience.empty")
    said(may_depart("node_a", b"x" * LARGEST_BODY), "allowed")
    said(may_depart("node_a", b"x" * (LARGEST_BODY + 1)), "message.too_large")
