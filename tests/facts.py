"""Files that are not part of the repository: the published case data, beside it when there is a copy."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def facts(name: str) -> Path:
    """The file of this name in ``shared/facts`` (or ``SAJHA_FACTS``); the test is skipped, aloud, where there is none."""
    folders = [Path(os.environ["SAJHA_FACTS"])] if "SAJHA_FACTS" in os.environ else []
    folders += [parent / "shared" / "facts" for parent in ROOT.parents]
    for folder in folders:
        if (folder / name).exists():
            return folder / name
    pytest.skip(f"no copy of {name}: set SAJHA_FACTS to the folder that has it")
