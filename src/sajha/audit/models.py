"""The append-only record, one chain per area."""

from django.db import models

from sajha.audit.values import START, Entry
from sajha.basics.ids import ID_LENGTH


class ChainHead(models.Model):
    """The newest entry of an area's chain; its row is the lock under which the chain grows."""

    area = models.CharField(max_length=24, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=START)


class AuditEntry(models.Model):
    """A row is written once and never changed; :meth:`value` is what the digest covers."""

    area = models.CharField(max_length=24)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=ID_LENGTH)
    actor_kind = models.CharField(max_length=8)
    actor_label = models.CharField(max_length=120)
    action = models.CharField(max_length=48)
    subject = models.CharField(max_length=ID_LENGTH, blank=True)
    about = models.CharField(max_length=ID_LENGTH)
    reason = models.BinaryField()
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "seq"], name="audit_one_entry_per_step")]
        indexes = [
            models.Index(fields=["subject", "action"], name="audit_by_subject"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def value(self) -> Entry:
        return Entry(
            area=self.area,
            seq=self.seq,
            at=self.at,
            actor=self.actor,
            actor_kind=self.actor_kind,
            action=self.action,
            subject=self.subject,
            reason=bytes(self.reason).hex(),
            detail=self.detail,
            previous=self.previous,
        )
