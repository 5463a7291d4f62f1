"""Ids: a UUID version 7 (sortable by time) as text, with a prefix that says what it names."""

import re

from uuid_utils import uuid7

ID_LENGTH = 48
_SHAPE = re.compile(r"[a-z]{2,12}_[0-9a-f]{32}")


def new_id(prefix: str) -> str:
    """A fresh id such as ``case_0192f3…`` (prefix, underscore, 32 hexadecimal digits)."""
    return f"{prefix}_{uuid7().hex}"


def is_id(text: str, prefix: str) -> bool:
    """Whether the text has the shape of an id of this prefix; says nothing about whether it exists."""
    return bool(_SHAPE.fullmatch(text)) and text.startswith(prefix + "_")
