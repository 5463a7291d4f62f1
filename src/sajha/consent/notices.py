"""What is read out before anybody is asked to agree: versioned texts, one file per version and language."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

_FOLDER = Path(__file__).parent / "data" / "notices"
LANGUAGES = ("en", "hi", "te", "ta")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its sentences, after which the reader stops and asks what was understood."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeText:
    """One text. ``purposes`` and ``classes`` put each choice in the person's own words, ``form`` the labels of the printed answer.

    ``digest``: SHA-256 of the file, so that two nodes can tell whether they read out the same.
    """

    version: str
    language: str
    title: str
    reader: str
    parts: tuple[Part, ...]
    purposes: dict[str, str]
    classes: dict[str, str]
    form: dict[str, str]
    digest: str


@lru_cache(maxsize=32)
def notice(version: str, language: str) -> NoticeText:
    """The text of this version and language.

    Raises:
        KeyError: there is none.
    """
    if (version, language) not in notices():
        raise KeyError(version)
    content = (_FOLDER / version / f"{language}.toml").read_bytes()
    data = tomllib.loads(content.decode("utf-8"))
    parts = tuple(Part(part["heading"], tuple(part["sentences"])) for part in data["part"])
    return NoticeText(
        version,
        language,
        data["title"],
        data["reader"],
        parts,
        data["purposes"],
        data["classes"],
        data["form"],
        sha256(content).hexdigest(),
    )


@lru_cache(maxsize=1)
def notices() -> frozenset[tuple[str, str]]:
    """(version, language) of every text that there is."""
    return frozenset((path.parent.name, path.stem) for path in _FOLDER.glob("*/*.toml"))


def newest_version() -> str:
    """The version that is read out now."""
    return max((version for version, _ in notices()), key=int)
