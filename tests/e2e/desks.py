"""A small network of real nodes, each served with its worker, and a desk for each of the people who sign in there."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sajha.cli.demo.cast import MEMBERS, PASSWORD, Person
from sajha.cli.demo.network import PEOPLE, make_node, new_node, pair_all
from sajha.cli.demo.node import Node
from sajha.cli.demo.settle import code_now
from tests.e2e.stage import DOCS, WIDTHS, choose, faults

PATIENCE = 40_000  # milliseconds for what a worker or another node does on a busy machine
HURRY = 36000.0  # ten hours of the clock are a second
TOGETHER = ("telangana", "tamilnadu", "shelter", "nodal")


@contextmanager
def running_network(folder: Path) -> Iterator[dict[str, Node]]:
    """Police in two states, a shelter and a nodal office, paired, with the demonstration's people and its cases in Telangana."""
    members = [member for member in MEMBERS if member.key in TOGETHER]
    nodes = {member.key: new_node(folder, member, 0, 1.0) for member in members}
    for item in nodes.items():
        make_node(item)
    pair_all(nodes)
    nodes["telangana"].sajha("import", "htcds", str(PEOPLE), "--as", "asha", "--yes")
    try:
        for node in nodes.values():
            node.start()
        for node in nodes.values():
            node.wait(90)
        yield nodes
    finally:
        for node in nodes.values():
            node.stop()


def hurry(node: Node) -> None:
    """Start the node again with a clock on which ten hours are a second."""
    node.stop()
    file = node.home / "node.toml"
    file.write_text(re.sub(r"clock_scale *=.*", f"clock_scale = {HURRY}", file.read_text()))
    node.start().wait(90)


def person_of(name: str) -> tuple[str, Person]:
    """The member and the person of this sign-in name."""
    return next((member.key, one) for member in MEMBERS for one in member.people if one.username == name)


class Desks:
    """Who is signed in stays so for all stories: a code of an authenticator app opens only once."""

    def __init__(self, browser, nodes: dict[str, Node]) -> None:
        self.browser, self.nodes, self.kept, self.open = browser, nodes, {}, []

    def sit(self, name: str, language: str):
        """A page of this person at home, in this language."""
        key, person = person_of(name)
        url = self.nodes[key].url
        context = self.browser.new_context(
            viewport={"width": 1280, "height": 800},
            locale="en-IN",
            timezone_id="Asia/Kolkata",
            base_url=url,
            storage_state=self.kept.get(name),
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        self.open.append(context)
        if name in self.kept:
            page.goto("/")
        else:
            self._sign_in(page, person)
            self.kept[name] = context.storage_state()
        choose(page, language)
        return page

    def _sign_in(self, page, person: Person) -> None:
        page.goto("/sign-in/")
        page.locator("#id_login").fill(person.username)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.locator("#id_code").fill(code_now(person.secret))
        page.locator("main form button").first.click()
        page.locator("nav.areas").wait_for()

    def leave(self) -> None:
        for context in self.open:
            context.close()
        self.open.clear()


def seen(page, name: str, *, at: str = "main h1", whole: bool = False) -> list[str]:
    """A picture for the docs of what is open, at a desk and on a phone, and what axe and the width find on both.

    ``at``: what stands on top of the picture, the page's own top when it is the heading. ``whole``: down to its end.
    """
    found = []
    DOCS.mkdir(parents=True, exist_ok=True)
    for width_name in ("phone", "desk"):
        found += fits(page, name, width_name)
        page.locator(at).first.evaluate(
            "place => place.tagName == 'H1' ? scrollTo({top: 0, behavior: 'instant'}) : place.scrollIntoView({behavior: 'instant'})"
        )
        page.screenshot(path=DOCS / f"{name}-{width_name}.png", full_page=whole and width_name == "desk")
    return found


def fits(page, name: str, width_name: str) -> list[str]:
    """The faults of the open page at this width."""
    width = WIDTHS[width_name]
    page.set_viewport_size({"width": width, "height": 800})
    found = [f"{name} {width_name}: {fault}" for fault in faults(page)]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(f"{name} {width_name}: wider than the screen")
    return found


def until(page, there: Callable[[], bool]) -> None:
    """Open the page again until it shows what another node or the worker did."""
    for _turn in range(PATIENCE // 500):
        if there():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"it did not come: {page.url}")
