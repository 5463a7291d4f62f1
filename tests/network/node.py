"""A real node as processes of its own: made by the commands that an operator uses, killed without warning."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Node:
    """A node of the tests. ``door`` is the port that others are told (a link may stand there), ``port`` the node's own."""

    home: Path
    organisation: str
    kind: str
    places: tuple[str, ...]
    port: int = field(default_factory=free_port)
    door: int = 0
    clock_scale: float = 1.0
    database: str = ""
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.door or self.port}"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SAJHA_")}
        return {**kept, "SAJHA_HOME": str(self.home), "SAJHA_LANGUAGE": "en", **more}

    def sajha(self, *words: str, check: bool = True, given: str | None = None, **more: str) -> str:
        """Run one command of this node and give what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "sajha.cli", *words],
            env=self.environment(**more), capture_output=True, text=True, input=given, check=False, timeout=300,
        )  # fmt: skip
        assert not check or done.returncode == 0, f"{words}: {done.stdout} {done.stderr}"
        return done.stdout

    def json(self, *words: str) -> dict:
        return json.loads(self.sajha(*words, "--json"))

    def make(self) -> "Node":
        places = [part for place in self.places for part in ("--place", place)]
        self.sajha(
            "node", "init", "--organisation", self.organisation, "--kind", self.kind, *places, "--url", self.url,
            "--bind", f"127.0.0.1:{self.port}", "--allow-private", "127.0.0.0/8", "--clock-scale", str(self.clock_scale),
            *(("--database", self.database) if self.database else ()), "--json",
        )  # fmt: skip
        return self

    def start(self) -> "Node":
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sajha.cli", "serve"], env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )
        return self

    def wait(self, seconds: float = 30) -> "Node":
        """Until the node's door answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise AssertionError(f"{self.organisation} did not start: {(self.home / 'log').read_text()[-2000:]}")

    def kill(self) -> None:
        """End every process of the node at once, as a power cut would (``kill -9`` of the whole group)."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(timeout=25)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None
