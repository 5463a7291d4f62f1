"""This node's checkpoints, what members answered to them, and what this node saw of theirs. Rows are only ever added to."""

from django.db import models

from sajha.basics.ids import ID_LENGTH


class OwnCheckpoint(models.Model):
    """A signed statement of this node about its record. ``areas``: up to which entry of each chain it reaches; told to nobody.

    The tree's leaves are the entries' digests: those of the first checkpoint by area, then those that the second added, and so on.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    size = models.PositiveBigIntegerField()
    areas = models.JSONField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()


class Answer(models.Model):
    """What became of a checkpoint at one member: waiting, countersigned or objected.

    ``content`` is the member's signed word; ``seen`` the checkpoint of ours (signed by us) with which the member answered instead.
    """

    member = models.CharField(max_length=ID_LENGTH)
    number = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    message = models.CharField(max_length=ID_LENGTH, blank=True)
    state = models.CharField(max_length=16)
    because = models.CharField(max_length=48, blank=True)
    anew = models.BooleanField(default=False)
    content = models.BinaryField(default=b"")
    seen = models.BinaryField(default=b"")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "digest"], name="countersign_one_answer")]
        indexes = [models.Index(fields=["member", "state", "number"], name="countersign_by_member")]


class Seen(models.Model):
    """A checkpoint of a member as it came: countersigned here, or objected to. ``accepted_by``: an auditor let it begin anew."""

    node = models.CharField(max_length=ID_LENGTH)
    number = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    state = models.CharField(max_length=16)
    because = models.CharField(max_length=48, blank=True)
    at = models.DateTimeField()
    accepted_by = models.CharField(max_length=ID_LENGTH, blank=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "digest"], name="countersign_seen_once")]
        indexes = [models.Index(fields=["node", "state", "id"], name="countersign_seen_by_node")]
