"""Damage files in ways that a disk, a mail server, or somebody who means ill would."""

import io
import random
import zipfile

NASTY = [
    b"", b"\0", b"\xff" * 8, b"-1", b"99999999999999999999", b"1e999", b"<", b"</row>", b"&#0;", b"&x;", b"]]>", b"<!DOCTYPE x>", b"\n" * 50,
    b'"', b'""', b"=1+1", b"'", b",", b";" * 30, b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"_x0000_", b"_xD800_", b"A0", b"XFD1048576", b"PK\x03\x04",
    "９९".encode(), "॰=".encode(), "\u202e".encode(), b"1904-02-30", b"0/0/0000", b"r=", b't="s"', b"<f>1</f>", b"x" * 5000,
]  # fmt: skip


def mutate(data: bytes, dice: random.Random) -> bytes:
    """One to four changes: a flipped bit, a cut, a piece doubled, moved or replaced by something nasty."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        if not out:
            return bytes(dice.choice(NASTY))
        at, end = sorted((dice.randrange(len(out)), dice.randrange(len(out))))
        end = min(end, at + 200)
        match dice.randrange(6):
            case 0:
                out[at] ^= 1 << dice.randrange(8)
            case 1:
                del out[at:end]
            case 2:
                out[at:at] = out[at:end] * dice.randint(1, 20)
            case 3:
                out[at:end] = dice.choice(NASTY)
            case 4:
                out[at:at] = dice.choice(NASTY)
            case _:
                if dice.random() < 0.2:
                    del out[at:]
    return bytes(out)


def mutate_workbook(data: bytes, dice: random.Random) -> bytes:
    """Damage one part inside a container that itself stays whole; now and then also the container."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", dice.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as new,
    ):
        names = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        chosen = dice.choice(names)
        for name in old.namelist():
            new.writestr(name, mutate(old.read(name), dice) if name == chosen else old.read(name))
    return mutate(out.getvalue(), dice) if dice.random() < 0.15 else out.getvalue()
