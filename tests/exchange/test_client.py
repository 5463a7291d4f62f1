"""The outbound client goes to the checked address of a pinned member, and nowhere else."""

import contextlib
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from sajha.exchange import client
from sajha.exchange.client import NotReached, post
from sajha.exchange.rules import may_connect
from sajha.exchange.values import REPLY_LENGTH

LOOPBACK = ("127.0.0.0/8",)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.0.8", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:1::1",
    ],
)  # fmt: skip
def test_no_address_that_is_not_public_unless_listed(address):
    assert may_connect("https", [address], listed=()).because == "address.not_public"
    assert may_connect("https", ["93.184.216.34", address], listed=()).because == "address.not_public"


def test_public_addresses_only_encrypted_listed_ones_also_in_clear():
    assert may_connect("https", ["93.184.216.34", "2606:2800:220:1::1"], listed=()).allowed
    assert may_connect("http", ["93.184.216.34"], listed=()).because == "address.not_encrypted"
    assert may_connect("http", ["127.0.0.1"], listed=LOOPBACK).allowed
    assert may_connect("http", ["::ffff:127.0.0.1"], listed=LOOPBACK).allowed
    assert may_connect("http", ["127.0.0.1", "10.0.0.1"], listed=LOOPBACK).because == "address.not_public"
    assert may_connect("http", ["127.0.0.1", "93.184.216.34"], listed=LOOPBACK).because == "address.not_public"
    assert may_connect("https", [], listed=LOOPBACK).because == "address.unknown"


@given(st.ip_addresses())
def test_nothing_listed_means_public_and_encrypted_only(address):
    assert not may_connect("http", [str(address)], listed=()).allowed
    if may_connect("https", [str(address)], listed=()).allowed:
        assert address.is_global


class Door(BaseHTTPRequestHandler):
    """A server of the test: answers as ``answer`` says, and keeps what it was asked."""

    answer = (200, {}, b"r" * REPLY_LENGTH)
    asked: list = []

    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Door.asked.append((self.path, dict(self.headers), body))
        status, headers, content = Door.answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST  # noqa: N815

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving(certificate=None):
    Door.asked, Door.answer = [], (200, {}, b"r" * REPLY_LENGTH)
    server = HTTPServer(("127.0.0.1", 0), Door)
    server.handle_error = lambda *_: None  # the client hangs up on a reply that is too long
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def door():
    with serving() as port:
        yield port


def failed(url, frame=b"frame"):
    with pytest.raises(NotReached) as failure:
        post(url, frame)
    return failure.value.because


def test_a_frame_goes_to_the_door_and_the_reply_comes_back(door):
    assert post(f"http://127.0.0.1:{door}", b"frame") == b"r" * REPLY_LENGTH
    ((path, headers, body),) = Door.asked
    assert (path, headers["Host"], body) == ("/exchange/v1/", f"127.0.0.1:{door}", b"frame")


def test_a_redirect_is_not_followed(door):
    Door.answer = (307, {"Location": f"http://127.0.0.1:{door}/elsewhere"}, b"")
    assert failed(f"http://127.0.0.1:{door}") == "reply.not_a_node"
    assert len(Door.asked) == 1


@pytest.mark.parametrize("content", [b"", b"short", b"r" * (REPLY_LENGTH + 1), b"r" * 5_000_000])
def test_a_reply_of_another_length_is_none(door, content):
    Door.answer = (200, {}, content)
    assert failed(f"http://127.0.0.1:{door}") == "reply.not_a_node"


def test_a_reply_that_unpacks_is_not_unpacked(door):
    Door.answer = (200, {"Content-Encoding": "gzip"}, b"r" * REPLY_LENGTH)
    assert post(f"http://127.0.0.1:{door}", b"frame") == b"r" * REPLY_LENGTH


def test_a_proxy_in_the_environment_is_not_used(door, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    client._connections.cache_clear()
    assert post(f"http://127.0.0.1:{door}", b"frame")


def test_the_name_is_looked_up_once_and_the_checked_address_used(door, monkeypatch):
    looked_up, real = [], socket.getaddrinfo

    def look_up(host, port, *rest, **more):
        if host == "127.0.0.1":  # the address itself, as the connection is made
            return real(host, port, *rest, **more)
        looked_up.append(host)
        address = "127.0.0.1" if len(looked_up) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(client.socket, "getaddrinfo", look_up)
    assert post(f"http://node.example:{door}", b"frame")
    assert Door.asked[0][1]["Host"] == f"node.example:{door}"
    assert looked_up == ["node.example"]


@pytest.fixture
def encrypted_door(tmp_path, monkeypatch):
    """The same door with a certificate for node.example that this machine trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "node.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1)
    )
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("node.example")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    (tmp_path / "pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "pem"))
    client._connections.cache_clear()
    monkeypatch.setattr(client, "addresses_of", lambda host, port: ["127.0.0.1"])
    with serving(tmp_path / "pem") as port:
        yield port
    client._connections.cache_clear()


def test_the_certificate_is_of_the_name_and_not_of_the_address(encrypted_door):
    assert post(f"https://node.example:{encrypted_door}", b"frame") == b"r" * REPLY_LENGTH
    assert Door.asked[0][1]["Host"] == f"node.example:{encrypted_door}"
    client._connections.cache_clear()
    assert failed(f"https://other.example:{encrypted_door}") == "address.no_answer"


def test_a_certificate_that_nobody_trusts_is_refused(encrypted_door, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    client._connections.cache_clear()
    assert failed(f"https://node.example:{encrypted_door}") == "address.no_answer"
    assert Door.asked == []


def test_a_reply_that_only_drips_is_given_up(monkeypatch):
    """The other side sends a byte whenever the reader would have lost patience."""
    monkeypatch.setattr(client, "WHOLE", 0.5)
    listening = socket.create_server(("127.0.0.1", 0))

    def drip():
        connection, _ = listening.accept()
        with contextlib.suppress(OSError):
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 400:
                connection.send(bytes([byte]))
                time.sleep(0.05)

    threading.Thread(target=drip, daemon=True).start()
    begun = time.monotonic()
    assert failed(f"http://127.0.0.1:{listening.getsockname()[1]}") == "address.no_answer"
    assert time.monotonic() - begun < 3
    listening.close()


@pytest.mark.parametrize(
    ("url", "because"),
    [
        ("http://10.0.0.1", "address.not_public"),
        ("https://169.254.169.254", "address.not_public"),
        ("https://[::1]:1", "address.not_public"),
        ("http://127.0.0.1:1", "address.no_answer"),
        ("https://127.0.0.1:1", "address.no_answer"),
        ("http://no-such-name.invalid", "address.unknown"),
        ("http://", "address.unknown"),
    ],
)
def test_what_cannot_be_reached_says_at_which_step(url, because):
    assert failed(url) == because
