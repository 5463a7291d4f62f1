"""What matching costs when every node is large: computed from unit costs that are measured first, and a day of questions simulated.

``python -m bench.national [--quick] [--json]``. The usual size is 36 nodes of 10 million records, 75 million tokens in each set. Measured: the unit
costs (:mod:`bench.national_units`). Given: what the size is and how people use it (:class:`Nation`). All else is arithmetic or simulation.
"""

import argparse
import heapq
import json
import random
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from bench.national_units import Units, measured

HOUR, DAY, GB, MB = 3600, 86_400, 1e9, 1e6
ELEMENT = 32
WORKING_DAY = (1, 1, 1, 1, 1, 1, 2, 3, 5, 8, 10, 10, 9, 8, 9, 10, 9, 8, 6, 5, 4, 3, 2, 1)
"""How questions spread over the hours of a day: an assumption."""


@dataclass(frozen=True)
class Nation:
    """How large, and how it is used. ``asked``: questions a day of one node, each of them to every partner. ``own``: how many of its
    records are the custodian's. ``look``: seconds between two looks at what is to be published. ``cores`` answer questions."""

    nodes: int = 36
    records: int = 10_000_000
    tokens: int = 75_000_000
    changed: float = 0.001
    asked: int = 400
    elements: int = 32
    own: int = 100_000
    batch: int = 256
    cycle: int = HOUR
    look: int = 900
    epoch_days: int = 90
    cores: int = 2

    @property
    def partners(self) -> int:
        return self.nodes - 1


Row = dict[str, float]


def set_up(nation: Nation, units: Units) -> dict[str, Row]:
    """To publish everything once, for one node, in three ways in which a set may lie."""
    opened = nation.records * units.record_ms / 1000
    hashed, each = nation.tokens * units.hash_us / 1e6, nation.tokens * units.multiply_us / 1e6
    table = nation.tokens * units.table_bytes
    levelled = table * units.levelled
    many = nation.partners
    return {
        "whole, a key for each partner": _set_up(
            opened + hashed + many * each, many * table, many * table, nation, units
        ),
        "at a host, a key for each partner": _set_up(
            opened + hashed + many * each, many * levelled, many * levelled, nation, units
        ),
        "at a host, one key for all (not built)": _set_up(
            opened + hashed + each, levelled, levelled, nation, units, keys=1
        ),
    }


def _set_up(cpu: float, wire: float, stored: float, nation: Nation, units: Units, keys: int = 0) -> Row:
    """``published_gb``: the row that remembers each record's tokens for each key; ``kept_gb``: the last version of each set, for changes."""
    keys = keys or nation.partners
    remembered = keys * (nation.records * units.row_bytes + nation.tokens * 7)
    return {
        "node_cpu_hours": cpu / HOUR,
        "node_wire_gb": wire / GB,
        "network_wire_gb": nation.nodes * wire / GB,
        "node_published_gb": remembered / GB,
        "node_kept_gb": wire / GB,
        "node_partners_sets_gb": stored * units.stored / GB,
        "node_days_of_one_core": cpu / DAY,
    }


def day(nation: Nation, units: Units) -> dict[str, Row]:
    """What a day costs one node: what changed, the questions of its people, those of its partners, and custody."""
    many, changed = nation.partners, nation.records * nation.changed
    new = nation.tokens * nation.changed
    opened = changed * (units.record_ms / 1000 + new / changed * (units.hash_us + many * units.multiply_us) / 1e6)
    looks = DAY / nation.look
    rebuilt = nation.tokens * units.count_us / 1e6 + nation.records * units.read_us / 1e6
    questions, message = nation.asked * many, units.message_ms / 1000
    size = 2 * (nation.elements * ELEMENT + units.envelope_bytes)
    asker = nation.asked * nation.elements * units.blind_us / 1e6
    asker += questions * (nation.elements * units.finish_us / 1e6 + units.lookup_ms / 1000 + message)
    answered = questions * (nation.elements * units.evaluate_us / 1e6 + message)
    cycles = many * DAY / nation.cycle
    custody = nation.batch * (units.blind_us + units.finish_us + units.evaluate_us) / 1e6 + 2 * message
    batch = 2 * (nation.batch * ELEMENT + units.envelope_bytes)
    return {
        "changes: opened and hashed": {"cpu_hours": opened / HOUR, "wire_gb": 2 * many * new * units.delta_bytes / GB},
        "changes: sets counted anew at each look": {"cpu_hours": looks * many * rebuilt / HOUR, "wire_gb": 0.0},
        "changes: the same once a day": {"cpu_hours": many * rebuilt / HOUR, "wire_gb": 0.0},
        "questions asked": {"cpu_hours": asker / HOUR, "wire_gb": questions * size / GB},
        "questions answered": {"cpu_hours": answered / HOUR, "wire_gb": questions * size / GB},
        "the same, sets at a host: parts": {
            "cpu_hours": questions * 2 * message / HOUR,
            "wire_gb": questions * nation.elements * units.bucket_bytes / GB,
        },
        "custody, as custodian and as seeker": {
            "cpu_hours": cycles * custody / HOUR,
            "wire_gb": 2 * cycles * batch / GB,
        },
        "rotation, spread over its days": {
            "cpu_hours": set_up(nation, units)["whole, a key for each partner"]["node_cpu_hours"] / nation.epoch_days,
            "wire_gb": set_up(nation, units)["whole, a key for each partner"]["node_wire_gb"] / nation.epoch_days,
        },
    }


