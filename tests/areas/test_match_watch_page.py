"""The reference of the watch says what the rules do."""

from sajha.matching.rules import LINES
from tools.watch_page import COUNTED, PAGE, page


def test_the_page_is_what_the_rules_say():
    assert PAGE.read_text("utf-8") == page(), "python -m tools.watch_page writes it again"


def test_every_sign_that_is_counted_has_words():
    assert {line.count for line in LINES} == set(COUNTED)
