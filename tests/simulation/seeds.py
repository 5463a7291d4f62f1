"""Play several seeds in this process, and show those that failed."""

import atexit
import traceback

import tests.conftest  # noqa: F401  (a node's folder and the settings must stand before anything of Django is imported)
from tests.simulation.play import Played, play
from tests.simulation.world import World, new_world, remove

CHUNK = 25
_world: list[World] = []


def told(played: Played) -> str:
    """A seed as it is shown when it fails."""
    lines = [f"seed {played.seed}: {len(played.wrong)} wrong", *("  " + line for line in played.wrong), *played.log]
    return "\n".join([*lines, f"replay: python3 do.py simulation --seed {played.seed}"])


def play_one(seed: int) -> bool:
    """Play one seed and print all that happened; gives whether something is wrong."""
    world = new_world()
    played = play(world, seed)
    print(told(played) if played.wrong else "\n".join([*played.log, f"seed {seed} holds"]))
    remove(world)
    return bool(played.wrong)


def play_some(seeds: range) -> list[str]:
    """Play these seeds in this process; gives those that failed, as they are shown."""
    if not _world:
        _world.append(new_world())
        atexit.register(remove, _world[0])
    failed = []
    for seed in seeds:
        try:
            played = play(_world[0], seed)
        except Exception:
            failed.append(told(Played(seed, [traceback.format_exc()], _world[0].log, 0)))
            continue
        failed += [told(played)] if played.wrong else []
    return failed
