"""What is asked of a patient: the minimum to know her again, warn her and receive her (DATA-04)."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from releve.pipeline.appointments.handover import BookedFor, Identity
from releve.shared.typed import check_name, plain, read_birth_date, read_phone
from releve.ui.forms import CodeInput, PhoneInput

NAME_LENGTH = 60
BOOKER_LENGTH = 120
EMAIL_LENGTH = 254
# « (facultatif) » would be wrong beside a field that is needed when another one stays empty.
WITHOUT_OPTIONAL = "patient/field_alone.html"
YES_NO = (("oui", _("Oui")), ("non", _("Non")))
FOR_WHOM = (
    (BookedFor.ONESELF, _("Moi")),
    (BookedFor.CHILD, _("Mon enfant")),
    (BookedFor.RELATIVE, _("Un proche")),
    (BookedFor.CARE_RECIPIENT, _("Une personne que j’accompagne")),
)


class PersonName(forms.CharField):
    """A name in any script, without what cannot be seen."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", NAME_LENGTH)
        super().__init__(**options)
        self.error_messages["max_length"] = _("C’est trop long : %(limit_value)d signes au plus.")

    def to_python(self, value: object) -> str:
        return plain(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and len(value) <= (self.max_length or NAME_LENGTH):
            check_name(value)


class IdentityForm(forms.Form):
    booked_for = forms.ChoiceField(
        label=_("Pour qui est ce rendez-vous ?"),
        choices=FOR_WHOM,
        initial=BookedFor.ONESELF,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites pour qui est ce rendez-vous.")},
    )
    booker_name = PersonName(
        label=_("Votre nom à vous"),
        max_length=BOOKER_LENGTH,
        required=False,
        help_text=_("Seulement si le rendez-vous est pour quelqu’un d’autre."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    first_name = PersonName(
        label=_("Prénom"),
        widget=forms.TextInput({"autocomplete": "given-name"}),
        error_messages={"required": _("Écrivez le prénom.")},
    )
    last_name = PersonName(
        label=_("Nom"),
        widget=forms.TextInput({"autocomplete": "family-name"}),
        error_messages={"required": _("Écrivez le nom.")},
    )
    birth_date = forms.CharField(
        label=_("Date de naissance"),
        max_length=40,
        help_text=_("Par exemple 24/11/1980."),
        widget=forms.TextInput({"autocomplete": "bday", "class": "input--short"}),
        error_messages={"required": _("Écrivez la date de naissance, par exemple 24/11/1980.")},
    )
    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        max_length=EMAIL_LENGTH,
        required=False,
        help_text=_("Le code de confirmation y arrive tout de suite."),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": _("Cette adresse n’est pas complète. Écrivez-la comme nom@exemple.fr.")},
    )
    phone = forms.CharField(
        label=_("Votre téléphone"),
        max_length=40,
        required=False,
        help_text=_("Un portable, si vous n’avez pas d’e-mail : le code arrive alors par SMS."),
        widget=PhoneInput,
    )
    is_first_visit = forms.ChoiceField(
        label=_("Est-ce la première visite dans ce cabinet ?"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )
    has_registered_doctor = forms.ChoiceField(
        label=_("Avez-vous un médecin traitant ?"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, today: date, time_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("booker_name", "email", "phone"):
            self.fields[name].template_name = WITHOUT_OPTIONAL  # type: ignore[attr-defined]
        self.today = today
        self.time_zone = time_zone

    def clean_birth_date(self) -> date:
        return read_birth_date(self.cleaned_data["birth_date"], self.today)

    def clean_phone(self) -> str:
        typed = plain(self.cleaned_data["phone"])
        if not typed:
            self.gets_text_messages = False
            return ""
        number, self.gets_text_messages = read_phone(typed, self.time_zone)
        return number

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        is_for_another = found.get("booked_for") not in {None, BookedFor.ONESELF}
        if is_for_another and not found.get("booker_name") and "booker_name" not in self.errors:
            self.add_error("booker_name", _("Écrivez votre nom : le cabinet doit savoir qui prend ce rendez-vous."))
        if not {"email", "phone"} & self.errors.keys() and not found.get("email"):
            self._check_reachable_by_phone(found.get("phone", ""))
        return found

    def _check_reachable_by_phone(self, phone: str) -> None:
        if not phone:
            self.add_error("email", _("Indiquez une adresse e-mail ou un téléphone portable."))
        elif not self.gets_text_messages:
            self.add_error(
                "phone",
                ValidationError(_("Ce numéro ne reçoit pas de SMS. Indiquez un portable, ou une adresse e-mail.")),
            )

    def identity(self) -> Identity:
        found = self.cleaned_data
        return Identity(
            first_name=found["first_name"],
            last_name=found["last_name"],
            birth_date=found["birth_date"],
            email=found["email"],
            phone=found["phone"],
        )

    def request(self) -> dict[str, Any]:
        """Return what `request_code` takes."""
        found = self.cleaned_data
        booked_for = BookedFor(found["booked_for"])
        return {
            "identity": self.identity(),
            "booked_for": booked_for,
            "booker_name": "" if booked_for is BookedFor.ONESELF else found["booker_name"],
            "is_first_visit": _as_bool(found["is_first_visit"]),
            "has_registered_doctor": _as_bool(found["has_registered_doctor"]),
        }


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code à 6 chiffres"),
        max_length=20,
        widget=CodeInput({"maxlength": "11", "autofocus": True}),
        error_messages={
            "required": _("Écrivez les 6 chiffres du message."),
            "max_length": _("Le code a 6 chiffres."),
        },
    )

    def clean_code(self) -> str:
        digits = "".join(plain(self.cleaned_data["code"]).split())
        if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
            raise ValidationError(_("Le code a 6 chiffres."))
        return digits


def _as_bool(answer: str) -> bool | None:
    return {"oui": True, "non": False}.get(answer)
