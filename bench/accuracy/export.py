"""``python -m bench.accuracy.export RESULTS.json``: write what the product takes from a measurement, its weights and the share found at each reach."""

import json
import sys
from pathlib import Path

from bench.accuracy.gated import PARTS
from sajha.matching.persons.table import VERSION
from sajha.names import VERSION as NAMES_VERSION

DATA = Path(__file__).resolve().parents[2] / "src" / "sajha" / "matching" / "persons" / "data"
LEARNT_AT = "1e-06"
ORIGIN = (
    f"# Measured on generated people (bench/accuracy), no real person is in it; keys {VERSION}, shares {NAMES_VERSION}.\n"
    "# Licence of this file: that of the project.\n"
)


def weights(results: dict[str, dict[str, list[float]]]) -> str:
    """The table of weights, learnt at one bound with the shipped shares."""
    found = results[LEARNT_AT]["weights"]
    lines = [f"{sign},{found[2 * at]:.4f},{found[2 * at + 1]:.4f}" for at, sign in enumerate(PARTS)]
    head = "# How much each agreement counts, for the order of hits in measurements alone: never shown, never stored.\n"
    return ORIGIN + head + "\n".join(["sign,per_rarity,constant", *lines]) + "\n"


def reach(results: dict[str, dict[str, dict[str, float]]]) -> str:
    """The share of true pairs without identifiers that keys alone find at each bound, and the chance of a wrong one."""
    lines = [
        f"{tau},{at['keys']['recall']:.3f},{at['keys']['chance']:.2e}" for tau, at in results.items() if tau != "1e-05"
    ]
    head = "# found: of 1 true pair; chance: that two different people meet (0: none was seen).\n"
    return ORIGIN + head + "\n".join(["tau,found,chance", *lines]) + "\n"


if __name__ == "__main__":
    measured = json.loads(Path(sys.argv[1]).read_text("utf-8"))["shipped"]
    (DATA / "weights.csv").write_text(weights(measured), "utf-8")
    (DATA / "reach.csv").write_text(reach(measured), "utf-8")
