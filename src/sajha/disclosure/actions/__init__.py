"""Every verb by which something leaves this node: each in one transaction with its effect."""

from sajha.disclosure.actions.court import release_court_pack
from sajha.disclosure.actions.crossing import cross_vault, crossing_mark, open_crossed
from sajha.disclosure.actions.departures import depart, renumber
from sajha.disclosure.actions.exports import release_export
from sajha.disclosure.actions.keeping import agree_to_keep, ask_to_keep, end_keeping
from sajha.disclosure.actions.leave import ask_leave, grant_leave
from sajha.disclosure.actions.moves import attach_document, make_move, record_media
from sajha.disclosure.actions.opening import OPENED, open_packages
from sajha.disclosure.actions.oversight import climb_thread, mark_seen, remind_them
from sajha.disclosure.actions.recall import recall_by_hand
from sajha.disclosure.actions.requests import send_request

__all__ = [
    "cross_vault",
    "crossing_mark",
    "open_crossed",
    "OPENED",
    "agree_to_keep",
    "ask_leave",
    "ask_to_keep",
    "attach_document",
    "climb_thread",
    "depart",
    "end_keeping",
    "grant_leave",
    "renumber",
    "make_move",
    "mark_seen",
    "open_packages",
    "recall_by_hand",
    "record_media",
    "release_court_pack",
    "release_export",
    "remind_them",
    "send_request",
]
