"""A case from the first two answers to an identity that is shown for a reason; and the same without JavaScript."""

import pytest
from playwright.sync_api import Error

from tests.e2e.stage import look, sign_in

pytestmark = pytest.mark.browser

CANARY = "Kanariyamma"


@pytest.fixture(scope="module")
def signed_in(browser, node):
    """Asha's session, for a code of her app opens the door only once."""
    context = browser.new_context()
    sign_in(context.new_page(), node, "asha")
    yield context.storage_state()
    context.close()


def _open(page, node):
    """A new case with a district chosen by its state; gives its address."""
    page.goto(f"{node}/cases/new/")
    page.locator("#id_channel").select_option(label="Screening at a station, border or on a train")
    page.locator("#id_identified_in_region").select_option(label="Tamil Nadu")
    page.locator("#id_identified_in_district").select_option(label="Salem")
    page.locator("details summary", has_text="About the person").click()
    page.locator("#id_code_name").fill("Jasmine")
    page.locator("#id_majority").select_option(label="Child (under 18)")
    page.locator("details summary", has_text="Name and how to reach").click()
    page.locator("#id_first_name").fill(CANARY)
    page.get_by_role("button", name="Open the case").click()
    page.get_by_role("heading", name="Case 20").wait_for()
    return page.url


def _reveal(page):
    """Show the first name, for a reason."""
    page.get_by_role("link", name="Show the identity").click()
    page.get_by_label("First name").check()
    page.get_by_label("Reason").fill("The committee asks for the name.")
    page.get_by_role("button", name="Show the identity").click()
    page.get_by_text(CANARY).wait_for()


def test_a_case_is_kept_and_an_identity_stays_masked(page, node, signed_in):
    page.context.add_cookies(signed_in["cookies"])
    page.goto(f"{node}/cases/?find=nobody")
    found = look(page, "cases-empty", languages=("en", "ta"))
    page.goto(f"{node}/cases/new/")
    found += look(page, "case-new")
    here = _open(page, node)

    page.locator('a[href$="/process/"]').click()
    page.get_by_label("Transfer").check()
    page.get_by_label("Debt bondage").check()
    found += look(page, "case-process", languages=("en", "te"))
    page.goto(f"{here}process/")
    page.get_by_label("Debt bondage").check()
    page.locator("#id_why_no_purpose").select_option(label="Not asked")
    page.get_by_role("button", name="Save").click()
    for start, end in (("Telangana", "Tamil Nadu"), ("Tamil Nadu", "Nepal")):
        page.get_by_role("link", name="Add a part of the way").click()
        page.locator("#id_start_region").select_option(label=start)
        page.locator("#id_end_region").select_option(label=end)
        page.locator("#id_transport").select_option(label="Train")
        page.get_by_role("button", name="Save").click()
        page.locator("svg").wait_for()
    page.goto(here)
    assert page.locator(".masked").count() == 1 and CANARY not in page.content()
    found += look(page, "case", keep=True)

    page.get_by_role("link", name="Show the identity").click()
    page.get_by_role("button", name="Show the identity").click()
    assert page.locator(".errors").is_visible()
    found += look(page, "case-reveal", languages=("en", "hi"))
    page.goto(here)
    _reveal(page)
    assert CANARY not in page.title() and CANARY not in page.url
    assert "The committee asks for the name." in page.locator("table").inner_text()
    page.get_by_role("link", name="Hide again").click()
    page.locator(".masked").wait_for()
    assert CANARY not in page.content()

    for name, address in (
        ("cases", "/cases/"),
        ("case-add-person", f"{here}people/add/"),
        ("case-close", f"{here}close/"),
    ):
        page.goto(address if address.startswith("http") else node + address)
        found += look(page, name, languages=("en", "te"))
    assert found == []


def test_the_browser_keeps_no_identity(page, node, signed_in):
    page.context.add_cookies(signed_in["cookies"])
    _open(page, node)
    _reveal(page)
    page.get_by_role("link", name="Hide again").click()
    page.locator(".masked").wait_for()
    # it kept nothing, and asks before it would send the reason again
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        page.go_back()


def test_a_case_without_javascript(browser, node, signed_in):
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, storage_state=signed_in
    )
    page = context.new_page()
    page.goto(f"{node}/cases/new/")
    page.locator("#id_identified_in_region").select_option(label="Telangana")
    page.get_by_role("button", name="Show districts").first.click()
    page.locator("#id_identified_in_district").select_option(label="Nalgonda")
    page.get_by_role("button", name="Open the case").click()
    page.get_by_text("Nalgonda, Telangana").first.wait_for()
    context.close()
