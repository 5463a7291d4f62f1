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
    """One message that leaves, written with its effect. ``status`` is empty until the recipient's receipt: accepted or refused.

    ``package``: what it carries; then its body lies under the package's key, which ends when that is called back from where it went.
    """

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    recipient = models.CharField(max_length=ID_LENGTH)
    thread = models.CharField(max_length=ID_LENGTH, blank=True)
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    package = models.CharField(max_length=ID_LENGTH, blank=True)
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
    """A package that left or came: its head in clear, what it says in parts. ``outward``: we made it; ``source``: what was passed on by it, here
    or, of one that came in, at its sender's."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    thread = models.CharField(max_length=ID_LENGTH)
    outward = models.BooleanField()
    other = models.CharField(max_length=ID_LENGTH)
    source = models.CharField(max_length=ID_LENGTH, blank=True)
    tlp = models.CharField(max_length=16)
    handling = models.JSONField(default=list)
    conditions = models.BinaryField(default=b"")
    source_grade = models.CharField(max_length=1, blank=True)
    information_grade = models.CharField(max_length=1, blank=True)
    ground = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["thread", "at"], name="disclosure_packages"),
            models.Index(fields=["source"], name="disclosure_passed_on"),
        ]


class HeldPart(models.Model):
    """What a package says of one subject, sealed under this row's id, so that it is destroyed alone and for ever.

    ``became`` is empty while it is held, else ``destroyed``; ``asked_at``: its key went with the disk, its sender was asked for it again.
    """

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    package = models.ForeignKey(HeldPackage, on_delete=models.PROTECT, related_name="parts")
    subject = models.CharField(max_length=4, blank=True)
    content = models.BinaryField()
    became = models.CharField(max_length=12, blank=True)
    became_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "subject"], name="disclosure_one_part_per_subject")]


class Release(models.Model):
    """One edge of the disclosure ledger, written once: what of whom went to whom, for what, on what ground, until when.

    Names of fields, never values. One row for each subject of a package; ``party`` is our own person (empty for what is of the
    case, and for what we passed on: then ``source`` is the package by which it came, and ``source_subject`` the person in it).
    ``recipient`` is a node id, or ``own`` for a copy that the organisation took out for itself (an export).
    """

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.CharField(max_length=ID_LENGTH, blank=True)
    party = models.CharField(max_length=ID_LENGTH, blank=True)
    thread = models.CharField(max_length=ID_LENGTH, blank=True)
    package = models.CharField(max_length=ID_LENGTH, blank=True)
    subject = models.CharField(max_length=4, blank=True)
    source = models.CharField(max_length=ID_LENGTH, blank=True)
    source_subject = models.CharField(max_length=4, blank=True)
    recipient = models.CharField(max_length=ID_LENGTH)
    recipient_name = models.CharField(max_length=200, blank=True)
    recipient_kind = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=32)
    ground = models.CharField(max_length=32, blank=True)
    basis = models.CharField(max_length=ID_LENGTH, blank=True)
    ground_reason = models.BinaryField(default=b"")
    fields = models.JSONField(default=list)
    classes = models.JSONField(default=list)
    until = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField(default=1)
    by = models.CharField(max_length=ID_LENGTH)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "at"], name="disclosure_ledger_case"),
            models.Index(fields=["party", "at"], name="disclosure_ledger_party"),
            models.Index(fields=["recipient", "at"], name="disclosure_ledger_recipient"),
            models.Index(fields=["package", "subject"], name="disclosure_ledger_package"),
            models.Index(fields=["source", "source_subject"], name="disclosure_ledger_onward"),
        ]


class Recall(models.Model):
    """What we ask one holder to give up: the subjects of one package. Its id is that of the thread in which it is answered.

    ``upstream`` is the recall of others that we pass on by it; ``answer`` the holder's signed word, with those of the holders below it.
    """

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    package = models.CharField(max_length=ID_LENGTH)
    subjects = models.JSONField()
    recipient = models.CharField(max_length=ID_LENGTH)
    because = models.CharField(max_length=48)
    upstream = models.CharField(max_length=ID_LENGTH, blank=True)
    state = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    kept_ground = models.CharField(max_length=40, blank=True)
    kept_until = models.DateTimeField(null=True)
    answer = models.BinaryField(default=b"")

    class Meta:
        indexes = [
            models.Index(fields=["package", "-asked_at"], name="disclosure_recalls_of"),
            models.Index(fields=["upstream"], name="disclosure_recalls_on"),
            models.Index(fields=["state", "kept_until"], name="disclosure_recalls_state"),
        ]


class Called(models.Model):
    """The newest recall of an edge, for lists: an edge without one was never called back."""

    edge = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="called", primary_key=True)
    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="edges")


class Heard(models.Model):
    """A recall of another node, kept for ever: what it names is refused if it comes (again). ``told`` is our last word on it."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    sender = models.CharField(max_length=ID_LENGTH)
    package = models.CharField(max_length=ID_LENGTH)
    subjects = models.JSONField()
    because = models.CharField(max_length=48)
    heard_at = models.DateTimeField()
    told = models.CharField(max_length=12, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["sender", "package"], name="disclosure_heard_of")]


