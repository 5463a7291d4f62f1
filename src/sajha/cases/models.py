"""A case, its people, what was done to them, the way they were taken, and who of us may open it.

Whatever tells who somebody is lies in sealed columns, under the key of the case: ``vault.seal(case.id, sealed_as(row.id, field))``.
Of each list the index is its order, so that a page costs the same however many cases there are.
"""

from django.db import models

from sajha.basics.ids import ID_LENGTH
from sajha.cases.values import Part, Role, Source, Vault
from sajha.terms.fields import CodedField, PlaceField
from sajha.terms.identifiers import IdentifierKind

CODE_NAME = 40


class Case(models.Model):
    """``number``, ``people`` (pseudonyms), ``region`` and ``is_open`` are kept for lists; ``revision`` counts the changes.

    ``things_at``: when the things that belong to the case itself were last changed.
    """

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    number = models.CharField(max_length=16, unique=True)
    vault = models.CharField(max_length=8)
    status = CodedField(vocabulary="case_status")
    is_open = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    identified_on = models.DateField(null=True)
    channel = CodedField(vocabulary="identification_channel")
    identified_by = CodedField(vocabulary="identified_by")
    identified_in = PlaceField()
    region = models.CharField(max_length=8, blank=True)
    people = models.CharField(max_length=160, blank=True)
    notes = models.BinaryField(default=b"")
    more = models.BinaryField(default=b"")
    source = models.CharField(max_length=8, default=Source.MANUAL.value)
    source_key = models.CharField(max_length=64, null=True)
    import_id = models.CharField(max_length=ID_LENGTH, blank=True)
    opened_by = models.CharField(max_length=ID_LENGTH)
    owner = models.CharField(max_length=ID_LENGTH)
    updated_at = models.DateTimeField()
    things_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            # one file may be brought into two vaults: neither learns that the other has it
            models.UniqueConstraint(fields=["vault", "source_key"], name="cases_brought_in_once"),
            models.CheckConstraint(
                condition=models.Q(vault__in=[one.value for one in Vault]), name="cases_known_vault"
            ),
        ]
        indexes = [
            models.Index(fields=["vault", "-opened_at", "-id"], name="cases_newest"),
            models.Index(fields=["vault", "is_open", "-opened_at", "-id"], name="cases_open_newest"),
            models.Index(fields=["vault", "status", "-opened_at", "-id"], name="cases_by_status"),
            models.Index(fields=["vault", "region", "-opened_at", "-id"], name="cases_by_region"),
            models.Index(fields=["import_id"], name="cases_by_import"),
        ]


class Party(models.Model):
    """A person of the case: pseudonym first, coded description, sealed identity."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties", db_index=False)
    role = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField()
    pseudonym = models.CharField(max_length=8)
    code_name = models.CharField(max_length=CODE_NAME, blank=True)
    code_key = models.CharField(max_length=CODE_NAME, blank=True)
    majority = CodedField(vocabulary="majority_status")
    age_band = CodedField(vocabulary="age_band")
    gender = CodedField(vocabulary="gender")
    citizenship = CodedField(vocabulary="country")
    language = CodedField(vocabulary="language")
    home = PlaceField()
    trafficking_status = CodedField(vocabulary="trafficking_status")
    relationship = CodedField(vocabulary="relationship_to_trafficker")
    role_in_process = CodedField(vocabulary="role_in_process")
    first_name = models.BinaryField(default=b"")
    middle_name = models.BinaryField(default=b"")
    last_name = models.BinaryField(default=b"")
    other_names = models.BinaryField(default=b"")
    father_name = models.BinaryField(default=b"")
    mother_name = models.BinaryField(default=b"")
    birth_date = models.BinaryField(default=b"")
    phones = models.BinaryField(default=b"")
    email = models.BinaryField(default=b"")
    street = models.BinaryField(default=b"")
    city = models.BinaryField(default=b"")
    postal_code = models.BinaryField(default=b"")
    identity_document = models.BinaryField(default=b"")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "role", "number"], name="cases_one_pseudonym_each"),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="cases_known_role"),
        ]
        indexes = [
            models.Index(fields=["code_key"], name="cases_by_code_name"),
            models.Index(fields=["role", "case"], name="cases_by_role"),
        ]


class Identifier(models.Model):
    """A thing seen in the case, such as a phone or a vehicle: of one person, or (no ``party``) of the case itself."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="identifiers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="identifiers")
    kind = models.CharField(max_length=16)
    value = models.BinaryField()
    added_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in IdentifierKind]), name="cases_known_thing"
            ),
        ]


class ProcessElement(models.Model):
    """Something done (act), how (means) or to what end (purpose), of the whole case or of one person."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="elements")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="elements")
    part = models.CharField(max_length=8)
    value = CodedField(vocabulary="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "part", "value"], condition=models.Q(party=None), name="cases_said_once"
            ),
            models.UniqueConstraint(fields=["case", "party", "part", "value"], name="cases_said_once_of_a_person"),
            models.CheckConstraint(condition=models.Q(part__in=[part.value for part in Part]), name="cases_known_part"),
        ]


class RouteLeg(models.Model):
    """One part of the way, in its order; ``month`` is ``2026-03`` or empty."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="legs", db_index=False)
    position = models.PositiveSmallIntegerField()
    start = PlaceField()
    end = PlaceField()
    transport = CodedField(vocabulary="transport_mode")
    month = models.CharField(max_length=7, blank=True)
    note = models.BinaryField(default=b"")

    class Meta:
        indexes = [models.Index(fields=["case", "position", "id"], name="cases_legs_in_order")]


class CaseAccess(models.Model):
    """Who may open which case. ``opened_at`` and ``is_open`` repeat the case's, so that a person's list is one index."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="access")
    user = models.CharField(max_length=ID_LENGTH)
    given_by = models.CharField(max_length=ID_LENGTH)
    given_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "case"], name="cases_access_once")]
        indexes = [
            models.Index(fields=["user", "-opened_at", "-case"], name="cases_mine_newest"),
            models.Index(fields=["user", "is_open", "-opened_at", "-case"], name="cases_mine_open"),
        ]


class PutAway(models.Model):
    """A case that no list, search, request or match finds: it lies sealed until a head opens it again, or it was erased."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="put_away", primary_key=True)
    at = models.DateTimeField()


class NumberCounter(models.Model):
    """The last case number given in a year; its row is the lock under which numbers are given."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)
