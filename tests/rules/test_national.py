"""The reckoning of large nodes: its queue waits as queues do, and its sums grow as they must."""

import random
import statistics
from dataclasses import replace

import pytest

from bench.national import DAY, Nation, custody_days, day, served, set_up, simulated
from bench.national_units import Units, measured

UNITS = Units(10, 35, 65, 35, 35, 1, 0.8, 5, 7, 1.2, 4_700)
SMALL = Nation(records=1_000, tokens=7_500)


def test_one_server_waits_as_long_as_pollaczek_and_khinchine_say():
    chance = random.Random(1)
    moments = sorted(chance.uniform(0, DAY) for _ in range(43_200))
    waits = [delay - 1 for delay in served([(moment, 1.0) for moment in moments], 1)]
    assert statistics.mean(waits) == pytest.approx(0.5, rel=0.1)  # half busy: half of a service


def test_first_come_first_served_by_all_cores():
    assert served([(0, 2), (0, 2), (1, 2)], 2) == [2, 2, 3]


def test_more_than_a_node_can_answer_shows():
    slow = replace(UNITS, message_ms=200)
    calm, flooded = (simulated(replace(Nation(), asked=asked), slow) for asked in (100, 15_000))
    assert calm["busiest"] < 0.1 and calm["of_100_worst_ms"] < 500
    assert flooded["busiest"] > 1 and flooded["worst_s"] > 600


def test_ten_times_the_size_costs_ten_times_as_much_to_set_up():
    small, large = (set_up(one, UNITS) for one in (SMALL, replace(SMALL, records=10_000, tokens=75_000)))
    for way, costs in small.items():
        assert {name: large[way][name] / cost for name, cost in costs.items()} == {
            name: pytest.approx(10) for name in costs
        }


def test_a_key_for_each_partner_is_what_costs():
    ways = list(set_up(Nation(), UNITS).values())
    assert ways[0]["node_wire_gb"] > 25 * ways[2]["node_wire_gb"]
    assert day(Nation(), UNITS)["questions answered"]["cpu_hours"] > 0


def test_custody_counts_whole_people():
    assert custody_days(replace(SMALL, own=48), UNITS) == pytest.approx(1)


def test_units_are_measured():
    units = measured(quick=True)
    assert 4 < units.table_bytes < 8 and units.levelled > 1 and 10 < units.multiply_us < 10_000
