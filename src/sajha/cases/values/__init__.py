"""Words and tables of this area; plain Python."""

from sajha.cases.values.fields import FIELD_CLASSES, FieldClass, Holds, ReleaseField, Sensitivity, field_class
from sajha.cases.values.people import IDENTITY_FIELDS, LETTERS, PERSON_FIELDS, Role, sealed_as
from sajha.cases.values.process import CLOSED, PART_VOCABULARIES, Part, Source, case_number, is_open, region_of

__all__ = [
    "CLOSED",
    "FIELD_CLASSES",
    "IDENTITY_FIELDS",
    "LETTERS",
    "PART_VOCABULARIES",
    "PERSON_FIELDS",
    "FieldClass",
    "Holds",
    "Part",
    "ReleaseField",
    "Role",
    "Sensitivity",
    "Source",
    "case_number",
    "field_class",
    "is_open",
    "region_of",
    "sealed_as",
]
