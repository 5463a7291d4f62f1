"""The organisations that this node knows, and where each is responsible."""

from django.db import models

from sajha.basics.ids import ID_LENGTH
from sajha.terms.fields import PlaceField


class Organisation(models.Model):
    """Public facts of an office (class S0). ``words`` is what a search looks through; ``origin_key`` names a register's row."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    kind = models.CharField(max_length=32)
    name = models.CharField(max_length=200)
    words = models.TextField()
    seat = PlaceField()
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    node = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=16)
    origin_key = models.CharField(max_length=64, blank=True)
    source_day = models.DateField(null=True)
    changed_at = models.DateTimeField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node"], condition=~models.Q(node=""), name="directory_one_entry_per_node"),
            models.UniqueConstraint(
                fields=["origin_key"], condition=~models.Q(origin_key=""), name="directory_one_entry_per_register_row"
            ),
        ]
        indexes = [models.Index(fields=["name", "id"], name="directory_by_name")]


class Jurisdiction(models.Model):
    """One place for which an organisation is responsible, and who said so."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="jurisdictions")
    place = PlaceField()
    stated_by = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "place", "stated_by"], name="directory_one_row_per_place")
        ]
        indexes = [models.Index(fields=["place"], name="directory_by_place")]
