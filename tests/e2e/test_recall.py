"""The story of a change of mind: consent given in Telugu, a package seen field by field, taken back, three organisations answer."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from sajha.cli.demo.node import CommandFailed
from tests.e2e.desks import seen, until
from tests.e2e.stage import choose
from tests.e2e.test_stories import first_case

pytestmark = pytest.mark.browser
DAY = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"


def ticked(page, name: str, *values: str) -> None:
    for value in values:
        page.locator(f"main input[name={name}][value='{value}']").check()


def confirmed(page) -> None:
    """Through the page that says what changes."""
    page.locator("main form button.button").first.click()
    page.locator("button[name=confirmed]").click()


def consents(page, person: str) -> list[str]:
    """The committee agrees for her after hearing her, and the page says what holds."""
    page.goto(f"{person}consent/give/")
    ticked(page, "giver", "committee")
    ticked(page, "purposes", "return_home")
    ticked(page, "classes", "S2", "S3")
    ticked(page, "kinds", "ahtu", "state_nodal_office", "shelter")
    page.locator("#id_until").fill(DAY)
    ticked(page, "manner", "thumb")
    page.locator("#id_heard").check()
    ticked(page, "read_in", "te")
    page.locator("#id_spoken").select_option("te")
    found = seen(page, "consent-give-te", whole=True)
    confirmed(page)
    page.locator("ol.timeline").wait_for()
    return found + seen(page, "consent-te", whole=True)


def asks(page, case: str, node: str, *, identity: bool) -> list[str]:
    """A request about her to one organisation, seen field by field before it goes."""
    page.goto(case)
    page.locator("a[href^='/requests/new/']").first.click()
    page.locator("#id_kind").select_option("repatriation")
    ticked(page, "urgency", "urgent")
    page.locator("#id_area").select_option("IN-33")
    page.locator("main form button.button").click()
    page.wait_for_url("**/requests/drafts/**")
    ticked(page, "recipient", node)
    page.locator("#id_question").fill("ఆమె ఇంటికి వెళ్లాలనుకుంటోంది. అది సురక్షితమా?")
    page.locator("input[name=parties]").first.check()
    if identity:
        ticked(page, "fields_chosen", "party.first_name")
        page.locator("#id_ground").select_option("consent_recorded")
        page.locator("#id_ground_reason").fill("కమిటీ ఆమెను విని అంగీకరించింది")
    page.locator("main form[method=post] button.button").first.click()
    page.wait_for_url("**/preview/")
    found = seen(page, "package-fields-te", whole=True) if identity else []
    page.locator("main form button.button").click()
    page.locator("ol.timeline").wait_for()
    return found


def passed_on(network, thread: str) -> None:
    """The police in Chennai ask for leave, get it, and pass a part on to the shelter, at the console."""
    chennai, shelter, source = network["tamilnadu"], network["shelter"], network["telangana"]
    (package,) = chennai.json("package", "list", thread, "--as", "kumar")["packages"]
    about = (package["package"], "--person", "p1", "--kind", "repatriation", "--to", shelter.id, "--as", "kumar")
    leave = chennai.json("package", "ask-leave", *about, "--words", "A bed for the night.")["request"]
    until_said(lambda: source.sajha("package", "grant-leave", leave, "--until", DAY, "--as", "balu"))
    more = ("--place", "IN-28", "--question", "A bed for one night?", "--yes")
    until_said(lambda: chennai.json("package", "pass-on", *about, *more))


def until_said(command) -> None:
    """Try until what it answers has arrived."""

    end = time.monotonic() + 40
    while True:
        try:
            command()
            return
        except CommandFailed:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def test_she_agrees_in_telugu_changes_her_mind_and_three_organisations_answer(desks, network):
    asha = desks.sit("asha", "te")
    case = first_case(asha)
    person = asha.locator("a[href*='/consent/']").first.get_attribute("href").split("consent/")[0]
    found = consents(asha, person)
    found += asks(asha, case, network["tamilnadu"].id, identity=True)
    thread = asha.url.rstrip("/").split("/")[-1]
    asks(asha, case, network["nodal"].id, identity=False)
    kumar = desks.sit("kumar", "ta")
    until(kumar, lambda: kumar.goto(f"/requests/{thread}/").status == 200)
    passed_on(network, thread)
    asha.goto(f"{person}holders/")
    until(asha, lambda: asha.locator("main .holders section.card").count() == 3)
    found += seen(asha, "holders-te", whole=True)
    asha.goto(f"{person}consent/withdraw/")
    ticked(asha, "giver", "person")
    confirmed(asha)
    asha.wait_for_url("**/holders/")
    until(asha, lambda: asha.locator("main .holders .tag-good").count() == 3)
    found += seen(asha, "holders-answered-te", whole=True)
    choose(asha, "en")
    found += seen(asha, "holders-answered", whole=True)
    assert "Destroyed" in asha.locator("main").text_content()
    kumar.goto(f"/requests/{thread}/")
    assert kumar.locator("main .mask").count() == 0, "nothing of her is left there"
    found += seen(kumar, "called-back-ta", whole=True)
    assert found == []
