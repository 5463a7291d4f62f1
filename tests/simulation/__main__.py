"""Play seeds: ``python -m tests.simulation --seed 7`` replays one and shows all that happened, ``--count 20000`` plays many.

A seed gives the same events every time. One that fails is printed with its number, what is wrong, and the list of its events.
"""

import argparse
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from tests.simulation.seeds import CHUNK, play_one, play_some


def main() -> int:
    parser = argparse.ArgumentParser(prog="simulation")
    parser.add_argument("--seed", type=int, help="replay this one seed")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    if given.seed is not None:
        return play_one(given.seed)
    return _many(given.first, given.count, given.processes)


def _many(first: int, count: int, processes: int) -> int:
    begun, failed, done = time.monotonic(), 0, 0
    chunks = [range(start, min(start + CHUNK, first + count)) for start in range(first, first + count, CHUNK)]
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for texts in pool.map(play_some, chunks):
            failed, done = failed + len(texts), done + CHUNK
            for text in texts:
                print(text, "\n", flush=True)
            if done % (20 * CHUNK) == 0:
                print(f"{min(done, count)} seeds, {failed} failed, {time.monotonic() - begun:.0f} s", flush=True)
    print(f"{count} seeds from {first} on: {failed} failed, {time.monotonic() - begun:.0f} s")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
