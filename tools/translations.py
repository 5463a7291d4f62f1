"""The catalogue of everything that a user can read: gather, report what is missing, compile.

python -m tools.translations gather     bring the .po files up to date with the sources
python -m tools.translations missing    list what has no translation, per language; exit 1 if anything
python -m tools.translations fill LANG FILE.json    take {"English": "translation"} into the language's catalogue
python -m tools.translations compile    write the .mo files that ship in the tree
"""

import ast
import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "sajha"
LANGUAGES = ("hi", "te", "ta")
ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
COUNTED = {"ngettext", "ngettext_lazy"}
Message = str | tuple[str, str]
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")
_TEMPLATE_CALL = re.compile(
    r"""\b(n?gettext)\(((?:u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),?\s*)+)(?:,?\s*count)?\)"""
)


def in_python(text: str) -> Iterator[Message]:
    """Messages of a Python file: calls of gettext and its kin with literal words."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if node.func.id in ONE and words:
            yield words[0]
        if node.func.id in COUNTED and len(words) >= 2:
            yield words[0], words[1]


def in_template(text: str) -> Iterator[Message]:
    """Messages of a Django template, by Django's own reading of it."""
    from django.utils.translation.template import templatize

    for name, words in _TEMPLATE_CALL.findall(templatize(text)):
        parts = ast.literal_eval(f"({words.rstrip(', ')},)")
        yield parts[0] if name == "gettext" else (parts[0], parts[1])


def messages() -> dict[Message, list[str]]:
    """Every message with the files that use it, in a stable order."""
    found: dict[Message, list[str]] = {}
    readers = {".py": in_python, ".html": in_template, ".txt": in_template}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in readers or "migrations" in path.parts or "data" in path.parts:
            continue
        if path.suffix == ".txt" and "templates" not in path.parts:
            continue
        for message in readers[path.suffix](path.read_text("utf-8")):
            found.setdefault(message, []).append(str(path.relative_to(SOURCE)))
    return found


def catalogue_path(language: str) -> Path:
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def _fresh(language: str) -> Catalog:
    """An empty catalogue whose header is the same at every writing, so that nothing changes when nothing changed."""
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    return Catalog(
        locale=language,
        project="Sajha",
        charset="utf-8",
        header_comment="# Words of Sajha. Licence: EUPL-1.2.",
        version="1",
        copyright_holder="the Sajha maintainers",
        msgid_bugs_address="see SECURITY.md",
        last_translator="the Sajha maintainers",
        language_team=language,
        creation_date=long_ago,
        revision_date=long_ago,
        fuzzy=False,
    )


def load(language: str) -> Catalog:
    path = catalogue_path(language)
    if path.exists():
        return read_po(io.BytesIO(path.read_bytes()), locale=language)
    return _fresh(language)


def save(language: str, catalogue: Catalog) -> None:
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, width=0, omit_header=False, include_previous=False)
    path.write_bytes(out.getvalue())
    with path.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, catalogue)


def gather() -> None:
    """Rewrite each catalogue with just the messages that the sources use, keeping their translations."""
    used = messages()
    for language in LANGUAGES:
        old, fresh = load(language), _fresh(language)
        for message, files in used.items():
            known = old.get(message[0] if isinstance(message, tuple) else message)
            fresh.add(message, known.string if known else "", locations=[(name, 0) for name in sorted(set(files))[:1]])
        save(language, fresh)


def missing(language: str) -> list[str]:
    """Messages without translation, or whose translation lost or gained a placeholder."""
    catalogue, faults = load(language), []
    for message in messages():
        source = message[0] if isinstance(message, tuple) else message
        known = catalogue.get(source)
        strings = () if known is None else known.string if isinstance(known.string, (tuple, list)) else (known.string,)
        if not strings or not all(strings):
            faults.append(source)
        elif not all(_same_placeholders(message, string) for string in strings):
            faults.append(f"placeholders differ: {source}")
    return faults


def _same_placeholders(message: Message, translated: str) -> bool:
    sources = message if isinstance(message, tuple) else (message,)
    return any(_placeholders(source) == _placeholders(translated) for source in sources)


def _placeholders(text: str) -> list[str]:
    return sorted(match.group(0) for match in _PLACEHOLDER.finditer(text))


def fill(language: str, path: str) -> None:
    """Take translations from JSON: English to translation (or to a pair, singular and plural)."""
    catalogue = load(language)
    for source, translated in json.loads(Path(path).read_text("utf-8")).items():
        known = catalogue.get(source)
        if known is not None:
            counted = isinstance(known.id, (tuple, list))
            known.string = (
                tuple(translated)
                if counted and isinstance(translated, list)
                else (translated,) * 2
                if counted
                else translated
            )
    save(language, catalogue)


def main(words: list[str]) -> int:
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    match words:
        case ["gather"]:
            gather()
        case ["fill", language, path]:
            fill(language, path)
        case ["compile"]:
            for language in LANGUAGES:
                save(language, load(language))
        case ["missing"]:
            faults = {language: missing(language) for language in LANGUAGES}
            print(json.dumps(faults, ensure_ascii=False, indent=1))
            return int(any(faults.values()))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
