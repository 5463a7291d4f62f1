"""A person's own record in words of the reader's language: one text for the page, the sheet and the console."""

from sajha.survivor.telling.copies import CopyTold
from sajha.survivor.telling.whole import Help, LookTold, Part, PendingTold, Told, tell

__all__ = ["CopyTold", "Help", "LookTold", "Part", "PendingTold", "Told", "tell"]
