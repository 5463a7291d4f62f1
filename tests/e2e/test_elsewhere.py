"""Seen elsewhere? An investigator finds that another state knows the phone; a shelter is told that a mother looks for her daughter."""

import re

import pytest

from sajha.cli.demo.cast import MEMBERS
from sajha.cli.demo.network import make_node, new_node, pair_all
from tests.e2e.desks import Desks, seen, until
from tests.e2e.test_stories import step

pytestmark = pytest.mark.browser
TOGETHER = ("telangana", "tamilnadu", "shelter", "committee")
QUICK = 1200.0  # twenty minutes of the clock are a second
SECRET = ("202 555 0143", "2025550143", "Kalpit", "Poonguzhali", "Kalpanaiyar", "పూంగుళలి")


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """Police in two states, a shelter and a committee: a phone that both forces saw, and a girl whom one seeks and the other shelters."""
    folder = tmp_path_factory.mktemp("elsewhere")
    nodes = {one.key: new_node(folder, one, 0, QUICK) for one in MEMBERS if one.key in TOGETHER}
    for item in nodes.items():
        make_node(item)
    pair_all(nodes)
    for key in ("telangana", "tamilnadu", "shelter"):
        nodes[key].json_of("demo", "stage", key)
    try:
        for node in nodes.values():
            node.start()
        for node in nodes.values():
            node.wait(90)
        yield nodes
    finally:
        for node in nodes.values():
            node.stop()


@pytest.fixture(scope="module")
def all_desks(browser, network):
    return Desks(browser, network)


def cases_of(page) -> list[str]:
    """The addresses of the cases, oldest first."""
    page.goto("/cases/")
    return [link.evaluate("link => link.href") for link in reversed(page.locator("main table th a").all())]


def hides(page) -> None:
    """Nothing that tells who or which number it is stands on the page, in its title or in its address."""
    text = page.content() + page.title() + page.url
    assert not [one for one in SECRET if one in text]


def asks(page, case: str, what: str, purpose: str, ground: str, why: str) -> list[str]:
    """From the case to what will be asked, and then ask."""
    page.goto(case)
    page.locator("main a[href$='/elsewhere/']").first.click()
    page.locator("#id_subjects").get_by_label(what).check()
    page.locator(f"input[name=purpose][value={purpose}]").check()
    page.locator(f"input[name=ground][value={ground}]").check()
    page.locator("#id_ground_reason").fill(why)
    hides(page)
    found = seen(page, f"elsewhere-ask-{purpose}", whole=True)
    page.locator("button[name=look]").click()
    page.locator("#plan").wait_for()
    hides(page)
    found += seen(page, f"elsewhere-plan-{purpose}", at="#plan")
    page.locator("button[name=ask]").click()
    page.locator("#state").wait_for(state="attached")
    return found


def knows(page, network) -> None:
    """Wait until the list of Telangana has come to Tamil Nadu."""
    node = network["telangana"].id
    until(page, lambda: bool(network["tamilnadu"].json("match", "partners", "--as", "malar")[node]["set_from"]))


def test_tamil_nadu_finds_that_telangana_knows_the_phone(desks, network):
    kumar = desks.sit("kumar", "en")
    case = cases_of(kumar)[0]
    knows(kumar, network)
    found = asks(kumar, case, "Phone number", "investigation", "registered_fir", "FIR 12 of 2026, Chennai (invented)")
    kumar.locator("#state .tag-good").first.wait_for()
    hides(kumar)
    card = kumar.locator("#state li.card", has=kumar.locator(".tag-good"))
    assert "AHTU Hyderabad" in card.text_content()
    until(kumar, lambda: kumar.locator("#state[hx-get]").count() == 0)
    found += seen(kumar, "elsewhere-answers", whole=True)
    card.locator("p a").first.click()
    kumar.locator("#id_reason").fill("The number was used by the man who met her at the station.")
    kumar.locator("input[name=verdict][value=same]").check()
    kumar.locator("main form:has(#id_reason) button").click()
    kumar.locator("ol.timeline").wait_for()
    hides(kumar)
    found += seen(kumar, "elsewhere-hit", whole=True)
    kumar.locator("form[action$='/ask/'] button").first.click()
    kumar.wait_for_url("**/requests/drafts/**")
    assert kumar.locator("input[name=recipient]:checked").get_attribute("value") == network["telangana"].id
    kumar.locator("input[name=fields_chosen][value='identifier.phone']").check()
    assert kumar.locator("#id_ground").input_value() == "registered_fir"
    found += seen(kumar, "elsewhere-draft", whole=True)
    kumar.locator("main form[method=post] button.button").first.click()
    kumar.wait_for_url("**/preview/")
    found += seen(kumar, "elsewhere-preview", whole=True)
    kumar.locator("main form button.button").click()
    kumar.locator("ol.timeline").wait_for()
    thread = re.search(r"/requests/([^/]+)/$", kumar.url)[1]
    assert found == []
    granted(desks, kumar, thread)


