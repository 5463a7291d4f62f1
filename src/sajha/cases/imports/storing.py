"""Store rows of a file as cases, in batches, within the caller's transaction; memory does not grow with the file."""

import json
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.utils import timezone

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.basics.ids import new_id
from sajha.cases.actions import take_numbers
from sajha.cases.imports.inserting import Rows, moment
from sajha.cases.imports.mapping import Parts, parts_of
from sajha.cases.models import Case, CaseAccess, Party, ProcessElement, RouteLeg
from sajha.cases.values import is_open, sealed_as
from sajha.vault.actions import NewRecords
from sajha.workbooks.reading import OWN_ID
from sajha.workbooks.values import ReadRow

_BATCH = 1000


class Store:
    """Counts what it has stored: ``rows``, ``added``, ``already`` here, and cells ``left_out``."""

    def __init__(
        self, *, standard: str, import_id: str, skip_bad_cells: bool, by: Actor, at: datetime, vault: str
    ) -> None:
        self.vault = vault
        self.standard, self.import_id, self.skip_bad_cells, self.by, self.at = (
            standard,
            import_id,
            skip_bad_cells,
            by,
            at,
        )
        self.rows = self.added = self.already = self.left_out = 0
        self.cases, self.parties, self.elements, self.legs, self.access = (
            Rows(model) for model in (Case, Party, ProcessElement, RouteLeg, CaseAccess)
        )
        self.keys = NewRecords(at, vault)
        self.when = moment(at)

    def take(self, rows: Iterable[ReadRow]) -> None:
        """Store all rows that are not here yet.

        Raises:
            Refused: ``file.has_bad_cells``, unless they may be left out.
        """
        rows = iter(rows)
        while batch := list(islice(rows, _BATCH)):
            self.rows += len(batch)
            self.left_out += sum(len(row.bad) for row in batch)
            if self.left_out and not self.skip_bad_cells:
                raise Refused(no("file.has_bad_cells"))
            known = self._known(batch)
            fresh = [
                row for row in batch if row.case.source_key not in known and row.case.personal.get(OWN_ID) not in known
            ]
            self.already += len(batch) - len(fresh)
            self._add(fresh)

    def _known(self, batch: list[ReadRow]) -> set[str]:
        """Keys, and ids of our own that came back in a file of ours, which are in this vault already. Nothing is said of other vaults."""
        keys = [row.case.source_key for row in batch]
        here = Case.objects.filter(vault=self.vault)
        known = {str(key) for key in here.filter(source_key__in=keys).values_list("source_key", flat=True)}
        own = [text for row in batch if (text := row.case.personal.get(OWN_ID, "")).startswith("case_")]
        return known | set(here.filter(id__in=own).values_list("id", flat=True)) if own else known

    def _add(self, rows: list[ReadRow]) -> None:
        if not rows:
            return
        numbers = take_numbers(year=timezone.localtime(self.at).year, count=len(rows))
        for row, number in zip(rows, numbers, strict=True):
            self._case(parts_of(row.case), number, row.case.source_key)
        self.added += len(rows)
        for table in (self.cases, self.parties, self.elements, self.legs, self.access, self.keys):
            table.store()

    def _case(self, parts: Parts, number: str, source_key: str) -> None:
        case = new_id("case")
        self.keys.make(case)
        opened = is_open(parts.status)
        more = json.dumps(parts.more, ensure_ascii=False, sort_keys=True) if parts.more else ""
        self.cases.add(
            id=case, number=number, vault=self.vault, status=str(parts.status), is_open=opened, opened_at=self.when, people=parts.pseudonym,
            more=self.keys.seal(case, sealed_as(case, "more"), more), source=self.standard, source_key=source_key,
            import_id=self.import_id, opened_by=self.by.id, owner=self.by.id, updated_at=self.when,
        )  # fmt: skip
        self._party(parts, case)
        for part, value in parts.elements:
            self.elements.add(id=new_id("element"), case_id=case, part=part.value, value=str(value))
        if parts.start or parts.end:
            self.legs.add(
                id=new_id("leg"),
                case_id=case,
                position=1,
                start=str(parts.start or ""),
                end=str(parts.end or ""),
                month=parts.month,
            )
        self.access.add(
            case_id=case, user=self.by.id, given_by=self.by.id, given_at=self.when, opened_at=self.when, is_open=opened
        )

    def _party(self, parts: Parts, case: str) -> None:
        party = new_id("party")
        codes = {column: str(value) for column, value in parts.person.items()}
        sealed = {
            column: self.keys.seal(case, sealed_as(party, column), text) for column, text in parts.identity.items()
        }
        self.parties.add(
            id=party, case_id=case, role=parts.role.value, number=1, pseudonym=parts.pseudonym, home=str(parts.home or ""),
            added_at=self.when, changed_at=self.when, **codes, **sealed,
        )  # fmt: skip
