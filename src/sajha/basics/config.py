"""The node's configuration: one file, ``node.toml`` in the node's folder, each line of which an environment variable may override."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = "node.toml"


class ConfigError(Exception):
    """Names the setting that is missing or wrong, never its value."""


@dataclass(frozen=True)
class NodeConfig:
    """How one node runs, and whose it is.

    ``organisation``, ``kind`` (a kind of ``directory``), ``places`` (``IN-36`` or ``IN-36-501``): who runs it, and for where.
    ``home``: folder of database, keys and configuration. ``url``: the address at which other nodes and browsers reach it.
    ``bind``: host:port it listens on. ``database``: a database address; empty means SQLite in ``home``.
    ``allow_private``: networks (CIDR) to which messages may be sent although they are not public, e.g. ``127.0.0.0/8``.
    ``language``, ``time_zone``: of the node; each user may choose another language.
    ``code_minutes``: how long a one-time code for a survivor is good, and how long it then opens (1 to 60).
    ``backups_kept_days``: after how many days the last backup that holds an erased record is gone; a certificate names that day.
    ``clock_scale``: by how much due times are divided; 1 in earnest, larger in demonstrations and tests.
    """

    home: Path
    url: str
    bind: str
    organisation: str
    kind: str
    places: tuple[str, ...] = ()
    database: str = ""
    allow_private: tuple[str, ...] = ()
    language: str = "en"
    time_zone: str = "Asia/Kolkata"
    code_minutes: float = 15.0
    backups_kept_days: int = 90
    clock_scale: float = 1.0
    tls_certificate: str = ""
    tls_key: str = ""


def node_home() -> Path:
    """The node's folder, from ``SAJHA_HOME``.

    Raises:
        ConfigError: when it is not set.
    """
    home = os.environ.get("SAJHA_HOME")
    if not home:
        raise ConfigError("SAJHA_HOME")
    return Path(home)


def load_config() -> NodeConfig:
    """Read ``node.toml``, then let ``SAJHA_<NAME>`` override.

    Raises:
        ConfigError: naming the setting that is missing or cannot be read.
    """
    home = node_home()
    path = home / FILE
    try:
        values = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    names = [name for name in NodeConfig.__dataclass_fields__ if name != "home"]
    given = {name: values[name] for name in names if name in values}
    given |= {name: os.environ[_variable(name)] for name in names if _variable(name) in os.environ}
    for name in ("url", "bind", "organisation", "kind"):
        if not given.get(name):
            raise ConfigError(_variable(name))
    for name in ("allow_private", "places"):
        value = given.get(name, ())
        given[name] = tuple(filter(None, value.split(","))) if isinstance(value, str) else tuple(value)
    for name, usual, number in (("clock_scale", 1, float), ("code_minutes", 15, float), ("backups_kept_days", 90, int)):
        try:
            given[name] = number(given.get(name, usual))
        except ValueError as error:
            raise ConfigError(_variable(name)) from error
    return NodeConfig(home=home, **given)


def _variable(name: str) -> str:
    return f"SAJHA_{name.upper()}"
