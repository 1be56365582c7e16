"""Form widgets. Django's own form and field templates are ours: templates/django/forms/."""

from typing import Any

from django import forms


class CodeInput(forms.TextInput):
    """The one-time code: telephones propose it from the message they just received."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "class": "code-input",
                **(attrs or {}),
            }
        )


class DayInput(forms.DateInput):
    """A day to choose, with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class BirthDateInput(forms.DateInput):
    """A day that people know by heart is typed faster than it is found in a calendar."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "numeric", "autocomplete": "bday", "class": "input--short", **(attrs or {})},
            format="%d/%m/%Y",
        )


class PhoneInput(forms.TextInput):
    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "tel", "class": "input--medium", **(attrs or {})})
