"""Every action that a person, a node or the clock may do leaves an audit record."""

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "sajha"


def _functions() -> dict[str, tuple[ast.FunctionDef, str]]:
    found = {}
    for path in SOURCE.rglob("*.py"):
        inside = path.relative_to(SOURCE).parts
        if inside[0] in ("web", "cli", "project", "basics", "terms") or not (
            "actions.py" in inside or "actions" in inside or "imports" in inside
        ):
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = (node, str(path.relative_to(SOURCE)))
    return found


def _calls(node: ast.AST) -> set[str]:
    calls = [child.func for child in ast.walk(node) if isinstance(child, ast.Call)]
    return {
        call.id if isinstance(call, ast.Name) else call.attr
        for call in calls
        if isinstance(call, (ast.Name, ast.Attribute))
    }


def test_every_action_is_audited():
    functions = _functions()
    audited = {"record"}
    while True:
        more = {name for name, (node, _) in functions.items() if name not in audited and _calls(node) & audited}
        if not more:
            break
        audited |= more
    silent = sorted(
        f"{path}:{name}"
        for name, (node, path) in functions.items()
        if "by" in {arg.arg for arg in node.args.kwonlyargs} and not name.startswith("_") and name not in audited
    )
    assert silent == []
