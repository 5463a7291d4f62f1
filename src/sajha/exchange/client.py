"""The one outbound client. It goes to a pinned member's address, looked up once and checked, and nowhere else.

No redirects, no proxies from the environment, no private networks unless the configuration lists them, every wait bounded.
"""

import socket
import ssl
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from sajha.basics.config import NodeConfig
from sajha.exchange.rules import may_connect
from sajha.exchange.values import REPLY_LENGTH

DOOR = "/exchange/v1/"
TIMEOUT = httpx.Timeout(20.0, connect=5.0, pool=5.0)
LIMITS = httpx.Limits(max_connections=32, max_keepalive_connections=16, keepalive_expiry=10.0)


class NotReached(Exception):  # noqa: N818
    """The member's node gave no reply of the right shape; ``because`` says at which step."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


@lru_cache(maxsize=1)
def _client() -> httpx.Client:
    """One pool of connections for the process. Certificates are checked against the system's authorities (``SSL_CERT_FILE``)."""
    return httpx.Client(
        verify=ssl.create_default_context(), trust_env=False, follow_redirects=False, timeout=TIMEOUT, limits=LIMITS
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
    headers = {"Host": parts.netloc, "Content-Type": "application/octet-stream"}
    target = f"{parts.scheme}://{address}:{port}{DOOR}"
    try:
        return _exchange(target, frame, headers, host)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise NotReached("address.no_answer") from error


def _exchange(target: str, frame: bytes, headers: dict[str, str], host: str) -> bytes:
    given = {"content": frame, "headers": headers, "extensions": {"sni_hostname": host}}
    with _client().stream("POST", target, **given) as response:  # type: ignore[arg-type]
        if response.status_code != 200:
            raise NotReached("reply.not_a_node")
        reply = b""
        for part in response.iter_raw():
            reply += part
            if len(reply) > REPLY_LENGTH:
                raise NotReached("reply.not_a_node")
    if len(reply) != REPLY_LENGTH:
        raise NotReached("reply.not_a_node")
    return reply
