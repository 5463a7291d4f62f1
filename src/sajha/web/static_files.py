"""Addresses of static files carry the content's hash, so that browsers keep them for a year and still see each change.

The files themselves keep their names in the tree: nothing has to be built before a node runs.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class Stamped(StaticFilesStorage):
    """``/static/sajha/sajha.css?v=`` and eight hexadecimal digits of its SHA-256."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        address = super().url(name, *args, **kwargs)
        stamp = _stamp(name or "")
        return f"{address}?v={stamp}" if stamp else address


@lru_cache(maxsize=256)
def _stamp(name: str) -> str:
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:8] if path else ""
