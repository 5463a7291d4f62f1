"""Addresses that people choose: UPI ids, e-mail, handles on social platforms, pages on the web."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode

import idna

_PLATFORMS = Path(__file__).parents[1] / "data" / "platforms.csv"
# labels of a host in any script; IDNA decides afterwards
_LABEL = r"[^\s/@:?#\[\]<>{}(),;\"'|.\\=&]{1,63}"
_HOST = rf"(?:{_LABEL}\.)+(?![0-9]){_LABEL}"

# NPCI, UPI procedural guidelines: name@handle, no dot in the handle of a bank; account@IFSC.ifsc.npci for accounts
_UPI = re.compile(
    r"(?<![\w.\-@])([a-z0-9.\-_]{2,256})@([a-z][a-z0-9]{1,63}|[a-z]{4}0[a-z0-9]{6}\.ifsc\.npci)(?![\w@]|\.[a-z])"
)
_EMAIL = re.compile(rf"(?<![\w.+\-@])([^\s@<>()\[\],;:\"\\]{{1,64}})@({_HOST})(?![\w@])", re.IGNORECASE)


def upi_ids(text: str, region: str) -> Iterator[tuple[str, str]]:
    """``name@handle`` in small letters. An address of the form ``Aadhaar number@aadhaar.npci`` is none."""
    yield from ((match[0], match[0]) for match in _UPI.finditer(text.lower().replace(" @", "@").replace("@ ", "@")))


def emails(text: str, region: str) -> Iterator[tuple[str, str]]:
    """Small letters, the host in ASCII (IDNA 2008). Dots and what follows a plus are kept: whether they count is the provider's rule."""
    for match in _EMAIL.finditer(_mended(text)):
        host = _ascii_host(match[2])
        local = match[1].lower().removeprefix("mailto:").strip(".")
        yield match[0], f"{local}@{host}" if host and local else ""


def _mended(text: str) -> str:
    """Addresses that were made unclickable, as in reports (``hxxp``, ``[.]``, ``(at)``), made whole."""
    dotted = re.sub(r" ?[\[({](?:\.|dot)[\])}] ?", ".", text, flags=re.IGNORECASE)
    return re.sub(
        r"\bhxxp", "http", re.sub(r" ?[\[({](?:@|at)[\])}] ?", "@", dotted, flags=re.IGNORECASE), flags=re.IGNORECASE
    )


def _ascii_host(host: str) -> str:
    """The host as it stands in the name system; empty when it cannot stand there."""
    try:
        return idna.encode(host.lower().rstrip("."), uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


@dataclass(frozen=True, slots=True)
class _Platform:
    name: str
    path: re.Pattern[str]
    folds: bool

    def canonical(self, handle: str) -> str:
        return f"{self.name}:{handle.lower() if self.folds else handle}"


@lru_cache(maxsize=1)
def _platforms() -> tuple[dict[str, _Platform], dict[str, _Platform]]:
    """Platforms by host, and by the names that people give them."""
    hosts: dict[str, _Platform] = {}
    names: dict[str, _Platform] = {}
    with _PLATFORMS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            one = _Platform(row["platform"], re.compile(row["path"], re.ASCII), row["case"] == "fold")
            hosts |= dict.fromkeys(row["hosts"].split(), one)
            names |= dict.fromkeys(row["names"].split(), one)
    return hosts, names


_ADDRESS = re.compile(
    rf"(?<![\w@.\-])(?:(https?|ftp)://)?(?:[^\s/@]*@)?({_HOST}|(?:[0-9]{{1,3}}\.){{3}}[0-9]{{1,3}})(?::([0-9]{{1,5}}))?([/?#]\S*)?",
    re.IGNORECASE,
)
# first words of a path that are pages of the platform and no person
_PAGES = frozenset({"p", "reel", "reels", "stories", "explore", "groups", "pages", "watch", "hashtag", "share", "sharer", "i", "intent", "joinchat", "s", "events", "story.php", "photo.php", "permalink.php", "profile.php", "login"})  # fmt: skip
_NAMED = re.compile(
    r"([A-Za-z]+)(?: ?(?:id|handle|user ?name|profile))? ?(?::|-|@| |=)+ ?@?([\w.\-]{2,60})", re.ASCII | re.IGNORECASE
)
_AFTER = re.compile(r"@?([\w.\-]{2,60}) (?:\(|on |at |@)([A-Za-z]+)\)?", re.ASCII | re.IGNORECASE)


def handles(text: str, region: str) -> Iterator[tuple[str, str]]:
    """``platform:handle`` from the address of a profile, or from a platform's name beside the handle; a handle alone is none."""
    by_host, by_name = _platforms()
    for chunk in re.split(r"[,;|\n]", text):
        address = _ADDRESS.search(chunk)
        platform = by_host.get(_bare(address[2])) if address else None
        if address and platform:
            yield chunk, _on_platform(platform, address[4] or "")
            continue
        for match, name, handle in ((_NAMED.search(chunk), 1, 2), (_AFTER.search(chunk), 2, 1)):
            named = by_name.get(match[name].lower()) if match else None
            if match and named:
                yield chunk, named.canonical(match[handle].strip(".-"))
                break


def _on_platform(platform: _Platform, rest: str) -> str:
    path = unquote(rest).lstrip("/")
    match = platform.path.match(path)
    return platform.canonical(match[1].strip(".-")) if match and match[1].lower() not in _PAGES else ""


def _bare(host: str) -> str:
    return re.sub(r"^(?:www\d?|m|mobile|web|mbasic|touch)\.(?=[^.]+\.)", "", host.lower())


# what an advertiser or a platform adds to see where a visitor came from
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|_ga|_gl|ref|ref_src|ref_url|spm|si|mibextid|__\w+"
)


def web_addresses(text: str, region: str) -> Iterator[tuple[str, str]]:
    """Host (ASCII, without ``www``), port if unusual, path and the rest of the query, sorted; scheme, fragment and tracking dropped."""
    for match in _ADDRESS.finditer(_mended(text)):
        host = _ascii_host(_bare(match[2]))
        port = f":{match[3]}" if match[3] and int(match[3]) not in (80, 443) else ""
        yield match[0], f"{host}{port}{_rest(match[4] or '')}" if host else ""


def _rest(rest: str) -> str:
    """Path and query as one spelling: escapes alike, no closing slash, no closing punctuation of a sentence."""
    before, _, query = rest.rstrip(".,;:!)'\"").partition("#")[0].partition("?")
    path = quote(unquote(before, errors="replace"), safe="/:@!$&'()*+,;=~-._").rstrip("/")
    kept = sorted(pair for pair in parse_qsl(query) if not _TRACKING.fullmatch(pair[0].lower()))
    return path + ("?" + urlencode(kept) if kept else "")
