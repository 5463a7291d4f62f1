"""Who takes part in a case, and what tells who somebody is."""

from enum import StrEnum


class Role(StrEnum):
    """A person's part in the case."""

    VICTIM = "victim"
    MISSING = "missing"  # sought, and protected like a victim
    ACCUSED = "accused"
    WITNESS = "witness"


def is_protected(role: str) -> bool:
    """Whether somebody in this part of the case is asked before anything is told of them: everybody but an accused person."""
    return role != Role.ACCUSED


# the first letter of a pseudonym; the same in every language, so that two organisations mean the same person
LETTERS = {Role.VICTIM: "V", Role.MISSING: "M", Role.ACCUSED: "A", Role.WITNESS: "W"}

# Sealed, and shown only for a stated reason; the order is that of pages and forms.
IDENTITY_FIELDS = (
    "first_name",
    "middle_name",
    "last_name",
    "other_names",
    "father_name",
    "mother_name",
    "birth_date",
    "phones",
    "email",
    "street",
    "city",
    "postal_code",
    "identity_document",
)

# Coded, so that they describe a person without naming one. ``home`` is a place, no finer than a district.
PERSON_FIELDS = (
    "majority",
    "age_band",
    "gender",
    "citizenship",
    "language",
    "home",
    "trafficking_status",
    "relationship",
    "role_in_process",
)


def sealed_as(row: str, field: str) -> str:
    """The name under which a field of a row is sealed within its case, so that it opens nowhere else."""
    return f"{row}/{field}"
