"""Who has a copy, drawn: us at the left, each holder below and to the right of whoever gave it; shape and words tell the state."""

from collections.abc import Sequence
from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sajha.survivor.telling import CopyTold

_WIDTH, _ROW, _TOP, _LEFT, _STEP = 340, 76, 26, 22, 34
_INK, _MUTED, _DEEPEST, _SIGN_WIDTH = "#12355b", "#475361", 4, 8.4

# each state has its own shape, drawn around the middle of the dot: told apart without colour
_SHAPES = {
    "held": '<circle r="9" fill="#12355b"/>',
    "told": '<path d="M0 -11L11 9H-11z" fill="#7a4100"/>',
    "passed_on": '<path d="M0 -11L11 0L0 11L-11 0z" fill="#7a4100"/>',
    "destroyed": '<path d="M-8 -8L8 8M8 -8L-8 8" stroke="#0a5f3b" stroke-width="5"/>',
    "kept": '<path d="M-9 -9H9V9H-9z" fill="#a3121f"/>',
    "never_had": '<circle r="8" fill="#fff" stroke="#475361" stroke-width="3"/>',
}


def picture(organisation: str, copies: Sequence[CopyTold]) -> SafeString:
    """The picture; empty when nobody outside has a copy. All that it shows stands in the list beside it too."""
    if not copies:
        return SafeString("")
    height = _ROW * (len(copies) + 1)
    levels = [0, *(1 + min(one.level, _DEEPEST) for one in copies)]
    dots = [_dot(0, 0, "us", organisation, _("Holds what is written above"))]
    dots += [_dot(row, levels[row], one.state, one.name, one.words) for row, one in enumerate(copies, start=1)]
    return format_html(
        '<svg class="copies" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}{}</svg>',
        _WIDTH, height, _WIDTH, height, _("Who has a copy. The list says the same."),
        format_html_join("", "{}", ((_line(row, levels),) for row in range(1, len(levels)))),
        format_html_join("", "{}", ((dot,) for dot in dots)),
    )  # fmt: skip


def _x(level: int) -> int:
    return _LEFT + level * _STEP


def _y(row: int) -> int:
    return _TOP + row * _ROW


def _line(row: int, levels: list[int]) -> SafeString:
    """From whoever gave it (the nearest row above that stands one step to the left) down and to the right."""
    giver = max(above for above in range(row) if levels[above] < levels[row])
    words = '<path d="M{} {}V{}H{}" fill="none" stroke="{}" stroke-width="2"/>'
    return format_html(words, _x(levels[giver]), _y(giver) + 12, _y(row), _x(levels[row]) - 14, _INK)


def _dot(row: int, level: int, state: str, name: str, words: str) -> SafeString:
    x, y = _x(level), _y(row)
    shape = SafeString(
        _SHAPES.get(state, f'<path d="M-11 -11H11V11H-11z" fill="#fff" stroke="{_INK}" stroke-width="3"/>')
    )
    return format_html('<g transform="translate({} {})">{}{}</g>', x, y, shape, _words(name, words, _WIDTH - x - 22))


def _words(name: str, words: str, room: int) -> SafeString:
    """The name in bold and the state below it, each broken into at most two lines that fit."""
    signs = max(8, int(room / _SIGN_WIDTH))
    lines = [(part, "700", 15, "#16202b") for part in wrap(name, signs)[:2]]
    lines += [(part, "400", 13, _MUTED) for part in wrap(words, signs)[:2]]
    return format_html_join(
        "", '<text x="20" y="{}" font-size="{}" font-weight="{}" fill="{}">{}</text>',
        ((4 + number * 17, size, weight, colour, part) for number, (part, weight, size, colour) in enumerate(lines)),
    )  # fmt: skip
