"""``python3 do.py mutants``: change the rules in small ways, run their quick tests on each change, say how many they notice.

A change that nobody notices is listed with the line as it was and as it became. One that cannot be noticed, because it means the same,
stands with its reason in docs/reference/mutation.md and is not counted. Words after the recipe go to mutmut.
"""

import ast
import difflib
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "mutants"
PAGE = ROOT / "docs" / "reference" / "mutation.md"
LEAST = 90.0  # percent
KILLED, TIMES_OUT, SURVIVED, NO_TESTS = {1, 3}, {24, -24, 36, 152, 255}, {0}, {5, 33}


def outcome(code: int | None) -> str:
    """What became of a mutant, by the exit code of its tests. One that makes them run for ever is noticed too."""
    if code is None:
        return "not run"
    found = {"killed": KILLED, "timeout": TIMES_OUT, "survived": SURVIVED, "no tests": NO_TESTS}
    return next((name for name, codes in found.items() if code in codes), "suspicious")


def results() -> dict[str, str]:
    """Every mutant by its name, with what became of it."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.rglob("*.py.meta")):
        codes = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
        found.update({name: outcome(code) for name, code in codes.items()})
    return found


def line_of(name: str) -> tuple[str, str]:
    """The changed lines of a mutant, as they were and as they became, each in one line of plain Python."""
    module, _, variant = name.rpartition(".")
    path = FOLDER / "src" / Path(*module.split("."))
    source = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    original = variant.rpartition("__mutmut_")[0] + "__mutmut_orig"
    texts = [_body(source, one) for one in (original, variant)]
    lines = [line for line in difflib.ndiff(*texts) if line[:2] in ("- ", "+ ")]
    was, became = (" ".join(line[2:].strip() for line in lines if line[0] == sign) for sign in "-+")
    return was, became


@lru_cache(maxsize=4)
def _functions(source: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(source.read_text("utf-8"))
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _body(source: Path, function: str) -> list[str]:
    node = _functions(source)[function]
    return [ast.unparse(node.args), *(line for part in node.body for line in ast.unparse(part).splitlines())]


def function_of(name: str) -> str:
    """``disclosure.rules.recall.keeps`` of a mutant's name."""
    module, _, variant = name.removeprefix("sajha.").rpartition(".")
    return f"{module}.{re.sub(r'^x_|__mutmut_.*$', '', variant)}"


def equivalent() -> set[tuple[str, str]]:
    """(function, line as it became) of every change that means the same, from the page that says why."""
    found = re.findall(r"^\| `([^`]+)` \| ``(.+?)`` \| means the same", PAGE.read_text("utf-8"), re.MULTILINE)
    return {(function, line.strip().replace("\\|", "|")) for function, line in found}


def unnoticed(found: dict[str, str]) -> Iterator[tuple[str, str, str, str, bool]]:
    """Each mutant that no test noticed: name, what became of it, the line as it was and as it became, whether it means the same."""
    same = equivalent()
    for name, became in found.items():
        if became not in ("killed", "timeout", "not run"):
            before, after = line_of(name)
            yield name, became, before, after, (function_of(name), after) in same


def main() -> None:
    """Run mutmut, say what it found, and end with an error below the share that is wanted."""
    if "--report" not in sys.argv:
        subprocess.run([sys.executable, "-m", "mutmut", "run", *sys.argv[1:]], cwd=ROOT, check=False)
    found = results()
    left = list(unnoticed(found))
    text = "".join(
        f"{name} ({became}{', means the same' if known else ''})\n  - {before}\n  + {after}\n"
        for name, became, before, after, known in left
    )
    (FOLDER / "survivors.txt").write_text(text, "utf-8")
    counts = Counter(found.values())
    same = sum(known for *_, known in left)
    counted = len(found) - counts["not run"] - same
    share = 100 * (counts["killed"] + counts["timeout"]) / counted if counted else 0.0
    print(f"\n{len(found)} mutants: " + ", ".join(f"{number} {name}" for name, number in counts.most_common()))
    print(f"{same} mean the same. Noticed of the rest: {share:.1f} %. Survivors: mutants/survivors.txt")
    sys.exit(0 if share >= LEAST else 1)


if __name__ == "__main__":
    main()
