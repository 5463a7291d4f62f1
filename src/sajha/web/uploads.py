"""How a document's bytes are taken in: hashed as they come, kept in memory up to the limit, never written to a disk."""

import hashlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

from sajha.disclosure.rules import LARGEST_DOCUMENT

FIELD = "document"
HEAD = 4096


class HeldDocument(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs alone
    """What is left of an upload: hash, size, its first bytes, and the content when it is not above the limit.

    ``content`` of something larger is one byte longer than the limit, so that the check says "too large".
    """

    def __init__(self, *, name: str, size: int, sha256: str, held: bytes) -> None:
        super().__init__(file=BytesIO(held), name=name, content_type="application/octet-stream", size=size)
        self.sha256 = sha256
        self.content = held
        self.head = held if size <= LARGEST_DOCUMENT else held[:HEAD]


class DocumentsInMemory(FileUploadHandler):
    """Takes the fields named ``document`` alone; all other uploads go on to the next handler."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.mine = self.field_name == FIELD
        if self.mine:
            self.digest, self.held = hashlib.sha256(), bytearray()
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.mine:
            return raw_data
        self.digest.update(raw_data)
        room = LARGEST_DOCUMENT + 1 - len(self.held)
        self.held += raw_data[: max(room, 0)]
        return None

    def file_complete(self, file_size: int) -> HeldDocument | None:
        if not self.mine:
            return None
        return HeldDocument(
            name=self.file_name or "", size=file_size, sha256=self.digest.hexdigest(), held=bytes(self.held)
        )
