"""Counselling notes. Each is sealed under a key of its own in the care vault: ``vault.seal(note.id, "content", …, vault="care")``."""

from django.db import models

from sajha.basics.ids import ID_LENGTH


class CounsellingNote(models.Model):
    """``case`` is the id of a case of the care vault; ``revision`` counts the author's changes."""

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    case = models.CharField(max_length=ID_LENGTH)
    author = models.CharField(max_length=ID_LENGTH)
    content = models.BinaryField()
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["case", "written_at"], name="counselling_of_case"),
            models.Index(fields=["author", "-written_at"], name="counselling_own"),
        ]


class NoteReader(models.Model):
    """Somebody whom the author named. Taking back removes the row; the record of both stays."""

    note = models.ForeignKey(CounsellingNote, on_delete=models.CASCADE, related_name="named", db_index=False)
    user = models.CharField(max_length=ID_LENGTH)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="counselling_named_once")]
        indexes = [models.Index(fields=["user"], name="counselling_named")]
