"""Every address of the node, from the URL resolver itself: nothing can be left out."""

import re
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SAMPLES = {
    "int": "1",
    "str": "case_" + "0" * 32,
    "slug": "x",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "path": "x",
}


@dataclass(frozen=True)
class Route:
    address: str
    permission: str | None
    methods: tuple[str, ...]
    unsettled: bool
    name: str


def routes() -> list[Route]:
    return sorted(_walk(get_resolver().url_patterns, ""), key=lambda route: route.address)


def _walk(patterns, prefix):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from _walk(pattern.url_patterns, route)
            continue
        view = pattern.callback
        yield Route(
            "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found.group(1) or "str"], route),
            getattr(view, "permission", None),
            tuple(getattr(view, "methods", ())),
            getattr(view, "unsettled", False),
            pattern.name or "",
        )