def granted(desks, kumar, thread: str) -> None:
    """Telangana compares, accepts and discloses; Tamil Nadu sees it."""
    asha = desks.sit("asha", "en")
    asha.goto("/requests/")
    until(asha, lambda: asha.locator(f"main a[href*='{thread}']").count() > 0)
    asha.locator(f"main a[href*='{thread}']").first.click()
    asha.locator("main a[href$='/compare/']").click()
    until(asha, lambda: asha.locator("ul.cards > li").count() == 1)
    found = seen(asha, "elsewhere-compare", whole=True)
    asha.goto(f"/requests/{thread}/")
    asha.locator("form[action$='/steps/acknowledge/'] button").click()
    asha.locator("form[action$='/steps/accept/']").wait_for()
    step(asha, "accept")
    step(asha, "start")
    step(asha, "complete", code="disclosed", words="He is accused in a case of ours. Call Asha.")
    until(kumar, lambda: "Call Asha." in kumar.locator("ol.timeline").text_content())
    found += seen(kumar, "elsewhere-granted", whole=True)
    assert found == []


def test_a_mother_looks_for_her_daughter_and_the_committee_answers(desks, network):
    kumar = desks.sit("kumar", "en")
    case = cases_of(kumar)[1]
    found = asks(kumar, case, "Missing", "family", "missing_report", "Missing report 7 of 2026, Chennai (invented)")
    deepa = desks.sit("deepa", "en")
    deepa.goto("/")
    until(deepa, lambda: deepa.locator("main a[href^='/sightings/sighting']").count() > 0)
    found += seen(deepa, "elsewhere-told")
    deepa.locator("main a[href^='/sightings/sighting']").first.click()
    hides(deepa)
    found += seen(deepa, "elsewhere-sighting", whole=True)
    deepa.locator("input[name=decision][value=committee]").check()
    deepa.locator("#id_committee").select_option(index=1)
    deepa.locator("#id_reason").fill("She wants the committee to speak with her mother first.")
    deepa.locator("main form:has(#id_committee) button").first.click()
    deepa.wait_for_url("**/requests/drafts/**")
    assert "AHTU Chennai" in deepa.locator("#id_question").input_value()
    found += seen(deepa, "elsewhere-committee", whole=True)
    deepa.locator("main form[method=post] button.button").first.click()
    deepa.wait_for_url("**/preview/")
    deepa.locator("main form button.button").click()
    deepa.locator("ol.timeline").wait_for()
    thread = re.search(r"/requests/([^/]+)/$", deepa.url)[1]
    usha = desks.sit("usha", "en")
    usha.goto("/requests/")
    until(usha, lambda: usha.locator(f"main a[href*='{thread}']").count() > 0)
    usha.locator(f"main a[href*='{thread}']").first.click()
    usha.locator("form[action$='/steps/acknowledge/'] button").click()
    usha.locator("form[action$='/steps/accept/']").wait_for()
    found += seen(usha, "elsewhere-committee-received", whole=True)
    kumar.reload()
    assert kumar.locator("#state li.card").count() == 0, "the seeker learns nothing of it"
    found += seen(kumar, "elsewhere-sought", whole=True)
    assert found == []
