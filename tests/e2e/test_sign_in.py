"""Stories at the door: the first sign-in with an app, a passkey, and what every page owes its readers."""

import pytest

from tests.e2e.set_up import PASSWORD
from tests.e2e.stage import code_of, faults, look, sign_in

pytestmark = pytest.mark.browser


def _password(page, node, name):
    page.goto(f"{node}/sign-in/")
    page.locator("#id_login").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()


def test_the_first_sign_in_sets_up_an_app(page, node):
    page.goto(f"{node}/sign-in/")
    found = look(page, "sign-in", keep=True)
    _password(page, node, "indu")
    page.wait_for_url("**/account/set-up/")
    found += look(page, "set-up")
    page.locator('a[href="/account/app/"]').click()
    found += look(page, "set-up-app", keep=True)
    page.locator("details summary").last.click()
    secret = page.locator("#secret").text_content()
    page.locator("#id_code").fill("000000")
    page.locator("main form button").click()
    page.locator(".errors").wait_for()
    assert page.evaluate("document.activeElement.className") == "errors"
    page.locator("#id_code").fill(code_of(secret))
    page.locator("main form button").click()
    page.wait_for_url("**/account/recovery-codes/")
    assert page.locator("#codes li").count() == 10
    page.locator('a[href="/"].button').click()
    page.locator("nav.areas").wait_for()
    assert found == []


def test_a_passkey_is_added_and_opens_alone(page, node):
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    _password(page, node, "jaya")
    page.locator('a[href="/account/passkeys/add/"]').click()
    found = look(page, "add-passkey")
    page.locator("#passkey-add").click()
    page.wait_for_url("**/account/recovery-codes/")
    page.goto(f"{node}/account/")
    found += look(page, "account", keep=True)
    page.locator(".menu summary").click()
    page.locator(".menu form button").click()
    page.locator("#passkey-sign-in").click()
    page.locator("nav.areas").wait_for()
    assert page.url == f"{node}/"
    assert found == []


def test_the_accessibility_check_can_fail(page, node):
    page.goto(f"{node}/sign-in/")
    page.evaluate("document.querySelector('label').remove()")
    assert any(fault.startswith("label:") for fault in faults(page))


def test_keyboard_alone(page, node):
    page.goto(f"{node}/sign-in/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_login"
    page.keyboard.type("asha")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#id_code").wait_for()
    assert look(page, "second-factor") == []


def test_administrator_and_auditor_pages(browser, page, node):
    sign_in(page, node, "gita")
    found = look(page, "home-administrator", keep=True)
    for address, name in (
        ("/people/", "people"),
        ("/people/add/", "person-add"),
        ("/network/", "network"),
        ("/network/add/", "network-add"),
        ("/audit/check/", "audit-check"),
    ):
        page.goto(node + address)
        found += look(page, name, keep=name in ("people", "network"))
    page.goto(f"{node}/people/add/")
    page.locator("main form button").click()
    found += look(page, "person-add-faults", languages=("en",))
    page.locator("#id_display_name").fill("Meena Kumari")
    page.locator("#id_username").fill("meena")
    page.locator("#id_roles_0").check()
    page.locator("main form button").click()
    assert page.locator("#password").text_content().count("-") == 3
    page.locator("a.button", has_text="Done").click()
    found += look(page, "person")
    page.goto(f"{node}/nothing/")
    assert page.locator("h1").is_visible()
    assert found == []


def test_the_auditor_reads_the_record(page, node):
    sign_in(page, node, "hari")
    found = look(page, "home-auditor")
    page.goto(f"{node}/audit/")
    found += look(page, "audit", keep=True)
    page.goto(f"{node}/people/")
    found += look(page, "refused")
    assert found == []
