"""A console that stays open at one node, so that a test's commands need not each load the program anew.

SAJHA_HOME=… python -m tests.exchange.hand reads one JSON line for each command, its words and what is typed into it, and answers
with its exit code and what it printed. Each command runs in a process of its own, as always; only the loading was done before.
"""

import json
import os
import sys
from importlib import import_module
from pkgutil import iter_modules
from tempfile import TemporaryFile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sajha.project.settings")
import django

django.setup()

import sajha.cli  # noqa: E402
from sajha.cli.main import APART, main  # noqa: E402

for area in iter_modules(sajha.cli.__path__):
    if area.name not in APART:
        import_module(f"sajha.cli.{area.name}")


def command(words: list[str], given: str) -> tuple[int, str, str]:
    """Run one command as the ``sajha`` program would; gives exit code, standard output and standard error."""
    with TemporaryFile() as typed, TemporaryFile() as out, TemporaryFile() as err:
        typed.write(given.encode())
        typed.seek(0)
        child = os.fork()
        if not child:
            for place, file in enumerate((typed, out, err)):
                os.dup2(file.fileno(), place)
            sys.argv = ["sajha", *words]
            main()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return code, out.read().decode(), err.read().decode()


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(command(*json.loads(line))), flush=True)
