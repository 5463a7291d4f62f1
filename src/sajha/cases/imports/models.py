"""Uploads on their way into the node. The file itself lies in the node's folder until it is stored, cancelled or an hour old."""

from django.db import models

from sajha.basics.ids import ID_LENGTH
from sajha.cases.imports.values import JobState


class ImportJob(models.Model):
    """``preview`` is sealed under the job's id; ``because`` with ``row`` and ``column`` say why it failed; ``attempts`` how often a
    worker took it up. Who works on it now is told by the lock on its file (``files.held``), which no death leaves behind.
    """

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    standard = models.CharField(max_length=8)
    vault = models.CharField(max_length=8)
    state = models.CharField(max_length=12, default=JobState.READING.value)
    owner = models.CharField(max_length=ID_LENGTH)
    size = models.PositiveBigIntegerField()
    preview = models.BinaryField(default=b"")
    rows = models.PositiveIntegerField(default=0)
    bad_cells = models.PositiveIntegerField(default=0)
    skip_bad_cells = models.BooleanField(default=False)
    added = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    because = models.CharField(max_length=48, blank=True)
    because_row = models.PositiveIntegerField(default=0)
    because_column = models.CharField(max_length=3, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    uploaded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-uploaded_at", "-id"], name="imports_mine_newest"),
            models.Index(fields=["state", "uploaded_at"], name="imports_due"),
        ]
