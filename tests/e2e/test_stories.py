"""The stories that the docs tell with pictures, between real nodes, each person in a language of their own."""

import re

import pytest

from sajha.cli.demo.network import PEOPLE
from tests.e2e.desks import hurry, seen, until
from tests.e2e.stage import choose

pytestmark = pytest.mark.browser
NAMES = ("Anitha", "Bhavani", "Chandini", "Divya")


def first_case(page) -> str:
    """Open the oldest case of the list and give its address."""
    page.goto("/cases/")
    page.locator("main table th a").last.click()
    page.locator("#people").wait_for()
    return page.url


def test_a_file_is_looked_into_and_stored(desks):
    page = desks.sit("kumar", "en")
    page.goto("/imports/")
    found = seen(page, "import-choose")
    page.locator("#id_file").set_input_files(PEOPLE)
    page.locator("main form button.button").first.click()
    page.locator("form[action$='/confirm/']").wait_for()
    found += seen(page, "import-preview")
    page.goto("/cases/")
    assert page.locator("main table tbody tr").count() == 0, "nothing is stored before somebody says yes"
    page.go_back()
    page.locator("form[action$='/confirm/'] button").first.click()
    page.locator("#state dl.summary").wait_for()
    assert page.locator("#state dd").all_text_contents() == ["20", "20", "0", "0"]
    found += seen(page, "import-result")
    page.goto("/cases/")
    assert page.locator("main table tbody tr").count() == 20
    found += seen(page, "cases")
    assert found == []


def ask(page, case: str, kind: str, urgency: str, question: str, *, names: bool = False) -> list[str]:
    """Write a request about the case to the police in Tamil Nadu, look at what will leave, send it."""
    page.goto(case)
    page.locator("a[href^='/requests/new/']").first.click()
    page.locator("#id_kind").select_option(kind)
    page.locator(f"input[name=urgency][value={urgency}]").check()
    page.locator("#id_area").select_option("IN-33")
    page.locator("main form button.button").click()
    page.wait_for_url("**/requests/drafts/**")
    page.locator("input[name=recipient]").first.check()
    page.locator("#id_question").fill(question)
    page.locator("input[name=parties]").first.check()
    if names:
        page.locator("input[name=fields_chosen][value='party.first_name']").check()
        page.locator("#id_ground").select_option("legal_basis")
        page.locator("#id_ground_reason").fill("Order of the court in Hyderabad (invented)")
    found = seen(page, "request-draft-te", whole=True) if names else []
    page.locator("main form[method=post] button.button").first.click()
    page.wait_for_url("**/preview/")
    assert page.locator("main table tbody tr").count() > 3
    if names:
        found += seen(page, "request-preview-te", whole=True)
        choose(page, "en")
        found += seen(page, "request-preview", at="main table")
        choose(page, "te")
    page.locator("main form button.button").click()
    page.locator("ol.timeline").wait_for()
    return found


def step(page, kind: str, *, code: str = "", words: str = "") -> None:
    """Take a step on the page of the request."""
    page.goto(f"{page.url.split('/steps/')[0].rstrip('/')}/steps/{kind}/")
    if code:
        page.locator(f"input[name=code][value={code}]").check()
    if words:
        page.locator("#id_words").fill(words)
    page.locator("main form button.button").click()
    page.locator("ol.timeline").wait_for()


def test_asha_asks_in_telugu_and_kumar_answers_in_tamil(desks):
    asha = desks.sit("asha", "te")
    question = "ఆమె సోదరి చెప్పిన తిరుప్పూర్ కర్మాగారంలో ఆమె ఉన్నదా చూడండి."
    found = ask(asha, first_case(asha), "trace_person", "urgent", question, names=True)
    thread = re.search(r"/requests/([^/]+)/$", asha.url)[1]
    kumar = desks.sit("kumar", "ta")
    kumar.goto("/requests/")
    until(kumar, lambda: kumar.locator(f"main a[href*='{thread}']").count() > 0)
    found += seen(kumar, "inbox-ta")
    kumar.locator(f"main a[href*='{thread}']").first.click()
    assert question in kumar.locator("ol.timeline").text_content()
    found += seen(kumar, "request-received-ta", whole=True)
    kumar.locator("form[action$='/steps/acknowledge/'] button").click()
    kumar.locator("form[action$='/steps/accept/']").wait_for()
    step(kumar, "accept", words="ஒரு குழு நாளை அங்கு செல்கிறது.")
    step(kumar, "start")
    step(kumar, "complete", code="located", words="அவர் பாதுகாப்பாக இருக்கிறார்.")
    until(asha, lambda: "பாதுகாப்பாக" in asha.locator("ol.timeline").text_content())
    assert asha.locator("html").get_attribute("lang") == "te"
    assert asha.locator("ol.timeline > li").count() == kumar.locator("ol.timeline > li").count() >= 5
    assert asha.locator("ul.steps a[href*='/steps/withdraw/']").count() == 0, "it is over"
    found += seen(asha, "request-completed-te", whole=True)
    assert found == []


def test_an_identity_is_shown_for_a_reason_and_once(desks):
    page = desks.sit("asha", "en")
    case = first_case(page)
    assert not any(name in page.content() for name in NAMES)
    found = seen(page, "case")
    page.locator("a[href$='/show/']").first.click()
    page.locator("main form button.button").click()
    assert page.locator(".errors").is_visible(), "no reason, no identity"
    page.goto(page.url)
    for box in page.locator("input[name=fields_asked]").all():
        box.check()
    page.locator("#id_reason").fill("Her sister waits at the help desk and asks whether it is she.")
    found += seen(page, "identity-reason")
    page.locator("main form button.button").click()
    page.locator(".banner-warn").wait_for()
    assert any(name in page.content() for name in NAMES)
    found += seen(page, "identity-shown")
    page.goto(case)
    assert not any(name in page.content() for name in NAMES), "it is hidden again"
    looks = page.locator("section[aria-labelledby=looks]")
    assert "Her sister waits at the help desk" in looks.text_content()
    assert "Asha" in looks.text_content()
    found += seen(page, "who-looked", at="#looks")
    assert found == []


def test_the_nodal_office_sees_what_nobody_answers_without_a_name(desks, network):
    hurry(network["telangana"])
    asha = desks.sit("asha", "te")
    question = "Two girls are expected on the night train to Chennai."
    ask(asha, first_case(asha), "rescue_assistance", "immediate", question)
    elango = desks.sit("elango", "en")
    elango.goto("/overdue/")
    until(elango, lambda: elango.locator("ul.cards > li").count() > 0)
    card = elango.locator("ul.cards > li").first
    assert "AHTU Chennai" in card.text_content()
    assert question not in elango.content()
    assert not any(word in elango.content() for word in (*NAMES, "Asha"))
    found = seen(elango, "overdue", whole=True)
    card.locator("form[action$='/seen/'] button").click()
    elango.locator(".banner").wait_for()
    elango.locator("ul.cards > li").first.locator("form[action$='/remind/'] button").click()
    elango.locator(".banner").wait_for()
    found += seen(elango, "overdue-reminded")
    asha.reload()
    until(asha, lambda: asha.locator("ol.timeline > li").count() >= 4)
    assert found == []
