"""The simulation finds what it is there to find: each of these mistakes, made on purpose, fails before many seeds."""

import pytest

from sajha.disclosure import intake
from sajha.disclosure.actions import recall, restored
from sajha.disclosure.queries import due
from sajha.liaison import actions as liaison
from tests.simulation.seeds import play_some

pytestmark = pytest.mark.simulation
MOST = 120


def _nothing(*_, **__):
    return None


MISTAKES = {
    "what was passed on is not called back": (recall, "_pass_on", _nothing),
    "words stay": (liaison, "forget_words", _nothing),
    "a package that was called back is taken when it comes": (intake, "called_back", lambda *_: set()),
    "nobody asks the gate again": (due, "why_not_now", lambda *_: ""),
    "where it went on to is not looked at": (due, "why_not_further", lambda *_: ""),
    "removed members keep what they have": (due, "removed_node_ids", frozenset),
    "a restored node asks nobody what it forgot": (restored, "hear_held", _nothing),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found(mistake, monkeypatch, django_db_blocker):
    module, name, wrong = MISTAKES[mistake]
    monkeypatch.setattr(module, name, wrong)
    if module is restored:
        monkeypatch.setattr(intake, name, wrong)
    with django_db_blocker.unblock():
        assert any(play_some(range(seed, seed + 1)) for seed in range(MOST)), "nothing in the simulation notices"
