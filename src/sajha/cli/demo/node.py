"""A real node as processes of its own, made and run by the commands that an operator uses."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any


class CommandFailed(Exception):  # noqa: N818
    """A command of a node ended with an error; the message is what it printed."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Node:
    """``port`` is the node's own; ``door`` the one that others are told, when something stands in between (0: the same)."""

    home: Path
    organisation: str
    kind: str
    places: tuple[str, ...]
    port: int = field(default_factory=free_port)
    door: int = 0
    clock_scale: float = 1.0
    database: str = ""
    language: str = "en"
    process: subprocess.Popen[bytes] | None = None

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
        if check and done.returncode:
            raise CommandFailed(f"sajha {' '.join(words[:2])}: {done.stdout} {done.stderr}")
        return done.stdout

    def json(self, *words: str) -> Any:
        """The same, as the JSON that it printed."""
        return json.loads(self.sajha(*words, "--json"))

    def json_of(self, *words: str) -> Any:
        """What a command prints that speaks JSON only."""
        return json.loads(self.sajha(*words))

    @cached_property
    def id(self) -> str:
        """Its node id, as its descriptor has it."""
        return str(self.json("pair", "show")["node"])

    def make(self) -> "Node":
        """Folder, keys, configuration, database, first administrator."""
        places = [part for place in self.places for part in ("--place", place)]
        self.sajha(
            "node", "init", "--organisation", self.organisation, "--kind", self.kind, *places, "--url", self.url,
            "--language", self.language, "--bind", f"127.0.0.1:{self.port}", "--allow-private", "127.0.0.0/8", "--clock-scale", str(self.clock_scale),
            *(("--database", self.database) if self.database else ()), "--json",
        )  # fmt: skip
        return self

    def start(self) -> "Node":
        """``sajha serve`` in a process group of its own."""
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sajha.cli", "serve"],
                env=self.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
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
        raise CommandFailed(f"{self.organisation} did not start: {(self.home / 'log').read_text()[-2000:]}")

    def kill(self) -> None:
        """End every process of the node at once, as a power cut would (``kill -9`` of the whole group)."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """End it as an operator would."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(timeout=25)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None
