"""The one address for other nodes. It reads no more than a frame may hold, and its replies all look the same."""

from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from sajha.basics.clock import now
from sajha.exchange.envelope import Unreadable, read_header, silent_reply
from sajha.exchange.inbox import Reply, receive, silence
from sajha.exchange.pace import PACE
from sajha.exchange.values import HEADER, LARGEST_FRAME

TYPE = "application/octet-stream"


@csrf_exempt
def door(request: HttpRequest) -> HttpResponse:
    """Status 200 and ``REPLY_LENGTH`` bytes for every POST, 405 with as many for anything else."""
    if request.method != "POST":
        return HttpResponse(silent_reply(), TYPE, HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})
    remote, at = request.META.get("REMOTE_ADDR", ""), now()
    if not PACE.may_pass(remote, at=at):
        return HttpResponse(silent_reply(), TYPE)
    reply = _reply(request, at=at)
    if not reply.to_member:
        PACE.slow(remote)
    return HttpResponse(reply.content, TYPE)


# what the test of every address asks of a view; the door's own lock is the signature inside the frame
door.permission, door.methods = "public", ("POST",)  # type: ignore[attr-defined]


def _reply(request: HttpRequest, *, at: datetime) -> Reply:
    """Look at the declared length, then at the header, and only then read the rest."""
    stated = request.META.get("CONTENT_LENGTH") or "0"
    length = int(stated) if stated.isdecimal() and len(stated) < 12 else 0
    if length > LARGEST_FRAME:
        return silence("frame.too_large", at=at)
    try:
        head = request.read(HEADER.size)
        read_header(head, length=length)
        return receive(head + _rest(request, length - len(head)), at=at)
    except Unreadable as unreadable:
        return silence(unreadable.because, at=at)
    except OSError:  # the other side hung up
        return silence("frame.malformed", at=at)


def _rest(request: HttpRequest, wanted: int) -> bytes:
    parts = []
    while wanted > 0 and (part := request.read(min(wanted, 1 << 20))):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)
