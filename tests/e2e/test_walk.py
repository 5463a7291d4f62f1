"""After the stories, so that there is something to see: every page that a reader can reach by its links, by axe and by width.

Each page is read in two of the four languages, turn by turn, so that every one meets every kind of page;
``EVERY_LANGUAGE=1`` reads each page in all four.
"""

import os
import re
from collections import deque

import pytest

from tests.e2e.desks import fits
from tests.e2e.stage import LANGUAGES, choose
from tests.e2e.test_stories import ask, first_case

pytestmark = pytest.mark.browser
READERS = {"balu": 40, "elango": 4, "gita": 12, "hari": 5}  # and how many kinds of page each reaches, at the least
LINKS = "() => [...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)"
# the description of one's own node and a printed notice are files
FILES = ("/network/description/", ".pdf")


@pytest.fixture(scope="module")
def busy(all_desks):
    """A case with a request on its way, so that the pages have something to show."""
    page = all_desks.sit("asha", "en")
    ask(page, first_case(page), "verify_address", "routine", "Does the family live there?", names=False)
    all_desks.leave()


def kind_of(address: str) -> str:
    """The address without what differs between two pages of the same kind."""
    return re.sub(r"/[a-z]{3}[-_][^/]+|/[0-9A-Za-z_-]{16,}|/\d+(?=/)", "/*", address.split("?")[0].split("#")[0])


@pytest.mark.parametrize("name", READERS)
def test_every_page(desks, busy, name):
    page = desks.sit(name, "en")
    home = page.url.rstrip("/")
    waiting, met, found = deque([f"{home}/"]), {"/"}, []
    while waiting:
        address = waiting.popleft()
        found += look_at(page, address, len(met))
        for link in page.evaluate(LINKS):
            kind = kind_of(link.removeprefix(home))
            if link.startswith(f"{home}/") and kind not in met and not kind.endswith(FILES):
                met.add(kind)
                waiting.append(link)
    assert found == []
    assert len(met) >= READERS[name], sorted(met)


def look_at(page, address: str, turn: int) -> list[str]:
    """The faults of the page at this address, in the languages whose turn it is, at both widths."""
    chosen = LANGUAGES if os.environ.get("EVERY_LANGUAGE") else (LANGUAGES[turn % 4], LANGUAGES[(turn + 2) % 4])
    answer = page.goto(address)
    found = [] if answer.status == 200 else [f"{address}: {answer.status}"]
    for language in chosen:
        choose(page, language)
        for width_name in ("phone", "desk"):
            found += fits(page, f"{address} {language}", width_name)
    return found
