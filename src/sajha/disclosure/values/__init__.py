"""The words of the gate: what crosses it, what a package is, what may be decided about a field."""

from sajha.cases.values import Sensitivity
from sajha.disclosure.values.court import PackagePart
from sajha.disclosure.values.crossing import Arrived, Delivery
from sajha.disclosure.values.gate import (
    GROUNDS,
    PASSED_ON,
    Audience,
    FieldDecision,
    Group,
    Onward,
    Outcome,
    Question,
    RecordField,
)
from sajha.disclosure.values.package import (
    CONDITIONS_LENGTH,
    INFORMATION_GRADES,
    SOURCE_GRADES,
    Added,
    Handling,
    Marks,
    Package,
    PackageField,
)
from sajha.disclosure.values.recall import (
    OPEN_STATES,
    STATES_OUT,
    Answer,
    Became,
    EdgeNow,
    EdgeState,
    Item,
    Kept,
    Signed,
    Waiting,
)
from sajha.disclosure.values.vaults import KIND_OF_VAULT, OWN_VAULT, CrossedLine

__all__ = [
    "KIND_OF_VAULT",
    "OWN_VAULT",
    "CrossedLine",
    "CONDITIONS_LENGTH",
    "GROUNDS",
    "INFORMATION_GRADES",
    "OPEN_STATES",
    "PASSED_ON",
    "Onward",
    "SOURCE_GRADES",
    "STATES_OUT",
    "Added",
    "Answer",
    "Arrived",
    "Became",
    "EdgeNow",
    "EdgeState",
    "Handling",
    "Item",
    "Kept",
    "Marks",
    "Signed",
    "Waiting",
    "Audience",
    "Delivery",
    "FieldDecision",
    "Group",
    "Outcome",
    "Package",
    "PackageField",
    "PackagePart",
    "Question",
    "RecordField",
    "Sensitivity",
]
