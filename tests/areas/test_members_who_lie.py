"""What a member may say that is not so, or strange: nobody learns of others by it, nothing counts as done, no page breaks."""

import pytest

from sajha.disclosure.models import Release
from tests.cast import ASHA, NOON
from tests.other_node import SigningNode
from tests.some_cases import open_case

pytestmark = pytest.mark.django_db
NAMED = {"fields": ("party.first_name",), "ground": "consent_recorded", "ground_reason": "She said so"}


@pytest.fixture
def other():
    return SigningNode()


@pytest.fixture
def case():
    return open_case(ASHA)


def test_a_pack_for_the_court_does_not_make_the_ledger_look_altered(other):
    from sajha.disclosure.actions import release_court_pack
    from sajha.disclosure.queries import altered_edges

    other.asks()
    release_court_pack(threads=(other.thread,), named=False, reason="The prosecutor asked", by=ASHA, at=NOON)
    assert altered_edges() == []
    Release.objects.update(count=9)
    assert len(altered_edges()) == 1
