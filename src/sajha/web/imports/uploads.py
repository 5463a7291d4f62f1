"""Files that browsers send: never more than a page may take, never on another disk than the node's own folder."""

import tempfile
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from sajha.cases.imports.files import LARGEST_UPLOAD, folder

# beside the file there are only a few fields
_ENVELOPE = 64 * 1024


class Bounded(FileUploadHandler):
    """Refuses a request that is larger than the largest file that any page takes, before anything of it is read or written."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        if content_length > LARGEST_UPLOAD + _ENVELOPE:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class NodeFile(TemporaryUploadedFile):
    """A file on its way in, in the node's own folder and not in one that others use; gone when the request is over."""

    def __init__(
        self, name: str | None, content_type: str | None, size: int, charset: str | None, content_type_extra: Any = None
    ) -> None:
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=folder())  # noqa: SIM115  (closed with the request)
        UploadedFile.__init__(self, file, name, content_type, size, charset, content_type_extra)


class InOwnFolder(TemporaryFileUploadHandler):
    """What is too large for memory goes into :class:`NodeFile`."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = NodeFile(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)
