"""Searches, what was asked of whom, what agreed and what people made of it; and the blinded sets, ours and those of partners.

Of a value that was asked there is no column: what must be kept until the answer comes lies sealed under a key of its own, which is
destroyed with the answer.
"""

from django.db import models

from sajha.basics.ids import ID_LENGTH
from sajha.matching.values import AskedState, SearchState, SetName, SightingState, Verdict

SUBJECT_LENGTH = ID_LENGTH + 20
"""An identifier's id, or a person's with the name of a field such as ``/phones``."""


class Setting(models.Model):
    """This node's settings, one row for every change; the newest holds. ``reason`` is of the standing ground of what runs by itself."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    content = models.JSONField()
    ground_reason = models.BinaryField(default=b"")
    by = models.CharField(max_length=ID_LENGTH)
    at = models.DateTimeField()


class Search(models.Model):
    """ "Seen elsewhere?" for things and persons of one case. ``items`` are ids of rows and their sorts, never values."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.CharField(max_length=ID_LENGTH)
    purpose = models.CharField(max_length=16)
    ground = models.CharField(max_length=20)
    ground_reason = models.BinaryField(default=b"")
    items = models.JSONField()
    partners = models.JSONField()
    reach = models.CharField(max_length=4)
    state = models.CharField(max_length=8)
    held_because = models.CharField(max_length=48, blank=True)
    second = models.CharField(max_length=ID_LENGTH, blank=True)
    by_itself = models.BooleanField(default=False)
    by = models.CharField(max_length=ID_LENGTH)
    at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=list(SearchState)), name="matching_known_search_state")
        ]
        indexes = [
            models.Index(fields=["case", "-at"], name="matching_of_case"),
            models.Index(fields=["state", "ends_at"], name="matching_ending"),
            models.Index(fields=["by", "-at"], name="matching_of_user"),
        ]


class Asked(models.Model):
    """One search's question to one partner. ``blinds`` is what is needed to read the answer, sealed under ``question``,
    the id of the message: a question that is asked again has another."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="asked")
    partner = models.CharField(max_length=ID_LENGTH)
    question = models.CharField(max_length=ID_LENGTH, blank=True)
    epoch = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=12)
    because = models.CharField(max_length=48, blank=True)
    blinds = models.BinaryField(default=b"")
    count = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "partner"], name="matching_asked_once"),
            models.CheckConstraint(condition=models.Q(state__in=list(AskedState)), name="matching_known_asked_state"),
        ]
        indexes = [models.Index(fields=["state", "at"], name="matching_waiting")]


class Kept(models.Model):
    """The tokens of one item under the partner's key: while the search runs, every new set of the partner is looked through for them."""

    asked = models.ForeignKey(Asked, on_delete=models.CASCADE, related_name="kept")
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    tokens = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asked", "subject"], name="matching_kept_once")]


class Hit(models.Model):
    """A thing or person of ours agrees with something that the partner knows. ``signs`` names what agrees; ``share`` how rare that is."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    asked = models.ForeignKey(Asked, on_delete=models.CASCADE, related_name="hits")
    case = models.CharField(max_length=ID_LENGTH)
    party = models.CharField(max_length=ID_LENGTH, blank=True)
    thing = models.CharField(max_length=SUBJECT_LENGTH, blank=True)
    sort = models.CharField(max_length=16)
    agreed = models.JSONField()
    differed = models.JSONField()
    share = models.FloatField(null=True)
    by_chance = models.FloatField(null=True)
    at = models.DateTimeField()
    again_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asked", "party", "thing"], name="matching_hit_once")]
        indexes = [models.Index(fields=["case", "-at"], name="matching_hits_of_case")]


class Judgement(models.Model):
    """What a person makes of an agreement; a later one is added, none is changed. ``of`` is a hit or a sighting."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    of = models.CharField(max_length=ID_LENGTH)
    verdict = models.CharField(max_length=10)
    reason = models.BinaryField(default=b"")
    case = models.CharField(max_length=ID_LENGTH)
    by = models.CharField(max_length=ID_LENGTH)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(verdict__in=list(Verdict)), name="matching_known_verdict")
        ]
        indexes = [models.Index(fields=["of", "-at"], name="matching_judged")]


