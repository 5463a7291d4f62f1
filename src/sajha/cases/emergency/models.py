"""Access in an emergency, and who was told of it. Words lie sealed under the key of the case, so that its erasure erases them."""

from django.db import models

from sajha.basics.ids import ID_LENGTH


class EmergencyAccess(models.Model):
    """``case`` and ``vault`` are empty when no case has the number: such a wish waits in vain, like one that nobody confirms."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    number = models.CharField(max_length=16)
    case = models.CharField(max_length=ID_LENGTH, blank=True)
    vault = models.CharField(max_length=8, blank=True)
    asked_by = models.CharField(max_length=ID_LENGTH)
    asked_at = models.DateTimeField()
    hours = models.PositiveSmallIntegerField()
    reason = models.BinaryField()
    confirmed_by = models.CharField(max_length=ID_LENGTH, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    declined_by = models.CharField(max_length=ID_LENGTH, blank=True)
    declined_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=ID_LENGTH, blank=True)
    ended_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=ID_LENGTH, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=16, blank=True)
    review = models.BinaryField(default=b"")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by="") | ~models.Q(confirmed_by=models.F("asked_by")),
                name="emergency_two_persons",
            )
        ]
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="emergency_newest"),
            models.Index(fields=["asked_by", "-asked_at"], name="emergency_mine"),
        ]


class EmergencyNotice(models.Model):
    """Somebody who must know of an emergency, told when it was confirmed; ``seen_at`` once they looked."""

    emergency = models.ForeignKey(EmergencyAccess, on_delete=models.PROTECT, related_name="notices", db_index=False)
    user = models.CharField(max_length=ID_LENGTH)
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["emergency", "user"], name="emergency_told_once")]
        indexes = [models.Index(fields=["user", "-told_at"], name="emergency_told")]
