"""Which files may travel, by content alone."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.disclosure.actions.moves import tidy_name
from sajha.disclosure.rules import LARGEST_DOCUMENT, TYPES, checked_document

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
