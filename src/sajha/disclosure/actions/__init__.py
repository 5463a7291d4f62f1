"""Every verb by which something leaves this node: each in one transaction with its effect."""

from sajha.disclosure.actions.departures import depart, renumber
from sajha.disclosure.actions.exports import release_export
from sajha.disclosure.actions.moves import attach_document, make_move, record_media
from sajha.disclosure.actions.oversight import climb_thread, mark_seen, remind_them
from sajha.disclosure.actions.requests import send_request

__all__ = [
    "attach_document",
    "climb_thread",
    "depart",
    "renumber",
    "make_move",
    "mark_seen",
    "record_media",
    "release_export",
    "remind_them",
    "send_request",
]
