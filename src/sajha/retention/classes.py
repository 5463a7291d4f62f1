"""The retention classes, from reviewed data."""

import csv
import hashlib
from functools import lru_cache
from pathlib import Path

from sajha.retention.values import MatterKind, RetentionClass

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def classes() -> dict[str, RetentionClass]:
    """Every class by its id, in the order of the list: the first that fits is the default."""
    with (DATA / "classes.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: _class(row) for row in csv.DictReader(file)}


def _class(row: dict[str, str]) -> RetentionClass:
    months = {name: int(row[name] or 0) for name in ("review_months", "period_months")}
    words = {name: row[name] for name in row if name not in {*months, "kind"}}
    return RetentionClass(kind=MatterKind(row["kind"]), **words, **months)  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def list_version() -> str:
    """16 hexadecimal digits that change with the list, so that dates kept for lists are computed anew."""
    return hashlib.sha256((DATA / "classes.csv").read_bytes()).hexdigest()[:16]
