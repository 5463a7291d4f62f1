"""Columns that hold a coded value or a place as text, and hand it out as the value it is."""

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from sajha.basics.decision import Decision, no, yes
from sajha.terms.coded import UNKNOWN, Absent, Coded, parse
from sajha.terms.places import Place, exists, parse_place
from sajha.terms.reasons import reason_text
from sajha.terms.vocabularies import check

if TYPE_CHECKING:
    Text = models.CharField
else:

    class Text(models.CharField):
        """Django's fields name no types at run time."""

        def __class_getitem__(cls, types: Any) -> type:
            return cls


Taken = TypeVar("Taken")
Given = TypeVar("Given")


class ValueField(Text[Taken, Given]):
    """A column of text with a value of its own kind in Python; what does not exist is neither cleaned nor saved."""

    PRESETS: ClassVar[dict[str, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**self.PRESETS, **kwargs})

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {key: value for key, value in kwargs.items() if key not in self.PRESETS}

    def read(self, text: str) -> Any:
        """The value of this text.

        Raises:
            ValueError: it has none.
        """
        raise NotImplementedError

    def decide(self, value: Any) -> Decision:
        """Whether the value exists and belongs here."""
        raise NotImplementedError

    def from_db_value(self, text: str | None, expression: Any, connection: Any) -> Any:
        return self.read(text or "")

    def to_python(self, value: Any) -> Any:
        if value is not None and not isinstance(value, str):
            return value
        try:
            return self.read(value or "")
        except ValueError as error:
            raise ValidationError(reason_text("terms.no_code"), code="terms.no_code") from error

    def validate(self, value: Any, model_instance: Any) -> None:
        answer = self.decide(value)
        if not answer.allowed:
            raise ValidationError(reason_text(answer.because), code=answer.because)

    def run_validators(self, value: Any) -> None:
        """Length is bounded by the shape of the value."""

    def get_prep_value(self, value: Any) -> Any:
        if value is None or value == "":
            return str(self.read("") or "")
        return value if hasattr(value, "resolve_expression") else str(value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if not hasattr(value, "resolve_expression"):
            value = self.to_python(value)
            self.validate(value, None)
        return super().get_db_prep_save(value, connection)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.get_prep_value(self.value_from_object(obj)))


class CodedField(ValueField[Coded | Absent | str, Coded | Absent]):
    """A code of one vocabulary, or the reason why there is none; unknown unless told otherwise.

    Raises:
        ValidationError: cleaned or saved with another vocabulary's value, or a code that does not exist.
    """

    PRESETS = {"max_length": 96, "default": UNKNOWN, "blank": True}

    def __init__(self, *args: Any, vocabulary: str, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "vocabulary": self.vocabulary}

    def read(self, text: str) -> Coded | Absent:
        return parse(text)

    def decide(self, value: Any) -> Decision:
        return check(value, of=self.vocabulary) if isinstance(value, Coded | Absent) else no("terms.no_code")


class PlaceField(ValueField[Place | str | None, Place | None]):
    """A place, or ``None`` where it is not known (stored as empty text: filter by ``""``)."""

    PRESETS = {"max_length": 12, "default": None, "blank": True}

    def read(self, text: str) -> Place | None:
        return parse_place(text) if text else None

    def decide(self, value: Any) -> Decision:
        known = value is None or (isinstance(value, Place) and exists(value))
        return yes() if known else no("terms.no_place")

    def from_db_value(self, text: str | None, expression: Any, connection: Any) -> Place | None:
        return Place(*text.split("-")) if text else None
