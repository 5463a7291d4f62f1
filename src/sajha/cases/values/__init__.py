"""Words and tables of this area; plain Python."""

from sajha.accounts.values import Vault
from sajha.cases.values.erasing import DELETED, ERASED_FIELDS, KEPT_WHOLE, SKELETON
from sajha.cases.values.facts import (
    CaseFacts,
    CaseLine,
    CasePage,
    CaseSheet,
    CaseSummary,
    Chosen,
    ElementSheet,
    LegFacts,
    LegSheet,
    OpenThing,
    PartySheet,
    PersonFacts,
    ThingSheet,
    Wanted,
)
from sajha.cases.values.fields import FIELD_CLASSES, FieldClass, Holds, ReleaseField, Sensitivity, field_class
from sajha.cases.values.people import IDENTITY_FIELDS, LETTERS, PERSON_FIELDS, Role, is_protected, sealed_as
from sajha.cases.values.process import CLOSED, PART_VOCABULARIES, Part, Source, case_number, is_open, region_of

__all__ = [
    "DELETED",
    "ERASED_FIELDS",
    "KEPT_WHOLE",
    "SKELETON",
    "CLOSED",
    "FIELD_CLASSES",
    "IDENTITY_FIELDS",
    "LETTERS",
    "PART_VOCABULARIES",
    "PERSON_FIELDS",
    "CaseFacts",
    "CaseLine",
    "CasePage",
    "CaseSheet",
    "CaseSummary",
    "Chosen",
    "ElementSheet",
    "FieldClass",
    "Holds",
    "LegFacts",
    "LegSheet",
    "OpenThing",
    "Part",
    "PartySheet",
    "PersonFacts",
    "ReleaseField",
    "Role",
    "Sensitivity",
    "Source",
    "ThingSheet",
    "Vault",
    "Wanted",
    "case_number",
    "field_class",
    "is_open",
    "is_protected",
    "region_of",
    "sealed_as",
]
