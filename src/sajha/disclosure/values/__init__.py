"""The words of the gate: what crosses it, what a package is, what may be decided about a field."""

from sajha.cases.values import Sensitivity
from sajha.disclosure.values.crossing import Arrived, Delivery
from sajha.disclosure.values.gate import (
    GROUNDS,
    Audience,
    FieldDecision,
    Group,
    Outcome,
    Question,
    RecordField,
)
from sajha.disclosure.values.package import Package, PackageField

__all__ = [
    "GROUNDS",
    "Arrived",
    "Audience",
    "Delivery",
    "FieldDecision",
    "Group",
    "Outcome",
    "Package",
    "PackageField",
    "Question",
    "RecordField",
    "Sensitivity",
]