def custody_days(nation: Nation, units: Units) -> float:
    """Until everybody of whom the node is the custodian was compared with one seeker: whole people in batches of one size."""
    fit = max(1, nation.batch // units.person_keys)
    return nation.own / fit * nation.cycle / DAY


def most_asked(nation: Nation, most: int) -> float:
    """Questions a day that the budget of a partner lets through."""
    return most / nation.elements


def simulated(nation: Nation, units: Units, seed: int = 1) -> Row:
    """One day at one node, question by question: its partners' questions by the hours of the day, their batches evenly.

    Answering is one queue before ``cores`` servers. ``busiest``: the share of the busiest hour in which they worked.
    """
    chance = random.Random(seed)
    message = units.message_ms / 1000
    services = (nation.elements * units.evaluate_us / 1e6 + message, nation.batch * units.evaluate_us / 1e6 + message)
    asked = [(moment, services[0]) for moment in _moments(nation.asked * nation.partners, WORKING_DAY, chance)]
    batches = round(nation.partners * DAY / nation.cycle)
    asked += [(chance.uniform(0, DAY), services[1]) for _ in range(batches)]
    delays = served(sorted(asked), nation.cores)
    work = [0.0] * 24
    for moment, service in asked:
        work[int(moment // HOUR)] += service
    return {
        "questions": float(len(asked)),
        "busiest": max(work) / (HOUR * nation.cores),
        "median_ms": 1000 * statistics.median(delays),
        "of_100_worst_ms": 1000 * statistics.quantiles(delays, n=100)[-1],
        "worst_s": max(delays),
    }


def _moments(count: int, shares: Sequence[int], chance: random.Random) -> list[float]:
    hours = chance.choices(range(len(shares)), shares, k=count)
    return [(hour + chance.random()) * HOUR for hour in hours]


def served(arrivals: Sequence[tuple[float, float]], cores: int) -> list[float]:
    """(moment, seconds of work) in the order of coming -> seconds from coming to answer, first come, first served."""
    free = [0.0] * cores
    delays = []
    for moment, work in arrivals:
        begun = max(moment, heapq.heappop(free))
        heapq.heappush(free, begun + work)
        delays.append(begun + work - moment)
    return delays


def told(nation: Nation, units: Units, loads: Sequence[int]) -> dict[str, object]:
    """Everything for one size."""
    return {
        "nation": asdict(nation),
        "units": asdict(units),
        "set_up": set_up(nation, units),
        "day": day(nation, units),
        "custody_days": custody_days(nation, units),
        "questions_within_budget": {str(most): most_asked(nation, most) for most in (4_000, 100_000)},
        "simulated": {str(asked): simulated(replace(nation, asked=asked), units) for asked in loads},
    }


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(prog="bench.national", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a hundredth of the size, and unit costs of few samples")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    nation, loads = Nation(), (125, 400, 3_000, 30_000, 90_000, 120_000)
    if given.quick:
        nation, loads = replace(nation, records=100_000, tokens=750_000, own=1_000), (125, 400)
    found = told(nation, measured(quick=given.quick), loads)
    print(json.dumps(found, indent=1) if given.json else "\n".join(_lines(found)))


def _lines(found: dict[str, object], depth: int = 0) -> list[str]:
    lines = []
    for name, value in found.items():
        if isinstance(value, dict):
            lines += ["  " * depth + name, *_lines(value, depth + 1)]
        else:
            lines.append(
                f"{'  ' * depth}{name}: {value:,.3g}"
                if isinstance(value, float)
                else f"{'  ' * depth}{name}: {value:,}"
            )
    return lines


if __name__ == "__main__":
    main()
