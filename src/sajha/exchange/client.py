"""The one outbound client. It goes to a pinned member's address, looked up once and checked, and nowhere else.

No redirects, no proxies from the environment, no private networks unless the configuration lists them, every wait bounded.
"""

import socket
import ssl
import threading
from functools import lru_cache
from time import monotonic
from typing import Any, cast
from urllib.parse import urlsplit

import httpcore
from django.conf import settings

from sajha.basics.config import NodeConfig
from sajha.exchange.rules import may_connect
from sajha.exchange.values import REPLY_LENGTH

DOOR = "/exchange/v1/"
TIMEOUT = {"connect": 5.0, "read": 20.0, "write": 20.0, "pool": 5.0}
WHOLE = 60.0  # seconds that one message may take, however slowly the other side drips


class NotReached(Exception):  # noqa: N818
    """The member's node gave no reply of the right shape; ``because`` says at which step."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


FAILURES = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.UnsupportedProtocol)
_until = threading.local()


class _Bounded(httpcore.NetworkStream):
    """A connection whose every wait ends with the time that the message of this thread has left."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(timeout: float | None) -> float:
    left = float(_until.at - monotonic())
    if left <= 0:
        raise httpcore.ReadTimeout
    return min(left, timeout or left)


class _Dialler(httpcore.SyncBackend):
    """Connects as httpcore does, and bounds what comes after."""

    def connect_tcp(self, *args: Any, **more: Any) -> httpcore.NetworkStream:
        return _Bounded(super().connect_tcp(*args, **more))


@lru_cache(maxsize=1)
def _connections() -> httpcore.ConnectionPool:
    """One pool for the process. Certificates are checked against the system's authorities (``SSL_CERT_FILE``)."""
    return httpcore.ConnectionPool(
        ssl_context=ssl.create_default_context(),
        max_connections=32,
        max_keepalive_connections=16,
        keepalive_expiry=10.0,
        network_backend=_Dialler(),
    )


def addresses_of(host: str, port: int) -> list[str]:
    """All addresses of a host, from one look-up; none when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def post(url: str, frame: bytes) -> bytes:
    """Send a frame to a node's door and give its reply. The connection goes to the very address that was checked.

    Raises:
        NotReached: not an allowed address, no connection, a redirect, an error, or a reply of another length.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    addresses = addresses_of(host, port)
    decision = may_connect(parts.scheme, addresses, listed=cast(NodeConfig, settings.CONFIG).allow_private)
    if not decision.allowed:
        raise NotReached(decision.because)
    address = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
    target = f"{parts.scheme}://{address}:{port}{DOOR}"
    headers: dict[bytes | str, bytes | str] = {
        "Host": parts.netloc,
        "Content-Type": "application/octet-stream",
        "Content-Length": str(len(frame)),
    }
    _until.at = monotonic() + WHOLE
    try:
        return _exchange(target, frame, headers, host)
    except (*FAILURES, OSError) as error:
        raise NotReached("address.no_answer") from error


def _exchange(target: str, frame: bytes, headers: dict[bytes | str, bytes | str], host: str) -> bytes:
    extensions = {"timeout": TIMEOUT, "sni_hostname": host}
    with _connections().stream("POST", target, content=frame, headers=headers, extensions=extensions) as response:
        if response.status != 200:
            raise NotReached("reply.not_a_node")
        reply = b""
        for part in response.iter_stream():
            reply += part
            if len(reply) > REPLY_LENGTH:
                raise NotReached("reply.not_a_node")
    if len(reply) != REPLY_LENGTH:
        raise NotReached("reply.not_a_node")
    return reply
