"""The notice as a sheet of paper in one language: shaped right, readable by a screen reader, nobody's name on it."""

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from sajha.consent.notices import notice

_DATA = Path(__file__).parent / "data"
FONTS = _DATA / "fonts"
"""A face for each language, under the Open Font License."""


@lru_cache(maxsize=8)
def sheet(version: str, language: str) -> bytes:
    """A PDF/UA-1 of one page to read out and one to answer on (A4).

    Raises:
        KeyError: there is no such text.
    """
    text = notice(version, language)
    words = {
        **asdict(text),
        "purposes": list(text.purposes.values()),
        "classes": list(text.classes.values()),
    }
    return printed(_DATA / "sheet.typ", {"notice": words})


def printed(template: Path, words: dict[str, object]) -> bytes:
    """A PDF/UA-1 of a template (A4), which finds each of the words as JSON under its name in ``sys.inputs``."""
    import typst  # tens of megabytes: only a process that prints loads it

    pdf: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={name: json.dumps(value) for name, value in words.items()},
        pdf_standards=["ua-1"],
    )
    return pdf
