"""How every form is drawn: label, hint, error and control tied together for those who see and those who hear the page."""

from typing import Any

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString


class Renderer(TemplatesSetting):
    """``{{ form }}`` and ``{% field form.name %}`` through our two templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


def control(bound: BoundField) -> SafeString:
    """The bare control. Browsers remember nothing typed here, and leave the checking to the page, in the page's language."""
    bound.form.use_required_attribute = False
    attrs: dict[str, Any] = {}
    if "autocomplete" not in bound.field.widget.attrs and not bound.use_fieldset:
        attrs["autocomplete"] = "off"
    return bound.as_widget(attrs=attrs)


def first_control(bound: BoundField) -> str:
    """The id to which an error's link leads: the control, or the first of a group."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.auto_id)
