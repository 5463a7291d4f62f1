"""A survivor reads their own page on a phone of 360 pixels, by a code, and leaves nothing behind; also without JavaScript."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.stage import DOCS, faults, sign_in

pytestmark = pytest.mark.browser

CANARY = "Kanariyamma"
PHONE = {"width": 360, "height": 740}
LANGUAGES = ("te", "hi", "ta", "en")


@pytest.fixture(scope="module")
def desk(browser, node):
    """Asha's page of a case with one victim; gives the page and the case's address."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-IN")
    page = context.new_page()
    sign_in(page, node, "asha")
    page.goto(f"{node}/cases/new/")
    page.locator("details summary", has_text="About the person").click()
    page.locator("#id_majority").select_option(label="Adult")
    page.locator("details summary", has_text="Name and how to reach").click()
    page.locator("#id_first_name").fill(CANARY)
    page.get_by_role("button", name="Open the case").click()
    page.get_by_role("heading", name="Case 20").wait_for()
    yield page, page.url
    context.close()


@pytest.fixture
def phone(browser):
    """A phone; the story fails when the browser complains about the content security policy or a script."""
    context = browser.new_context(viewport=PHONE, locale="en-IN", timezone_id="Asia/Kolkata", has_touch=True)
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def _code(desk) -> str:
    page, case = desk
    page.goto(case)
    page.get_by_role("link", name="The person's own page").click()
    page.get_by_role("link", name="A code for the person's own phone").click()
    assert page.locator("#id_language").input_value() == "en"
    page.get_by_label("I asked the person alone").check()
    page.get_by_role("button", name="Make a code").click()
    return page.locator("p.code").first.inner_text()


def _check(page, name, *, keep=False) -> list[str]:
    found = [f"{name}: {fault}" for fault in faults(page)]
    if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
        found.append(f"{name}: wider than the screen")
    if keep:
        DOCS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=DOCS / f"{name}.png")
    return found


def test_on_the_persons_phone_by_a_code(desk, phone, node):
    phone.goto(f"{node}/mine/")
    before = phone.evaluate("history.length")
    found = _check(phone, "own-ask-en-phone")
    phone.get_by_label("Code").fill("AAAA-AAAA-AAAA")
    phone.get_by_role("button", name="Open").click()
    phone.get_by_role("alert").wait_for()
    found += _check(phone, "own-wrong-en-phone")
    phone.get_by_label("Code").fill(_code(desk).lower())
    phone.get_by_role("button", name="Open").click()
    phone.get_by_role("heading", name="Who looked").wait_for()
    assert phone.get_by_text(CANARY).is_hidden()  # folded until the person opens it
    for language in LANGUAGES:
        phone.locator(f'button[name="in"][value="{language}"]').click()
        phone.locator(f'html[lang="{language}"]').wait_for(state="attached")
        found += _check(phone, f"own-{language}-phone", keep=True)
    phone.get_by_role("heading", name="Who you are").click()
    assert phone.get_by_text(CANARY).is_visible()
    phone.get_by_role("button", name="I want to talk about this").click()
    phone.get_by_text("Nobody has talked with you yet").wait_for()
    assert found == []
    assert (phone.title(), phone.url, phone.evaluate("history.length")) == ("Information", f"{node}/mine/", before)

    # focus stays below the red button, which is always there
    phone.mouse.wheel(0, 4000)
    assert phone.get_by_role("link", name="Leave this page now").is_visible()
    phone.keyboard.press("Escape")
    phone.wait_for_url("**/blank/")
    assert CANARY not in phone.content() and phone.evaluate("history.length") == before
    assert _check(phone, "blank-phone") == [] and phone.context.cookies() == []
    phone.goto(f"{node}/mine/")
    assert phone.get_by_label("Code").is_visible() and CANARY not in phone.content()

    page, _case = desk
    page.goto(node)
    assert page.get_by_text("I want to talk about this").is_visible()


def test_without_javascript_and_by_keyboard(desk, browser, node):
    context = browser.new_context(viewport=PHONE, locale="en-IN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{node}/mine/")
    page.get_by_label("Code").fill(_code(desk))
    page.get_by_role("button", name="Open").click()
    page.get_by_role("heading", name="Who looked").wait_for()
    assert page.url == f"{node}/mine/" and page.title() == "Information"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/blank/")
    assert CANARY not in page.content() and context.cookies() == []
    page.go_back()
    assert CANARY not in page.content()
    context.close()


def test_a_change_of_mind_is_seen_on_the_phone(network, phone):
    """Her name went to Tamil Nadu with her committee's consent; it is taken back; one picture shows who has answered."""
    here, there = network["telangana"], network["tamilnadu"]
    case, asha = f"{time.gmtime().tm_year}-000007", ("--as", "asha")
    here.sajha(
        "consent", "give", case, "V1", "--for", "investigation", "--to", "ahtu", "--data", "S2", "--data", "S3",
        "--until", f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}", "--how", "thumb", "--read-in", "te",
        "--giver", "committee", "--heard", "--yes", *asha,
    )  # fmt: skip
    here.json(
        "request", "open", "--case", case, "--kind", "trace_person", "--to", there.id, "--place", "IN-33", "--urgency", "routine",
        "--question", "Does her sister live there?", "--person", "V1", "--field", "party.first_name", "--ground", "consent_recorded",
        "--ground-reason", "The committee agreed (invented)", "--yes", *asha,
    )  # fmt: skip
    here.sajha("consent", "withdraw", case, "V1", "--yes", *asha)
    shown = ("survivor", "show", case, "V1", "--reason", "We look together who has answered.", *asha)
    for _turn in range(80):
        states = [one["state"] for one in here.json(*shown)["copies"]]
        if states == ["destroyed"]:
            break
        time.sleep(0.5)
    assert states == ["destroyed"]
    code = here.json("survivor", "code", case, "V1", "--language", "en", "--safe", *asha)["code"]
    phone.goto(f"{here.url}/mine/")
    phone.get_by_label("Code").fill(code)
    phone.get_by_role("button", name="Open").click()
    phone.get_by_role("heading", name="Who else has a copy").scroll_into_view_if_needed()
    assert phone.locator("svg.copies").get_by_text("Has destroyed it").is_visible()
    assert _check(phone, "own-picture-en-phone", keep=True) == []


def test_read_together_and_on_paper(desk):
    page, case = desk
    page.goto(case)
    page.get_by_role("link", name="The person's own page").click()
    found = _fits(page, "own")
    page.get_by_label("Reason").fill("We read it together in the office.")
    page.get_by_role("button", name="Open the page").click()
    page.get_by_text(CANARY).wait_for()
    assert CANARY not in page.title() and CANARY not in page.url
    found += _fits(page, "own-together")
    page.get_by_role("link", name="On paper").click()
    found += _fits(page, "own-paper")
    assert found == []


def _fits(page, name) -> list[str]:
    found = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{name} {width}: {fault}" for fault in faults(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{name} {width}: wider than the screen")
    return found
