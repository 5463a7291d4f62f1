"""Threads, their moves, what was attached, whom an overdue one was told to, and notices about threads of others."""

from django.db import models

from sajha.basics.ids import ID_LENGTH
from sajha.liaison.values import Move as MoveValue
from sajha.liaison.values import MoveKind, Side, State

LABEL = 120


class Thread(models.Model):
    """A request between this node's organisation and another. State, due time and turn are the fold of its moves, kept for lists.

    ``side`` is ours. ``case`` is our own case and never leaves, ``source`` the package of others that we pass on; words are sealed under the thread's id. Times that are null keep
    a row out of a list, so that each list is one range of one index: ``due_at`` while open, ``our_due_at`` while it is our turn,
    ``answered_at`` while open and ours and the other side moved last, ``closed_at`` once ended.
    """

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    side = models.CharField(max_length=10)
    kind = models.CharField(max_length=32)
    urgency = models.CharField(max_length=10)
    asker = models.CharField(max_length=ID_LENGTH)
    recipient = models.CharField(max_length=ID_LENGTH, blank=True)
    other_name = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=16, blank=True)
    case = models.CharField(max_length=ID_LENGTH, blank=True)
    source = models.CharField(max_length=ID_LENGTH, blank=True)
    question = models.BinaryField(default=b"")
    choices = models.JSONField(default=dict)
    marks = models.BinaryField(default=b"")
    ground_reason = models.BinaryField(default=b"")
    state = models.CharField(max_length=16, default=State.DRAFT)
    outcome = models.CharField(max_length=32, blank=True)
    since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    climb_at = models.DateTimeField(null=True)
    rung = models.CharField(max_length=16, blank=True)
    our_due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    lamport = models.PositiveBigIntegerField(default=0)
    assigned_to = models.CharField(max_length=ID_LENGTH, blank=True)
    started_by = models.CharField(max_length=ID_LENGTH, blank=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["side", "due_at", "id"], name="liaison_by_due"),
            models.Index(fields=["side", "closed_at", "id"], name="liaison_by_end"),
            models.Index(fields=["side", "state", "changed_at", "id"], name="liaison_by_state"),
            models.Index(fields=["side", "our_due_at", "id"], name="liaison_our_turn"),
            models.Index(fields=["side", "answered_at"], name="liaison_answered"),
            models.Index(fields=["due_at", "id"], name="liaison_overdue"),
            models.Index(fields=["climb_at"], name="liaison_to_climb"),
            models.Index(fields=["case"], name="liaison_by_case"),
        ]


class Move(models.Model):
    """One move, written once. ``message`` is the signed message it left or came by; ``superseded`` says that it came too late."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="moves")
    author = models.CharField(max_length=ID_LENGTH)
    side = models.CharField(max_length=10)
    sequence = models.PositiveBigIntegerField()
    lamport = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    person = models.CharField(max_length=LABEL, blank=True)
    role = models.CharField(max_length=24, blank=True)
    code = models.CharField(max_length=32, blank=True)
    more = models.CharField(max_length=32, blank=True)
    words = models.BinaryField(default=b"")
    message = models.CharField(max_length=ID_LENGTH, blank=True)
    superseded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "author", "sequence"], name="liaison_one_move_per_step")
        ]

    def value(self) -> MoveValue:
        return MoveValue(
            id=self.id,
            author=self.author,
            side=Side(self.side),
            sequence=self.sequence,
            lamport=self.lamport,
            kind=MoveKind(self.kind),
            at=self.at,
            person=self.person,
            role=self.role,
            code=self.code,
            more=self.more,
        )


class Attachment(models.Model):
    """A document, sealed; or the hash of a picture or video and who holds it, with no content."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    move = models.OneToOneField(Move, on_delete=models.PROTECT, related_name="attachment")
    name = models.BinaryField(default=b"")
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    custodian = models.BinaryField(default=b"")
    content = models.BinaryField(default=b"")


class Told(models.Model):
    """An overseer's node that was told that a thread of ours is overdue, until the thread moves on."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="told")
    rung = models.CharField(max_length=16)
    node = models.CharField(max_length=ID_LENGTH)
    name = models.CharField(max_length=200)
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)


class OverseenNotice(models.Model):
    """Another organisation's thread that is overdue, as its overseer sees it: no name, no question, no case."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    thread = models.CharField(max_length=ID_LENGTH)
    asker = models.CharField(max_length=ID_LENGTH)
    asker_name = models.CharField(max_length=200)
    recipient_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=32)
    urgency = models.CharField(max_length=10)
    state = models.CharField(max_length=16)
    turn = models.CharField(max_length=10)
    rung = models.CharField(max_length=16)
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=LABEL, blank=True)
    reminded_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "thread"], name="liaison_one_notice_per_thread")]
        indexes = [models.Index(fields=["cleared_at", "due_at", "id"], name="liaison_notices_open")]
