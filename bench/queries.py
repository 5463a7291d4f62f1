"""How many queries each page makes, and where its time goes.

Run inside a node's environment: ``python -m bench.queries`` prints one JSON line; with the name of a page as well
(``python -m bench.queries cases_head``) it lists the queries and the profile of 300 requests instead.
"""

import cProfile
import json
import pstats
import sys
import time
from collections.abc import Callable
from typing import Any

import django

Ask = Callable[[], Any]


def main() -> dict[str, int]:
    from bench.pages import PAGES

    counted = {}
    for name, path, who in PAGES:
        ask = _client(who, path)
        ask()
        counted[name] = len(_queries(ask))
    return counted


def profile(wanted: str) -> None:
    from bench.pages import PAGES

    path, who = next((path, who) for name, path, who in PAGES if name == wanted)
    ask = _client(who, path)
    for _ in range(30):
        ask()
    for sql, seconds in _queries(ask):
        print(f"{1000 * seconds:7.2f} ms  {sql[:300]}")
    begun = time.process_time()
    for _ in range(300):
        ask()
    print(
        f"\n{1000 * (time.process_time() - begun) / 300:.2f} CPU-ms per request, the test client's own work included\n"
    )
    with cProfile.Profile() as profiler:
        for _ in range(300):
            ask()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(90)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(45)


def _client(who: str, path: str) -> Ask:
    """A reader whose session is as after the whole way in."""
    from django.conf import settings
    from django.test import Client

    from bench.visitor import PEOPLE
    from sajha.accounts.models import User

    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
    client.force_login(User.objects.get(username=PEOPLE[who]), backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session.update({"began": int(time.time()), "seen": int(time.time()), "second_factor": True})
    session.save()
    return lambda: client.get(path)


def _queries(ask: Ask) -> list[tuple[str, float]]:
    from django.db import connection

    found: list[tuple[str, float]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            found.append((sql, time.perf_counter() - begun))

    with connection.execute_wrapper(note):
        answer = ask()
    assert answer.status_code == 200, answer.status_code
    return found


if __name__ == "__main__":
    django.setup()
    if sys.argv[1:]:
        profile(sys.argv[1])
    else:
        print(json.dumps(main()))
