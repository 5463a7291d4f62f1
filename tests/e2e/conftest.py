"""One browser for all stories, a fresh context for each; a node of one organisation for those that need just one."""

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.desks import Desks, running_network
from tests.e2e.stage import BROWSER_WORDS, CHROMIUM, SECRETS, running_node


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=BROWSER_WORDS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    """A page that fails the story when the browser complains about the content security policy or a script."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-IN", timezone_id="Asia/Kolkata")
    opened, complaints = context.new_page(), []
    opened.on(
        "console",
        lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    people = [
        f"asha:investigator:{SECRETS['asha']}",
        f"gita:administrator:{SECRETS['gita']}",
        f"hari:auditor:{SECRETS['hari']}",
        "indu:investigator:",
        "jaya:case_manager:",
    ]
    with running_node(tmp_path_factory.mktemp("node") / "home", *people) as url:
        yield url


@pytest.fixture(scope="session")
def network(tmp_path_factory):
    with running_network(tmp_path_factory.mktemp("network")) as nodes:
        yield nodes


@pytest.fixture(scope="session")
def all_desks(browser, network):
    return Desks(browser, network)


@pytest.fixture
def desks(all_desks):
    yield all_desks
    all_desks.leave()
