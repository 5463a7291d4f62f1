"""The page of what consent answers is the code's own: a changed rule shows as a changed line."""

from tools.consent_page import PAGE, page


def test_the_page_says_what_the_code_does():
    assert PAGE.read_text("utf-8") == page(), "python -m tools.consent_page writes it again"
