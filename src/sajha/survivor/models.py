"""One-time codes, the visits that they opened, wrong tries, and what people asked for. No name and no code stands here in clear."""

from django.db import models

from sajha.basics.ids import ID_LENGTH
from sajha.cases.models import Case, Party


class OneTimeCode(models.Model):
    """A code that a worker made for one person. ``handle`` finds it, ``digest`` (keyed) proves it; it opens once."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    handle = models.CharField(max_length=8, unique=True)
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    made_by = models.CharField(max_length=ID_LENGTH)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class OwnVisit(models.Model):
    """The browser that typed a right code: its cookie, as a keyed digest, until ``ends_at`` or until it left."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    code = models.OneToOneField(OneTimeCode, on_delete=models.CASCADE, related_name="visit")
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class WrongTry(models.Model):
    """A code that did not open. ``of``: keyed digest of its handle, or of the address from which it came."""

    of = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["of", "at"], name="survivor_tries")]


class OwnWish(models.Model):
    """What a person asked for, until a worker has talked with them."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=16)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=ID_LENGTH, blank=True)

    class Meta:
        indexes = [models.Index(fields=["answered_at", "at"], name="survivor_wishes_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "wish"], condition=models.Q(answered_at=None), name="survivor_one_open_wish"
            )
        ]
