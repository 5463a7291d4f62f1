"""The same records as columns in clear text, read by the same spoken forms: what Splink and anonlink are given."""

from bench.accuracy.people import Record
from sajha.names import Part, parts_of, place_key

COLUMNS = (
    "id", "truth", "n1", "c1", "n2", "c2", "i1", "i2", "f1", "fc", "m1", "mc", "born", "born5", "sex", "state", "district",
)  # fmt: skip


def rows(file: list[Record]) -> list[tuple[object, ...]]:
    """One row per record, in the order of ``COLUMNS``; what is not known is null."""
    return [_row(at, record) for at, record in enumerate(file)]


def _row(at: int, record: Record) -> tuple[object, ...]:
    own: list[Part | None] = [*parts_of(record.name)[:2], None, None]
    first, second = own[:2]
    if first and second and first.initial:
        first, second = second, first
    father, mother = ((*parts_of(name), None)[0] if name else None for name in (record.father, record.mother))
    code = place_key(record.home)
    born = record.on.year - record.age if record.age is not None else None
    texts = [text for part in (first, second) for text in ((part.fine, part.coarse) if part else (None, None))]
    initials = [bool(part and part.initial) for part in (first, second)]
    parents = [text for part in (father, mother) for text in ((part.fine, part.coarse) if part else (None, None))]
    return (
        at, record.truth, *texts, *initials, *parents, born, None if born is None else born // 5, record.sex or None,
        "-".join(code.split("-")[:2]) or None, code if code.count("-") == 2 else None,
    )  # fmt: skip
