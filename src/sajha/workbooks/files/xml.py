"""Read an XML part piece by piece: no document type, no entities, no depth, nothing kept."""

import zipfile
from collections.abc import Callable
from xml.parsers.expat import ExpatError, ParserCreate  # noqa: S406  (hardened here: no DOCTYPE, so no entity)

from sajha.workbooks.files.archive import DAMAGED
from sajha.workbooks.files.values import FileRefused

_PIECE = 64 * 1024
_DEPTH = 40

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Enough(Exception):  # noqa: N818  (not a fault: the part has told all that was wanted)
    """Raised by a handler to stop reading the part."""


def read_part(container: zipfile.ZipFile, name: str, start: Start, end: End, text: Text) -> None:
    """Feed one part to three handlers, which get element names without their namespace.

    Raises:
        FileRefused: ``file.malformed`` when the part is missing, damaged, not XML, too deep, or declares a document type.
    """
    parser = ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = 0
    local: dict[str, str] = {}

    def begin(full: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise FileRefused("file.malformed")
        element = local.get(full) or local.setdefault(full, full.rpartition("}")[2])
        start(element, attributes)

    def finish(full: str) -> None:
        nonlocal depth
        depth -= 1
        end(local[full])

    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with container.open(name) as part:
            while piece := part.read(_PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except Enough:
        return
    except (ExpatError, *DAMAGED) as error:
        raise FileRefused("file.malformed") from error


def _refuse(*_declaration: object) -> None:
    raise FileRefused("file.malformed")
