"""clkhash and anonlink: Bloom-filter codes of the same columns, every pair compared."""

from io import StringIO

import anonlink
import numpy as np
from clkhash import clk, comparators, field_formats
from clkhash.schema import Schema

BITS = {"n1": 20, "n2": 20, "f1": 10, "m1": 10, "born": 10, "sex": 4, "district": 12}
LEAST = 0.7  # similarity below which no pair is kept


def codes(columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> list[object]:
    """A code of 1,024 bits for each row."""
    fields = [
        field_formats.StringSpec(
            name,
            field_formats.FieldHashingProperties(
                comparator=comparators.NgramComparison(2 if name[0] in "nfm" else 1, name == "born"),
                strategy=field_formats.BitsPerTokenStrategy(bits),
            ),
        )
        for name, bits in BITS.items()
    ]
    places = [columns.index(name) for name in BITS]
    lines = [",".join(BITS), *(",".join("" if row[at] is None else str(row[at]) for at in places) for row in rows)]
    schema = Schema(fields, 1024)
    return clk.generate_clk_from_csv(StringIO("\n".join(lines)), "bench", schema, progress_bar=False)


def scored(first: list[object], second: list[object]) -> tuple[np.ndarray, np.ndarray]:
    """Pairs and their similarity."""
    found = anonlink.candidate_generation.find_candidate_pairs(
        [first, second], anonlink.similarities.dice_coefficient_accelerated, LEAST
    )
    similarity, _, (left, right) = found
    return np.column_stack([np.asarray(left), np.asarray(right)]), np.asarray(similarity)


__all__ = ["codes", "scored"]
