"""Run the node: the pages' server and the worker that delivers, each its own process, started again when it dies."""

import signal
import subprocess
import sys
import time
from types import FrameType
from typing import cast

import click
from django.conf import settings
from django.utils.translation import gettext as _

from sajha.basics.config import NodeConfig
from sajha.cli.words import with_node

RESTART_PAUSE = 1.0  # seconds


def add_to(group: click.Group) -> None:
    group.add_command(serve)


@click.command(help=_("Run this node until interrupted: pages, the door for other nodes, and delivery."))
@click.option("--threads", default=4, show_default=True, help=_("Requests worked on at once."))
@with_node
def serve(threads: int) -> None:
    config = cast(NodeConfig, settings.CONFIG)
    click.echo(
        _("Sajha node of %(organisation)s on %(url)s") % {"organisation": config.organisation, "url": config.url}
    )
    supervise([server_command(config, threads), [sys.executable, "-m", "sajha.project.worker"]])


def server_command(config: NodeConfig, threads: int) -> list[str]:
    """The pages' server and the door for other nodes."""
    host, port = config.bind.rsplit(":", 1)
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        port,
        "--workers",
        "1",
        "--blocking-threads",
        str(threads),
        "--backlog",
        "1024",
        "--backpressure",
        "64",
        "--no-ws",
        "--log-level",
        "warning",
        "--respawn-failed-workers",
    ]
    if config.tls_certificate:
        command += ["--ssl-certificate", config.tls_certificate, "--ssl-keyfile", config.tls_key]
    return [*command, "sajha.project.wsgi:application"]


def supervise(commands: list[list[str]]) -> None:
    """Keep every command running; end them all at SIGTERM or SIGINT."""
    stopping: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    running = [subprocess.Popen(command) for command in commands]
    while not stopping:
        for place, process in enumerate(running):
            if process.poll() is not None:
                time.sleep(RESTART_PAUSE)
                running[place] = subprocess.Popen(commands[place])
        time.sleep(0.2)
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=20)
