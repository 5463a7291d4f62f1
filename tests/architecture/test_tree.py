"""What must never stand in the tree: a machine's path, a registry's address, a secret."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = re.compile(
    r"(?<![\w./])/(?:work|farm|home)/[\w.]|https?://[\w.-]*(?:pypi|pythonhosted|npmjs|debian)[\w.-]*/(?:simple|packages|debian|-/)|BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY"
)


def test_no_path_of_a_machine_no_registry_no_secret():
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    found = []
    for name in filter(None, names):
        path = ROOT / name
        if path == Path(__file__) or not path.is_file() or path.stat().st_size > 1_000_000:
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {match.group(0)}" for match in FORBIDDEN.finditer(text)]
    assert found == []
