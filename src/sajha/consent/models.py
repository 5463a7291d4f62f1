"""Consent events, legal bases and votes: rows that are added and never changed.

Words lie sealed under the key of the case: ``vault.seal(row.case, f"{row.id}/words", …)``, so that erasing the case erases them.
"""

from typing import Any

from django.db import models

from sajha.basics.ids import ID_LENGTH
from sajha.cases.models import Case, Party


class Kept(models.Model):
    """A row that is written once: neither changed nor deleted through its model."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("kept as it was written")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("kept as it was written")


class ConsentEvent(Kept):
    """One thing that a person said. ``digest`` covers what it says and stands in the audit chain, so a changed row is found."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    giver = models.CharField(max_length=12)
    purposes = models.JSONField(default=list)
    audiences = models.JSONField(default=list)
    classes = models.JSONField(default=list)
    said_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    manner = models.CharField(max_length=12)
    notice_version = models.CharField(max_length=8, blank=True)
    notice_language = models.CharField(max_length=8, blank=True)
    spoken = models.CharField(max_length=8, blank=True)
    of = models.CharField(max_length=ID_LENGTH, blank=True)
    heard = models.BooleanField(default=False)
    words = models.BinaryField(default=b"")
    witness = models.BinaryField(default=b"")
    recorded_by = models.CharField(max_length=ID_LENGTH)
    recorded_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["case", "party", "said_at"], name="consent_history"),
            models.Index(fields=["kind", "until"], name="consent_ending"),
            models.Index(fields=["of", "kind"], name="consent_about_another"),
        ]


class LegalBasis(Kept):
    """A named ground asked for instead of consent. Reason and order are sealed; what became of it is computed from the votes."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    ground = models.CharField(max_length=40)
    ground_version = models.CharField(max_length=8)
    purpose = models.CharField(max_length=20)
    audience = models.CharField(max_length=80)
    classes = models.JSONField(default=list)
    until = models.DateTimeField()
    order = models.BinaryField()
    reason = models.BinaryField()
    opened_by = models.CharField(max_length=ID_LENGTH)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "party", "-opened_at"], name="consent_bases")]


class BasisVote(Kept):
    """What one person decided, sealed until two have. One each."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="votes")
    voter = models.CharField(max_length=ID_LENGTH)
    opinion = models.BinaryField()
    words = models.BinaryField(default=b"")
    voted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["basis", "voter"], name="consent_one_vote_each")]


class BasisEnd(Kept):
    """A basis ended before its day."""

    basis = models.OneToOneField(LegalBasis, on_delete=models.PROTECT, related_name="end", primary_key=True)
    ended_by = models.CharField(max_length=ID_LENGTH)
    ended_at = models.DateTimeField()
