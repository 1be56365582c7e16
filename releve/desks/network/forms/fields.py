"""Fields that name the value they refuse, and say what to write instead."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.ui.forms import DayInput


class DayField(forms.DateField):
    """A day of the calendar; a refusal quotes what was typed."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.error_messages["required"] = _("Choisissez un jour.")

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            message = _("« %(value)s » n’est pas un jour : écrivez-le comme 23/11/2026.")
            raise forms.ValidationError(message, code="invalid", params={"value": value}) from error


class HourField(forms.TimeField):
    """An hour of the day, in the office's own time; « 8h30 » is understood too."""

    widget = forms.TimeInput(attrs={"type": "time", "class": "input--short"}, format="%H:%M")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.error_messages["required"] = _("Indiquez une heure.")

    def to_python(self, value: Any) -> Any:
        typed = value
        if isinstance(value, str):
            value = value.strip().lower().replace(" ", "").replace("h", ":")
            value = f"{value}00" if value.endswith(":") else value
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            message = _("« %(value)s » n’est pas une heure : écrivez-la comme 08:30.")
            raise forms.ValidationError(message, code="invalid", params={"value": typed}) from error


def choose(form: forms.Form, name: str, choices: Iterable[tuple[object, object]]) -> None:
    """Give a field the choices that are known only now."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name!r} is a {type(field).__name__}; give the name of a field with choices.")
    field.choices = list(choices)
