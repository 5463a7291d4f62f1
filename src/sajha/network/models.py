"""The other nodes with their pinned keys, and what nodes say about each other."""

from django.db import models

from sajha.basics.ids import ID_LENGTH, new_id
from sajha.network.values import PeerStatus


def _notice_id() -> str:
    return new_id("notice")


class Peer(models.Model):
    """One other node. Keys are those that a person confirmed, or that follow from them by signed steps."""

    node_id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    organisation = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    url = models.CharField(max_length=280)
    places = models.JSONField(default=list)
    protocol = models.PositiveSmallIntegerField()
    signing_key = models.BinaryField()
    sealing_key = models.BinaryField()
    described_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=[(status, status) for status in PeerStatus])
    because = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["status", "organisation"], name="network_by_status")]


class Notice(models.Model):
    """One node's word that another was revoked there. Kept as it came; whether it suspended the member here is noted."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True, default=_notice_id)
    by = models.CharField(max_length=ID_LENGTH)
    about = models.CharField(max_length=ID_LENGTH)
    because = models.CharField(max_length=64)
    at = models.DateTimeField()
    suspended = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "about"], name="network_one_notice")]
