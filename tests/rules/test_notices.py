"""The texts that are read out: complete in every language, unchanged once published, shaped and printed."""

import io
import re

import pytest
from pypdf import PdfReader

from sajha.consent.grounds import grounds
from sajha.consent.notices import LANGUAGES, newest_version, notice, notices
from sajha.consent.sheets import sheet
from sajha.consent.values import GRANTABLE, Purpose
from sajha.directory.values import ORGANISATION_KINDS
from sajha.terms.labels.consent import GROUND_LABELS

# a text that was read out never changes: a new wording is a new version beside it
PUBLISHED = {
    ("1", "en"): "104450cf6a682c81",
    ("1", "hi"): "676e5f147dd29a86",
    ("1", "te"): "50d2cf6f0c22be72",
    ("1", "ta"): "5130a44a3de83e7a",
}
SCRIPTS = {"en": r"[A-Za-z]", "hi": r"[\u0900-\u097f]", "te": r"[\u0c00-\u0c7f]", "ta": r"[\u0b80-\u0bff]"}
LONGEST_WORDS = 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language):
    text, english = notice("1", language), notice("1", "en")
    assert [len(part.sentences) for part in text.parts] == [len(part.sentences) for part in english.parts]
    assert set(text.purposes) == set(Purpose) and set(text.classes) == set(GRANTABLE)
    assert set(text.form) == set(english.form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_in_its_script_and_short_enough_to_be_heard(language):
    text = notice("1", language)
    spoken = [sentence for part in text.parts for sentence in (part.heading, *part.sentences)]
    for words in [
        text.title,
        text.reader,
        *spoken,
        *text.purposes.values(),
        *text.classes.values(),
        *text.form.values(),
    ]:
        assert re.search(SCRIPTS[language], words), words
        others = "".join(script for name, script in SCRIPTS.items() if name not in (language, "en"))
        assert not re.search(others.replace("][", ""), words), words
    for sentence in spoken:
        for said in re.split(r"[.!?।:]\s*", sentence):
            assert len(said.split()) <= LONGEST_WORDS, said


def test_a_text_that_was_read_out_never_changes():
    assert {key: notice(*key).digest[:16] for key in notices()} == PUBLISHED


def test_the_newest_version_exists_in_every_language():
    assert {language for version, language in notices() if version == newest_version()} == set(LANGUAGES)
    with pytest.raises(KeyError):
        notice("1", "../../SOURCES")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_has_two_pages_with_our_fonts_and_readable_text(language):
    pdf = PdfReader(io.BytesIO(sheet("1", language)))
    assert len(pdf.pages) == 2
    fonts = {str(font.get_object()["/BaseFont"]) for page in pdf.pages for font in page["/Resources"]["/Font"].values()}
    assert fonts and all("NotoSans" in font for font in fonts)
    assert re.search(SCRIPTS[language], pdf.pages[0].extract_text())
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_list_of_grounds_is_closed_and_honest():
    for ground in grounds().values():
        assert ground.kinds <= set(ORGANISATION_KINDS) and ground.purposes <= set(Purpose)
        assert ground.classes <= GRANTABLE and ground.id in GROUND_LABELS
        assert ground.authority and (ground.rule or ground.id == "court_order")
        assert ground.unverified == (ground.confidence in {"C", "K", "R"})
    verified = {ground.id for ground in grounds().values() if not ground.unverified}
    assert verified == {"inform_committee", "inform_special_court"}
