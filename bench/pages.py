"""CPU time of pages: a real server, a signed-in reader, many requests; what the server's processes used, divided by their number."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from bench.processes import cpu_seconds, inside, peak_mib, with_source
from bench.visitor import PEOPLE, Visitor, side_by_side
from sajha.basics.config import NodeConfig
from sajha.cli.demo.node import Node
from sajha.cli.serve import server_command

# what is measured: name, path, whose eyes. Both see every case of the node: one as its head, one because each was given.
PAGES = (
    ("cases_head", "/cases/", "head"),
    ("cases_worker", "/cases/", "worker"),
    ("inbox_head", "/requests/", "head"),
    ("inbox_worker", "/requests/", "worker"),
    ("first_page_head", "/", "head"),
)
CONNECTIONS = 4
PARTS = 5  # the middle one counts: other work on the machine slows each now and then


def measure(node: Node, requests: int, wanted: tuple[str, ...] = ()) -> dict[str, dict[str, float]]:
    """For each page: milliseconds of CPU and queries per request, requests per second, peak memory of the server in MiB."""
    counted = inside("queries", environment=node.environment())
    measured = {}
    with _server(node) as server:
        visitors = {who: Visitor(node.port).sign_in(person) for who, person in PEOPLE.items()}
        for name, path, who in PAGES:
            if not wanted or name in wanted:
                measured[name] = _page(visitors[who], path, server.pid, requests) | {"queries": counted[name]}
    return measured


def _page(visitor: Visitor, path: str, pid: int, requests: int) -> dict[str, float]:
    visitor.read(path, max(30, requests // 10))
    used = median(_cpu_ms(visitor, path, pid, requests // PARTS) for _ in range(PARTS))
    seconds = side_by_side(visitor, path, requests, CONNECTIONS)
    return {
        "cpu_ms": used,
        "requests_per_second": requests / seconds,
        "server_peak_mib": peak_mib(pid),
    }


def _cpu_ms(visitor: Visitor, path: str, pid: int, requests: int) -> float:
    before = cpu_seconds(pid)
    visitor.read(path, requests)
    return 1000 * (cpu_seconds(pid) - before) / requests


@contextmanager
def _server(node: Node) -> Iterator[subprocess.Popen[bytes]]:
    """The pages' server as ``sajha serve`` starts it, without the worker beside it."""
    config = NodeConfig(node.home, node.url, f"127.0.0.1:{node.port}", node.organisation, node.kind)
    command = server_command(config, CONNECTIONS)
    with (node.home / "log").open("ab") as log:
        running = subprocess.Popen(command, env=with_source(node.environment()), stdout=log, stderr=log)
    try:
        node.wait()
        yield running
    finally:
        running.terminate()
        running.wait(timeout=30)
