"""No order of events leaves a readable copy that the ledger does not show: five real nodes, by chance, from seeds that replay."""

import os

import pytest

from tests.simulation.seeds import CHUNK, play_some

SEEDS = int(os.environ.get("SIMULATION_SEEDS", "500"))


@pytest.mark.simulation
@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_whatever_happens_in_whatever_order_no_copy_stays_unseen(first, django_db_blocker):
    with django_db_blocker.unblock():
        failed = play_some(range(first, first + CHUNK))
    assert not failed, "\n\n".join(failed)