class Sighting(models.Model):
    """Somebody with authority looks for a person like one whom we care for: told to those who may open the case, to nobody else."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    seeker = models.CharField(max_length=ID_LENGTH)
    case = models.CharField(max_length=ID_LENGTH)
    party = models.CharField(max_length=ID_LENGTH, blank=True)
    thing = models.CharField(max_length=SUBJECT_LENGTH, blank=True)
    sort = models.CharField(max_length=16)
    agreed = models.JSONField()
    differed = models.JSONField()
    share = models.FloatField(null=True)
    by_chance = models.FloatField(null=True)
    state = models.CharField(max_length=10, default=SightingState.OPEN.value)
    reason = models.BinaryField(default=b"")
    decided_by = models.CharField(max_length=ID_LENGTH, blank=True)
    decided_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    again_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seeker", "party", "thing"], name="matching_sighted_once"),
            models.CheckConstraint(condition=models.Q(state__in=list(SightingState)), name="matching_known_sighting"),
        ]
        indexes = [
            models.Index(fields=["state", "-at"], name="matching_sightings"),
            models.Index(fields=["case"], name="matching_sighting_of_case"),
        ]


class Published(models.Model):
    """The tokens of one subject in the set for one partner, under the key of one epoch: they say nothing without that key."""

    partner = models.CharField(max_length=ID_LENGTH)
    set = models.CharField(max_length=8)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    epoch = models.CharField(max_length=32)
    mark = models.BinaryField(default=b"")
    tokens = models.BinaryField(default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "set", "subject"], name="matching_published_once"),
            models.CheckConstraint(condition=models.Q(set__in=list(SetName)), name="matching_known_set"),
        ]
        indexes = [models.Index(fields=["set", "subject"], name="matching_published_subject")]


class OwnTable(models.Model):
    """What of a set was last sent to a partner, so that the next time what changed is enough; how many values too many records share.

    ``due``: something changed in ``Published`` since.
    """

    partner = models.CharField(max_length=ID_LENGTH)
    set = models.CharField(max_length=8)
    epoch = models.CharField(max_length=32)
    version = models.PositiveIntegerField()
    content = models.BinaryField(default=b"")
    entries = models.PositiveIntegerField(default=0)
    capped = models.PositiveIntegerField(default=0)
    sent_to = models.CharField(max_length=ID_LENGTH)
    due = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "set"], name="matching_own_table")]


class PartnerTable(models.Model):
    """A partner's blinded set as it came to us, for us or (``reader``) kept here for another member, who asks it by part.

    Its tokens lie in ``content`` or, of a large set, in the partition of that number (``held/partitions.py``); ``digest`` names them.
    """

    owner = models.CharField(max_length=ID_LENGTH)
    reader = models.CharField(max_length=ID_LENGTH, blank=True)
    set = models.CharField(max_length=8)
    epoch = models.CharField(max_length=32)
    version = models.PositiveIntegerField()
    content = models.BinaryField(default=b"")
    partition = models.PositiveBigIntegerField(default=0)
    digest = models.BinaryField(default=b"")
    incoming_version = models.PositiveIntegerField(default=0)
    incoming_part = models.PositiveIntegerField(default=0)
    complete = models.BooleanField(default=False)
    held_by = models.CharField(max_length=ID_LENGTH, blank=True)
    bits = models.PositiveSmallIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "reader", "set"], name="matching_partner_table")]


class TableArrived(models.Model):
    """A part of a set that comes in several: kept until the last one is here."""

    table = models.ForeignKey(PartnerTable, on_delete=models.CASCADE, related_name="parts")
    part = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "part"], name="matching_part_once")]


class PartnerOffer(models.Model):
    """What a partner last told of its matching: what it publishes and asks, and whom to turn to."""

    partner = models.CharField(max_length=ID_LENGTH, primary_key=True)
    publishes = models.JSONField(default=list)
    asks = models.JSONField(default=list)
    contact = models.CharField(max_length=200, blank=True)
    records = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()


class Told(models.Model):
    """What a partner was last told of our matching, as a digest, so that it is told again when something changed."""

    partner = models.CharField(max_length=ID_LENGTH, primary_key=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()


class Carried(models.Model):
    """Tokens of one of our people under a seeker's key: evaluated once, compared here with every set that the seeker publishes."""

    seeker = models.CharField(max_length=ID_LENGTH)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    case = models.CharField(max_length=ID_LENGTH)
    epoch = models.CharField(max_length=32)
    mark = models.BinaryField(default=b"")
    tokens = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seeker", "subject"], name="matching_carried_once")]


class EpochBegun(models.Model):
    """When an epoch of keys began here; ``name`` is public, its secret lies in a file beside the node's other keys."""

    name = models.CharField(max_length=32, primary_key=True)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()


class Seen(models.Model):
    """The state of a record when it was last asked about by itself, so that only what is new or changed is asked again."""

    subject = models.CharField(max_length=SUBJECT_LENGTH, primary_key=True)
    mark = models.BinaryField(default=b"")


class Indexed(models.Model):
    """The tokens of one subject of ours under a key that never leaves: to find, among our own, whom a granted request speaks of."""

    subject = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.CharField(max_length=ID_LENGTH)
    epoch = models.CharField(max_length=32)
    mark = models.BinaryField(default=b"")
    tokens = models.BinaryField(default=b"")


class Cycle(models.Model):
    """A batch that this node asked a seeker to evaluate; the same size in every cycle. ``blinds`` is sealed under its id."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    seeker = models.CharField(max_length=ID_LENGTH)
    epoch = models.CharField(max_length=32)
    blinds = models.BinaryField(default=b"")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["seeker", "-at"], name="matching_cycles")]


class Evaluation(models.Model):
    """A question of a partner that this node answered or refused: how much, for what, by whom there. Nothing of what was asked."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    question = models.CharField(max_length=ID_LENGTH)
    partner = models.CharField(max_length=ID_LENGTH)
    set = models.CharField(max_length=8)
    purpose = models.CharField(max_length=16, blank=True)
    ground = models.CharField(max_length=20, blank=True)
    person = models.CharField(max_length=120, blank=True)
    elements = models.PositiveIntegerField()
    second = models.BooleanField(default=False)
    because = models.CharField(max_length=48, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "question"], name="matching_evaluated_once")]
        indexes = [models.Index(fields=["partner", "-at"], name="matching_evaluated")]


class Mark(models.Model):
    """That somebody asked about a value, as a keyed mark that only this node can make: to see sweeps and repetition. Kept 30 days."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    search = models.CharField(max_length=ID_LENGTH)
    user = models.CharField(max_length=ID_LENGTH)
    case = models.CharField(max_length=ID_LENGTH)
    value = models.CharField(max_length=32)
    stem = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["user", "-at"], name="matching_marks_of_user"),
            models.Index(fields=["case", "-at"], name="matching_marks_of_case"),
            models.Index(fields=["at"], name="matching_old_marks"),
        ]


class Protected(models.Model):
    """A value about which nobody asks alone: of a colleague or of somebody widely known. Kept as a mark; ``label`` says of whom it is."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    sort = models.CharField(max_length=16)
    mark = models.CharField(max_length=32, unique=True)
    label = models.BinaryField(default=b"")
    by = models.CharField(max_length=ID_LENGTH)
    at = models.DateTimeField()
