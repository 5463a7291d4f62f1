"""Read a table by a standard: what would come, or row by row what comes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sajha.workbooks.columns import Header, Headings, find_header
from sajha.workbooks.files.opening import Table
from sajha.workbooks.files.values import RawRow, column_letter
from sajha.workbooks.identity import Occurrences, own_key, row_key
from sajha.workbooks.values import BadCell, CaseRow, Column, Preview, Progress, ReadRow, UnknownColumn

OWN_ID = "case_id"
_SHOWN_BAD = 500
_EVERY = 1000

# pairs of field and text in, a case (its key still the digest of its content) and pairs of field and reason out
Take = Callable[[tuple[tuple[str, str], ...]], tuple[CaseRow, tuple[tuple[str, str], ...]]]


@dataclass(slots=True)
class Reading:
    """A table whose columns are recognised. Reading it twice gives the same rows with the same keys."""

    standard: str
    table: Table
    header: Header
    take: Take

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(self.header.columns.values())

    @property
    def left_out(self) -> tuple[UnknownColumn, ...]:
        return self.header.left_out

    def rows(self, progress: Progress | None = None) -> Iterator[ReadRow]:
        """Each case with its bad cells; ``progress`` is told the number of cases every thousand and at the end.

        Raises:
            FileRefused: what only reading shows.
        """
        done = 0
        fields = {number: column.field for number, column in self.header.columns.items()}
        with Occurrences() as seen:
            for raw in self.table.rows():
                if raw.number > self.header.last_row and (read := self._row(raw, fields, seen)):
                    yield read
                    done += 1
                    if progress and not done % _EVERY:
                        progress(done)
        if progress:
            progress(done)

    def _row(self, raw: RawRow, fields: dict[int, str], seen: Occurrences) -> ReadRow | None:
        cells = raw.cells
        given = tuple((name, cells[number]) for number, name in fields.items() if number in cells)
        faults = [(number, because) for number, because in raw.faults.items() if number in fields]
        if not faults and not any(text.strip() for _, text in given):
            return None
        case, wrong = self.take(given)
        bad = [BadCell(raw.number, column_letter(number), fields[number], because) for number, because in faults]
        if wrong:
            letters = {column.field: column.letter for column in self.header.columns.values()}
            bad += [BadCell(raw.number, letters[name], name, because) for name, because in wrong]
        return self._keyed(raw.number, case, bad, seen)

    def _keyed(self, number: int, case: CaseRow, bad: list[BadCell], seen: Occurrences) -> ReadRow:
        own = case.personal.get(OWN_ID)
        if own:
            key = own_key(self.standard, own)
            if seen.count(key) == 1:
                return ReadRow(number, replace(case, source_key=key), tuple(bad))
            letter = next(column.letter for column in self.columns if column.field == OWN_ID)
            bad.append(BadCell(number, letter, OWN_ID, "cell.case_id_twice"))
        key = row_key(self.standard, case.source_key, seen.count(case.source_key))
        return ReadRow(number, replace(case, source_key=key), tuple(bad))

    def preview(self, progress: Progress | None = None) -> Preview:
        """Read all of it and keep nothing but counts and the first 500 bad cells.

        Raises:
            FileRefused: what only reading shows.
        """
        rows = bad_count = 0
        bad: list[BadCell] = []
        for read in self.rows(progress):
            rows += 1
            bad_count += len(read.bad)
            bad += read.bad[: _SHOWN_BAD - len(bad)]
        notes = tuple(dict.fromkeys((*self.table.notes, *self.header.notes)))
        return Preview(
            self.standard, self.table.digest, rows, self.columns, self.left_out, tuple(bad), bad_count, notes
        )


def read_table(table: Table, standard: str, known: Headings, take: Take) -> Reading:
    """Find the headings of a table.

    Raises:
        FileRefused: ``file.no_header``, ``file.column_twice``, or what reading the first rows shows.
    """
    return Reading(standard, table, find_header(table.rows(), known), take)
