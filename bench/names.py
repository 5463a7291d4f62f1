"""How well names are heard: agreement and chance agreement on attested romanisations, beside Soundex and Double Metaphone if they are there.

``python -m bench.names FOLDER`` with the ``romanisation_*.tsv`` files (native spelling, Latin spelling, how often attested).

- agreement: of all attestations, the share whose Latin spelling has the skeleton of its native spelling
- collision: of all pairs of two different native words of a language, the share that have the same skeleton
- by spelling: of all attestations that are not the most attested spelling of their word, the share that agree with it; the only
  comparison that methods for Latin letters can take part in

Rules are tuned on words whose CRC-32 is even; figures are of the others. ``all`` is the plain mean over the languages.
"""

import argparse
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from sajha.names.spoken import coarse_of, fine_of

LANGUAGES = ("hi", "mr", "bn", "te", "ta", "kn", "ml", "ur")
Method = Callable[[str], str]


def held_out(word: str) -> bool:
    """Whether the word is one of the half that no rule was tuned on."""
    return zlib.crc32(word.encode()) % 2 == 1


def read(folder: Path, language: str) -> list[tuple[str, str, int]]:
    """Attested pairs of a language that no rule was tuned on."""
    lines = (folder / f"romanisation_{language}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return [(native, latin, int(count)) for native, latin, count in pairs if held_out(native)]


def agreement(pairs: list[tuple[str, str, int]], method: Method) -> float:
    """Share of attestations that sound like the native spelling."""
    return sum(n for native, latin, n in pairs if method(native) == method(latin)) / sum(n for _, _, n in pairs)


def collision(words: set[str], method: Method) -> float:
    """Chance that two different words of the set sound alike."""
    counts = Counter(map(method, words)).values()
    return sum(n * (n - 1) for n in counts) / (len(words) * (len(words) - 1))


def by_spelling(pairs: list[tuple[str, str, int]], method: Method) -> float:
    """Share of the less attested spellings that agree with the most attested one of their word."""
    spellings: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for native, latin, n in pairs:
        spellings[native].append((-n, latin))
    agreed = total = 0
    for found in spellings.values():
        (_, usual), *others = sorted(found)
        total -= sum(n for n, _ in others)
        agreed -= sum(n for n, latin in others if method(latin) == method(usual))
    return agreed / total


def _methods() -> dict[str, Method]:
    found: dict[str, Method] = {"fine": fine_of, "coarse": lambda word: coarse_of(fine_of(word))}
    try:
        import jellyfish

        found["soundex"] = jellyfish.soundex
    except ImportError:
        pass
    try:
        from metaphone import doublemetaphone

        found["metaphone"] = lambda word: doublemetaphone(word)[0]
    except ImportError:
        pass
    return found


def measured(folder: Path, language: str) -> dict[str, float]:
    """All figures of one language by their names."""
    pairs = read(folder, language)
    natives, latins = {native for native, _, _ in pairs}, {latin for _, latin, _ in pairs}
    figures: dict[str, float] = {}
    for name, method in _methods().items():
        if name in {"fine", "coarse"}:
            figures[f"{name} agreement"] = agreement(pairs, method)
            figures[f"{name} collision"] = collision(natives, method)
        figures[f"{name} by spelling"] = by_spelling(pairs, method)
        figures[f"{name} Latin collision"] = collision(latins, method)
    return figures


def main() -> None:
    """Print one row per language and the mean."""
    parser = argparse.ArgumentParser(prog="bench.names", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    table = {language: measured(folder, language) for language in LANGUAGES}
    names = list(table[LANGUAGES[0]])
    table["all"] = {name: sum(row[name] for row in table.values()) / len(LANGUAGES) for name in names}
    print(f"{'':24}" + "".join(f"{language:>9}" for language in table))
    for name in names:
        print(f"{name:24}" + "".join(f"{row[name]:9.5f}" for row in table.values()))


if __name__ == "__main__":
    main()
