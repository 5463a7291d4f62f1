"""How often one remote address may knock: a bucket of tokens for each, refilled by time; failures cost more.

Kept in memory of the one server process. It protects the node's processor and disk, not a secret: over the limit the reply looks the same.
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

PER_SECOND, MOST = 200.0, 2000.0
COST_OF_FAILURE = 50.0
REMEMBERED = 10_000  # addresses; the one that was silent longest is forgotten


class Pace:
    """Tokens by remote address. All members behind one proxy share a bucket: give the proxy's own limits to the proxy."""

    def __init__(self) -> None:
        self._left: OrderedDict[str, tuple[float, datetime]] = OrderedDict()
        self._lock = Lock()

    def may_pass(self, remote: str, *, at: datetime) -> bool:
        """Take one token, if there is one."""
        with self._lock:
            left, since = self._left.pop(remote, (MOST, at))
            left = min(MOST, left + PER_SECOND * max(0.0, (at - since).total_seconds()))
            passes = left >= 1
            self._left[remote] = (left - 1 if passes else left, at)
            if len(self._left) > REMEMBERED:
                self._left.popitem(last=False)
            return passes

    def slow(self, remote: str) -> None:
        """A failure: no frame, a stranger, a forged signature."""
        with self._lock:
            if remote in self._left:
                left, since = self._left[remote]
                self._left[remote] = (max(-MOST, left - COST_OF_FAILURE), since)

    def clear(self) -> None:
        with self._lock:
            self._left.clear()


PACE = Pace()
