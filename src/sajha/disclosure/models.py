"""What left this node, and in which order for each recipient."""

from django.db import models

from sajha.basics.ids import ID_LENGTH


class Lane(models.Model):
    """The last sequence number used towards one recipient in one thread; its row is the lock under which the next is taken."""

    recipient = models.CharField(max_length=ID_LENGTH)
    thread = models.CharField(max_length=ID_LENGTH, blank=True)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "thread"], name="disclosure_one_lane")]


class Departure(models.Model):
    """One message that leaves, written with its effect. ``status`` is empty until the recipient's receipt: accepted or refused."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    recipient = models.CharField(max_length=ID_LENGTH)
    thread = models.CharField(max_length=ID_LENGTH, blank=True)
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    body = models.BinaryField()
    released_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=16, blank=True)
    because = models.CharField(max_length=64, blank=True)
    receipted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "thread", "sequence"], name="disclosure_one_step_per_lane")
        ]
        indexes = [
            models.Index(fields=["thread", "released_at"], name="disclosure_by_thread"),
            models.Index(fields=["status", "released_at"], name="disclosure_waiting"),
        ]


class HeldPackage(models.Model):
    """A package that left or came, as it was: sealed under its thread. ``outward``: we made it."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    thread = models.CharField(max_length=ID_LENGTH)
    outward = models.BooleanField()
    other = models.CharField(max_length=ID_LENGTH)
    tlp = models.CharField(max_length=16)
    ground = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["thread", "at"], name="disclosure_packages")]


class Release(models.Model):
    """One edge of the disclosure ledger: which fields went to whom, for what, on what ground. Names of fields, never values.

    ``recipient`` is a node id, or ``own`` for a copy that the organisation took out for itself (an export).
    """

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.CharField(max_length=ID_LENGTH, blank=True)
    thread = models.CharField(max_length=ID_LENGTH, blank=True)
    package = models.CharField(max_length=ID_LENGTH, blank=True)
    recipient = models.CharField(max_length=ID_LENGTH)
    recipient_name = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=32)
    ground = models.CharField(max_length=32, blank=True)
    ground_reason = models.BinaryField(default=b"")
    fields = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField(default=1)
    by = models.CharField(max_length=ID_LENGTH)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "at"], name="disclosure_ledger_case"),
            models.Index(fields=["recipient", "at"], name="disclosure_ledger_recipient"),
        ]
