"""What the reception types."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from releve.pipeline.appointments.errors import ReasonMissing
from releve.pipeline.appointments.handover import BookedFor, By, Identity
from releve.pipeline.appointments.models import Patient
from releve.pipeline.slots.models import VisitReason
from releve.shared.typed import check_name, plain, read_birth_date, read_phone, shown_phone
from releve.ui.forms import BirthDateInput, PhoneInput

# Who is on the telephone, from the reception's side.
CALLERS = (
    (BookedFor.ONESELF, _("Le patient lui-même")),
    (BookedFor.CHILD, _("Un parent, pour son enfant")),
    (BookedFor.RELATIVE, _("Un proche")),
    (BookedFor.CARE_RECIPIENT, _("Une personne qui l’accompagne, un professionnel")),
)
WHO_ASKED = (
    (By.PATIENT, _("Le patient, ou quelqu’un pour lui")),
    (By.SECRETARY, _("L’accueil")),
    (By.DOCTOR, _("Le médecin")),
)


class NameField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=60, **options)

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        check_name(value)


class BirthDateField(forms.CharField):
    widget = BirthDateInput

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        return read_birth_date(text, timezone.localdate()) if text else None

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


class ContactsForm(forms.Form):
    """How a patient is reached: one way at least."""

    phone = forms.CharField(
        label=_("Téléphone"), max_length=40, required=False, widget=PhoneInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, zone: str, known: Patient | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = zone
        self.stored_phone = known.phone if known else ""
        if known:
            self.initial.update(phone=shown_phone(known.phone), email=known.email)

    def clean_phone(self) -> str:
        text = plain(self.cleaned_data["phone"])
        # What was stored once stays, even if it would not be accepted today.
        if text == plain(shown_phone(self.stored_phone)):
            return self.stored_phone
        return read_phone(text, self.zone)[0] if text else ""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not found.get("phone") and not found.get("email"):
            self.add_error("phone", _("Indiquez un téléphone ou une adresse e-mail : la confirmation y est envoyée."))
        return found


class NewPatientForm(ContactsForm):
    """DATA-04: who, born when, reached how; nothing more."""

    last_name = NameField(label=_("Nom"))
    first_name = NameField(label=_("Prénom"))
    birth_date = BirthDateField(
        label=_("Date de naissance"), max_length=40, help_text=_("Jour, mois, année : 24/11/1980")
    )
    field_order = ("last_name", "first_name", "birth_date", "phone", "email")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("last_name", "first_name", "birth_date"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @property
    def identity(self) -> Identity:
        return Identity(**self.cleaned_data)


class BookingForm(forms.Form):
    """Which visit, and who asks for it."""

    motif = forms.TypedChoiceField(label=_("Motif"), coerce=int, widget=forms.RadioSelect)
    booked_for = forms.ChoiceField(label=_("Qui appelle ?"), choices=CALLERS, widget=forms.RadioSelect)
    booker_name = forms.CharField(
        label=_("Nom de la personne qui appelle"),
        max_length=120,
        required=False,
        help_text=_("Si ce n’est pas le patient."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, reasons: list[VisitReason], **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["motif"]).choices = reason_choices(reasons)

    def clean_booker_name(self) -> str:
        return plain(self.cleaned_data["booker_name"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        is_for_oneself = found.get("booked_for") == BookedFor.ONESELF
        if is_for_oneself:
            found["booker_name"] = ""
        elif "booked_for" in found and "booker_name" in found and not found["booker_name"]:
            self.add_error("booker_name", _("Écrivez le nom de la personne qui appelle."))
        return found


class DoubleBookingForm(BookingForm):
    """The deliberate exception: a taken time, and why."""

    debut = forms.ChoiceField(label=_("Heure déjà prise"))
    because = forms.CharField(
        label=_("Pourquoi en double ?"),
        max_length=200,
        help_text=_("Ce motif reste dans l’historique, avec votre nom. N’y écrivez rien de médical."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("debut", "because", "motif", "booked_for", "booker_name")

    def __init__(self, *args: Any, times: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["debut"]).choices = times

    def clean_because(self) -> str:
        because = plain(self.cleaned_data["because"])
        if not because:
            raise forms.ValidationError(str(ReasonMissing().message))
        return because


class CancelForm(forms.Form):
    by_kind = forms.ChoiceField(label=_("Qui demande l’annulation ?"), choices=WHO_ASKED, widget=forms.RadioSelect)


def reason_choices(reasons: list[VisitReason]) -> list[tuple[int, str]]:
    return [(reason.id, f"{reason.name} ({reason.minutes} min)") for reason in reasons]
