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