class Keeping(models.Model):
    """A named legal ground on which a part is kept although it is called back: ground, order, reason, end; by two persons."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    package = models.CharField(max_length=ID_LENGTH)
    subject = models.CharField(max_length=4, blank=True)
    ground = models.CharField(max_length=40)
    reference = models.BinaryField()
    reason = models.BinaryField()
    until = models.DateTimeField()
    asked_by = models.CharField(max_length=ID_LENGTH)
    asked_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=ID_LENGTH, blank=True)
    agreed_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=ID_LENGTH, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["package", "subject"], name="disclosure_keepings"),
            models.Index(fields=["ended_at", "until"], name="disclosure_kept_until"),
        ]


class Leave(models.Model):
    """Leave to pass on: these subjects of this package, to this organisation, for this kind of request, until then.

    Its id is that of the thread in which it was asked. ``ours``: we gave it; else we were given it.
    ``identity``: also what tells who somebody is.
    """

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    ours = models.BooleanField()
    package = models.CharField(max_length=ID_LENGTH)
    subjects = models.JSONField()
    asker = models.CharField(max_length=ID_LENGTH)
    recipient = models.CharField(max_length=ID_LENGTH)
    recipient_name = models.CharField(max_length=200)
    recipient_kind = models.CharField(max_length=40)
    purpose = models.CharField(max_length=32)
    identity = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    granted_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["package", "recipient"], name="disclosure_leaves")]


class Onward(models.Model):
    """What a holder told us: that a package of ours went on from it (or from one beyond it) to somebody else."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    package = models.CharField(max_length=ID_LENGTH)
    subjects = models.JSONField()
    by = models.CharField(max_length=ID_LENGTH)
    by_name = models.CharField(max_length=200)
    to = models.CharField(max_length=ID_LENGTH)
    to_name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["package", "at"], name="disclosure_went_on")]


class CrossedPackage(models.Model):
    """What crossed from one vault of this node into another: a frozen copy, of which only the receiving vault's readers see anything.

    It names neither the case nor the person it came from: that stands in the ledger of the vault from which it crossed.
    """

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    from_vault = models.CharField(max_length=8)
    to_vault = models.CharField(max_length=8)
    kind = models.CharField(max_length=32)
    ground = models.CharField(max_length=32, blank=True)
    marks = models.JSONField()
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["to_vault", "-at", "-id"], name="disclosure_crossed")]


class CrossedPart(models.Model):
    """What it says of one subject, sealed under this row's id with the key of the receiving vault; ``became`` as in a held part."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    package = models.ForeignKey(CrossedPackage, on_delete=models.PROTECT, related_name="parts")
    subject = models.CharField(max_length=4, blank=True)
    content = models.BinaryField()
    became = models.CharField(max_length=12, blank=True)
    became_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "subject"], name="disclosure_one_crossed_part")]
