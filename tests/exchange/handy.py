"""A real node whose console stays open: what a test asks of it takes milliseconds and not the start of a program."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field

from sajha.cli.demo.node import CommandFailed, Node


@dataclass
class HandyNode(Node):
    """A node at which somebody sits: from the first command after it was made, all go through one process."""

    hand: subprocess.Popen | None = None
    one_by_one: threading.Lock = field(default_factory=threading.Lock)

    def sajha(self, *words, check=True, given=None, **more):
        if not (self.home / "node.toml").exists():
            return super().sajha(*words, check=check, given=given, **more)
        with self.one_by_one:
            code, out, err = self._through_hand(words, given or "")
        if check and code:
            raise CommandFailed(f"sajha {' '.join(words[:2])}: {out} {err}")
        return out

    def _through_hand(self, words, given):
        if self.hand is None:
            with (self.home / "hand.log").open("ab") as log:
                self.hand = subprocess.Popen(
                    [sys.executable, "-m", "tests.exchange.hand"],
                    env=self.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                )  # fmt: skip
        self.hand.stdin.write(json.dumps([words, given]) + "\n")
        self.hand.stdin.flush()
        answer = self.hand.stdout.readline()
        assert answer, (self.home / "hand.log").read_text()[-2000:]
        return json.loads(answer)

    def leave(self):
        """Close the console and end the node."""
        if self.hand:
            self.hand.stdin.close()
            self.hand.wait(20)
            self.hand.stdout.close()
        self.stop()
