"""The clock's work: a checkpoint every six hours, or sooner when much has left."""

from datetime import datetime

from sajha.basics.actor import SYSTEM
from sajha.countersign.actions import make_due_checkpoint


def checkpoint_due(at: datetime) -> int:
    """Make the checkpoint that is due and show it to the members; how many were made."""
    return make_due_checkpoint(by=SYSTEM, at=at)
