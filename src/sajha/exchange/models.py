"""How far each departure got, what came in from whom, and what was refused. Never a word of content."""

from django.db import models

from sajha.basics.ids import ID_LENGTH
from sajha.disclosure.models import Departure


class Line(models.Model):
    """The way to one member: whether something waits for it, until when it is left alone, and who works on it just now.

    ``busy``: there are open deliveries. ``failures`` in a row decide the pause; ``held_until`` is the worker's lease.
    """

    recipient = models.CharField(max_length=ID_LENGTH, primary_key=True)
    busy = models.BooleanField(default=False)
    failures = models.PositiveIntegerField(default=0)
    because = models.CharField(max_length=64, blank=True)
    next_try_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["busy", "next_try_at"], name="exchange_line_due")]


class Delivery(models.Model):
    """One departure on its way. ``open`` until the recipient's signed receipt is stored, or it is given up for a reason.

    ``taken``: the recipient's receipt said that it waits for a later one of the lane, so the next may follow this one.
    """

    departure = models.OneToOneField(Departure, models.PROTECT, primary_key=True, related_name="delivery")
    recipient = models.CharField(max_length=ID_LENGTH)
    thread = models.CharField(max_length=ID_LENGTH, blank=True)
    sequence = models.PositiveBigIntegerField()
    open = models.BooleanField(default=True)
    taken = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    because = models.CharField(max_length=64, blank=True)
    receipt = models.BinaryField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "thread", "sequence"], name="exchange_lane"),
            models.Index(
                fields=["recipient", "departure"], condition=models.Q(open=True), name="exchange_open_by_recipient"
            ),
        ]


class Strand(models.Model):
    """The newest sequence taken from one sender in one thread; its row is the lock under which the next is taken."""

    sender = models.CharField(max_length=ID_LENGTH)
    thread = models.CharField(max_length=ID_LENGTH, blank=True)
    last = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "thread"], name="exchange_one_strand")]
        indexes = [models.Index(fields=["sender", "at"], name="exchange_strand_by_time")]


class Arrival(models.Model):
    """A message that was taken or finally refused, once; the digest tells a repetition from another content under its id."""

    sender = models.CharField(max_length=ID_LENGTH)
    message_id = models.CharField(max_length=ID_LENGTH)
    thread = models.CharField(max_length=ID_LENGTH, blank=True)
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    digest = models.BinaryField()
    status = models.CharField(max_length=12)
    because = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "message_id"], name="exchange_arrives_once")]


class Refusal(models.Model):
    """How often something was refused from one sender for one reason on one day. ``sender`` is empty for whoever did not prove it."""

    sender = models.CharField(max_length=ID_LENGTH, blank=True)
    because = models.CharField(max_length=64)
    day = models.DateField()
    count = models.PositiveBigIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "because", "day"], name="exchange_one_refusal_a_day")]


class Forgotten(models.Model):
    """What this node had sent in a thread after the backup from which it was restored: known at the recipient, lost here."""

    recipient = models.CharField(max_length=ID_LENGTH)
    thread = models.CharField(max_length=ID_LENGTH, blank=True)
    messages = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "thread"], name="exchange_one_memory_loss")]
