"""What of a case outlives its erasure: a skeleton, so that counts, the record of what was done and the certificate still hold."""

from sajha.cases.values.fields import FIELD_CLASSES, Sensitivity

SKELETON: dict[str, str] = {
    "case.id": "The record of what was done names the case by it.",
    "case.number": "The certificate names the case by it; it is never given again.",
    "case.vault": "In which vault it lay: who may see its certificate.",
    "case.status": "Counts of cases by how they ended.",
    "case.is_open": "As above.",
    "case.opened_at": "Counts of cases by year.",
    "case.region": "Counts of cases by state or country, never finer.",
    "case.source": "Counts of cases by where they came from.",
    "case.source_key": "So that the same file does not bring the case back.",
    "case.import_id": "Which upload brought it.",
    "case.opened_by": "A worker of this organisation.",
    "case.owner": "A worker of this organisation.",
    "case.updated_at": "How the record was kept.",
    "case.revision": "How the record was kept.",
    "party.id": "The record of what was done, and what the person agreed to, name the person by it.",
    "party.case": "Links the rows.",
    "party.role": "Counts of people by their part in the case.",
    "party.number": "Tells the people of a case apart, as the first, the second.",
    "party.added_at": "How the record was kept.",
    "party.changed_at": "How the record was kept.",
    "party.revision": "How the record was kept.",
    "putaway.case": "Keeps the skeleton out of every list.",
    "putaway.at": "As above.",
}
"""column -> why it stays. A column that stands neither here nor in ``ERASED_FIELDS`` belongs to a table whose rows are deleted."""

DELETED = ("identifier", "element", "leg", "access", "note", "note_reader")
"""Tables of which no row of an erased case remains."""

KEPT_WHOLE: dict[str, str] = {
    "emergency": "That a case was opened in an emergency, by whom, and how that was judged; its words end with the key of the case.",
    "emergency_notice": "Who was told of it.",
    "counter": "The last number given in a year; of no case.",
}
"""Tables of which every row outlives an erasure, and why; none holds a person's words in clear."""


def _blanked(table: str) -> tuple[str, ...]:
    names = (name for name in FIELD_CLASSES if name.startswith(f"{table}.") and name not in SKELETON)
    return tuple(name.split(".")[1] for name in names if FIELD_CLASSES[name].sensitivity > Sensitivity.S0)


ERASED_FIELDS: dict[str, tuple[str, ...]] = {table: _blanked(table) for table in ("case", "party")}
"""table -> columns that are emptied: whatever is S1 or above and not part of the skeleton. A new column is emptied by itself."""
