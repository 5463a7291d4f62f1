"""Everything that a user can read exists in every language, with the same placeholders; the compiled catalogues are of today."""

import gettext

import pytest

from tools import translations


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_no_message_is_missing(language):
    assert translations.missing(language) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_compiled_catalogue_says_the_same(language):
    catalogue = translations.load(language)
    with translations.catalogue_path(language).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogue:
        if message.id and isinstance(message.id, str):
            assert compiled.gettext(message.id) == message.string


def test_a_message_without_translation_is_found(monkeypatch):
    monkeypatch.setattr(translations, "messages", lambda: {"A sentence that nobody has translated.": ["x.py"]})
    assert translations.missing("te") == ["A sentence that nobody has translated."]
