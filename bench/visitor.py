"""Somebody at a browser: signs in with password and authenticator app, then asks for pages over one connection."""

import http.client
import re
import threading
import time
from urllib.parse import urlencode

from bench.fill import HEAD, WORKER

FIELD = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
PEOPLE = {"worker": WORKER, "head": HEAD}


class Visitor:
    """Keeps its connection and its cookies."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Status and content; redirects are not followed."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        self.connection.request(method, path, urlencode(fields or {}) or None, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for given in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = given.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, content

    def sign_in(self, person: str) -> "Visitor":
        """As a person of the demonstration's cast."""
        from sajha.cli.demo.cast import MEMBERS, PASSWORD
        from sajha.cli.demo.settle import code_now

        secret = next(one.secret for member in MEMBERS for one in member.people if one.username == person)
        self._send("/sign-in/", login=person, password=PASSWORD)
        self._send("/sign-in/code/", code=code_now(secret))
        return self

    def _send(self, path: str, **fields: str) -> None:
        _, page = self.ask("GET", path)
        found = FIELD.search(page.decode())
        assert found, f"no form at {path}"
        status, _ = self.ask("POST", path, {"csrfmiddlewaretoken": found[1], **fields})
        assert status == 302, f"not let in at {path}"

    def again(self) -> "Visitor":
        """Another connection of the same browser."""
        other = Visitor(self.port)
        other.cookies = dict(self.cookies)
        return other

    def read(self, path: str, times: int) -> None:
        """Ask for a page so many times."""
        for _ in range(times):
            status, _content = self.ask("GET", path)
            assert status == 200, f"{path}: {status}"


def side_by_side(visitor: Visitor, path: str, times: int, connections: int) -> float:
    """Seconds for so many requests over several connections at once."""
    readers = [visitor.again() for _ in range(connections)]
    threads = [threading.Thread(target=reader.read, args=(path, times // connections)) for reader in readers]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - begun
