"""Act, means and purpose as tick boxes; where nothing is ticked, the reason why can be said."""

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from sajha.cases.values import PART_VOCABULARIES, CaseSheet, Chosen, Part
from sajha.terms.coded import UNKNOWN, Absent, Coded, parse
from sajha.terms.labels import NAMES
from sajha.terms.vocabularies import choices
from sajha.web.cases.asked import Group, Revised
from sajha.web.cases.fields import absent_choices
from sajha.web.cases.words import PARTS, Words
from sajha.web.selects import Select

_NAMES = cast(dict[str, Words], NAMES)
_LABELS: dict[str, Words] = {
    **_NAMES,
    "act": PARTS[Part.ACT],
    "means_of_control": PARTS[Part.MEANS],
    "exploitation_type": PARTS[Part.PURPOSE],
}


def _why(part: Part) -> str:
    return f"why_no_{part}"


class ProcessForm(Revised):
    """One group of tick boxes for each list; the closer ones are folded away until something in them is ticked."""

    GROUPS: ClassVar[tuple[Group, ...]] = tuple(
        group
        for part, (main, *closer) in PART_VOCABULARIES.items()
        for group in (("", (main, _why(part))), *((_NAMES[name], (name,)) for name in closer))
    ) + (("", ("revision",)),)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for part, vocabularies in PART_VOCABULARIES.items():
            for name in vocabularies:
                self.fields[name] = forms.MultipleChoiceField(
                    label=_LABELS[name],
                    required=False,
                    choices=choices(name, absent=False),
                    widget=forms.CheckboxSelectMultiple,
                )
            self.fields[_why(part)] = forms.ChoiceField(
                label=_("If nothing is ticked, why?"),
                required=False,
                choices=absent_choices(),
                widget=Select(attrs={"class": "short"}),
            )

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        for part in Part:
            if self._ticked(part) and typed.get(_why(part)) not in ("", None, str(UNKNOWN)):
                self.add_error(_why(part), _("Something is ticked. Choose “Not known” here, or tick nothing."))
        return typed

    def _ticked(self, part: Part) -> list[str]:
        return [text for name in PART_VOCABULARIES[part] for text in self.cleaned_data.get(name, [])]

    def chosen(self) -> Chosen:
        """All that is said from now on; "not known" alone is nothing said."""
        return {part: self._values(part) for part in Part}

    def _values(self, part: Part) -> tuple[Coded | Absent, ...]:
        ticked = [parse(text) for text in self._ticked(part)]
        why = parse(self.cleaned_data[_why(part)])
        return tuple(ticked) or ((why,) if why != UNKNOWN else ())


def process_typed(sheet: CaseSheet, party: str) -> dict[str, Any]:
    """What is said of the whole case, or of one person, as the first values of the form."""
    typed: dict[str, Any] = {"revision": sheet.revision}
    for element in sheet.elements:
        if element.party == party:
            if isinstance(element.value, Coded):
                typed.setdefault(element.value.vocabulary, []).append(str(element.value))
            else:
                typed[_why(element.part)] = str(element.value)
    return typed
