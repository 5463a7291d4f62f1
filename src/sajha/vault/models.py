"""The wrapped key of each record. Destroying the row's key is the erasure of everything sealed under it."""

from django.db import models

from sajha.basics.ids import ID_LENGTH


class RecordKey(models.Model):
    """An AES-256 key, wrapped (AES-GCM) by the key of its vault (empty: of what belongs to none).

    ``wrapped`` is empty once destroyed, the row stays as proof.
    """

    record = models.CharField(max_length=ID_LENGTH, primary_key=True)
    vault = models.CharField(max_length=16, blank=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)
