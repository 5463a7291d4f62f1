"""A database of its own for each measured node, on a PostgreSQL server, and gone afterwards."""

import secrets
from types import TracebackType
from urllib.parse import urlsplit, urlunsplit


class Databases:
    """``address``: of a server whose role may create databases; empty for SQLite, for which there is nothing to do."""

    def __init__(self, address: str) -> None:
        self.address, self.names = address, []

    def __enter__(self) -> "Databases":
        return self

    def new(self) -> str:
        """The address of a fresh database; empty for SQLite."""
        if not self.address:
            return ""
        name = f"sajha_bench_{secrets.token_hex(4)}"
        self._say(f'CREATE DATABASE "{name}"')
        self.names.append(name)
        return urlunsplit(urlsplit(self.address)._replace(path=f"/{name}"))

    def _say(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(sql)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in self.names:
            self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
