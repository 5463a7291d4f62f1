"""Purposes and kinds of data as the text says them that was read out before the person was asked: in the person's own words."""

from django.utils.translation import get_language

from sajha.consent.notices import LANGUAGES, newest_version, notice


def own_words(table: str, code: str) -> str:
    """The words for a purpose (``purposes``) or a kind of data (``classes``) in the active language; a code without any as it stands."""
    language = get_language() or "en"
    text = notice(newest_version(), language if language in LANGUAGES else "en")
    found = text.purposes if table == "purposes" else text.classes
    return found.get(code, code)
