"""A select drawn in one go: Django's own renders a template per option, and a list of countries has 249 of them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


class Select(forms.Select):
    """As Django's, with its groups, and with the same attributes on the select itself."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        own = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        options = _options(self.choices, frozenset(self.format_value(value)))
        return mark_safe(f"<select{flatatt(own)}>{options}</select>")  # noqa: S308  (every part is escaped)


def _options(choices: Iterable[tuple[Any, Any]], chosen: frozenset[str]) -> str:
    parts = []
    for value, words in choices:
        if isinstance(words, list | tuple):
            parts.append(f'<optgroup label="{escape(value)}">{_options(words, chosen)}</optgroup>')
        else:
            selected = " selected" if str(value) in chosen else ""
            parts.append(f'<option value="{escape(value)}"{selected}>{escape(words)}</option>')
    return "".join(parts)
