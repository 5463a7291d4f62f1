"""The printed certificate can be read by eye and by a screen reader, in every language, and names nobody of the case."""

import io

import pytest
from django.utils import translation
from pypdf import PdfReader

from sajha.retention.papers import sheet, words_of
from tests.areas.test_retention import case, erased, full  # noqa: F401  (fixtures)
from tests.some_cases import CANARY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "hi", "te", "ta"])
def test_the_sheet_is_one_page_and_says_until_when_backups_are_kept(full, language):  # noqa: F811
    text = erased(full)
    with translation.override(language):
        reader = PdfReader(io.BytesIO(sheet(text)))
        until = words_of(text)["limits"]["sentences"][0]
    found = " ".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) == 1
    assert CANARY not in found
    assert "2026-000001" in found and "2026" in until
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_what_is_no_certificate_is_not_printed():
    with pytest.raises(ValueError, match="certificate"):
        sheet("{}")
