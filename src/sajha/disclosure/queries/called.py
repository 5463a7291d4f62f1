"""What another node called back of what it sent us: remembered for ever, so that it does not come in again."""

from datetime import datetime

from sajha.disclosure.models import Heard, HeldPackage
from sajha.liaison.queries import opened_at


def called_back(sender: str, package: str) -> set[str]:
    """The subjects of a package that its sender called back."""
    rows = Heard.objects.filter(sender=sender, package=package).values_list("subjects", flat=True)
    return {subject for subjects in rows for subject in subjects}


def called_back_after(thread: str, sender: str, at: datetime) -> bool:
    """Whether somebody in a package of this thread was called back after its sender said these words: they were under way then.

    What is still held of them on a ground does not hinder it, for words cannot be taken apart.
    """
    packages = HeldPackage.objects.filter(thread=thread, outward=False, other=sender)
    gone = packages.filter(parts__became="destroyed").values("pk")
    threads = Heard.objects.filter(sender=sender, package__in=gone).values_list("id", flat=True)
    return any(asked >= at for asked in opened_at(threads).values())
