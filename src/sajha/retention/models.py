"""What persons decided about keeping, certificates of erasure, and the dates for lists.

``subject`` is the id of a case, or of a request that belongs to none. Words are sealed under it, so that they end with it.
"""

from typing import Any

from django.db import models

from sajha.basics.ids import ID_LENGTH
from sajha.retention.values import Entry


class Decided(models.Model):
    """One decision of a person, written once: neither changed nor deleted through its model."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    subject = models.CharField(max_length=ID_LENGTH)
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=40, blank=True)
    until = models.DateTimeField(null=True)
    of = models.CharField(max_length=ID_LENGTH, blank=True)
    by = models.CharField(max_length=ID_LENGTH)
    at = models.DateTimeField()
    reason = models.BinaryField(default=b"")
    authority = models.BinaryField(default=b"")
    order = models.BinaryField(default=b"")

    class Meta:
        indexes = [models.Index(fields=["subject", "at", "id"], name="retention_of_subject")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("kept as it was written")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("kept as it was written")

    def value(self) -> Entry:
        names = ("id", "kind", "by", "at", "code", "until", "of")
        return Entry(**{name: getattr(self, name) for name in names})


class Certificate(models.Model):
    """The signed certificate of an erasure, as it was handed out."""

    subject = models.CharField(max_length=ID_LENGTH, primary_key=True)
    vault = models.CharField(max_length=8, blank=True)
    number = models.CharField(max_length=16, blank=True)
    content = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at", "subject"], name="retention_newest_erasure")]


class Due(models.Model):
    """The dates of one matter, kept for lists: computed anew with each decision and, when the facts changed, by the clock.

    ``facts_at`` and ``list_version`` say of which facts and which list of classes; ``climbed_on`` for which date the auditor was told.
    """

    subject = models.CharField(max_length=ID_LENGTH, primary_key=True)
    kind = models.CharField(max_length=8)
    vault = models.CharField(max_length=8, blank=True)
    number = models.CharField(max_length=16, blank=True)
    class_id = models.CharField(max_length=40)
    state = models.CharField(max_length=8)
    next_on = models.DateTimeField(null=True)
    held = models.BooleanField(default=False)
    asked_by = models.CharField(max_length=ID_LENGTH, blank=True)
    facts_at = models.DateTimeField()
    list_version = models.CharField(max_length=16)
    climbed_on = models.DateTimeField(null=True)
    climbed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_on", "subject"], name="retention_by_date"),
            models.Index(fields=["state", "subject"], name="retention_by_state"),
            models.Index(fields=["climbed_at"], name="retention_climbed"),
        ]
