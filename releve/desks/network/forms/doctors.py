"""What the coordinator types about a doctor: identity and absences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.desks.network.forms.fields import DayField
from releve.desks.network.forms.offices import check_order
from releve.pipeline.commitments.rules import N_RPPS_DIGITS
from releve.pipeline.offices.models import HalfDay
from releve.ui.forms import PhoneInput


class DoctorForm(forms.Form):
    first_name = forms.CharField(label=_("Prénom"), max_length=60)
    last_name = forms.CharField(label=_("Nom"), max_length=60)
    rpps = forms.CharField(
        label=_("Numéro RPPS"),
        required=False,
        max_length=20,
        help_text=_("11 chiffres. Une clé fausse est signalée, jamais bloquée."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--medium"}),
    )
    email = forms.EmailField(label=_("Adresse e-mail"), required=False)
    phone = forms.CharField(label=_("Téléphone"), required=False, max_length=20, widget=PhoneInput)

    def clean_rpps(self) -> str:
        number = "".join(self.cleaned_data["rpps"].replace(".", " ").split())
        if len(number) > N_RPPS_DIGITS:
            raise forms.ValidationError(
                _("« %(value)s » a %(n)d caractères : un numéro RPPS en a 11."),
                params={"value": number, "n": len(number)},
            )
        return number


class AbsenceForm(forms.Form):
    """Only the days are asked: the reason stays with the doctor."""

    first_on = DayField(label=_("Premier jour"))
    first_half = forms.ChoiceField(label=_("À partir du"), choices=HalfDay, initial=HalfDay.MORNING)
    last_on = DayField(label=_("Dernier jour"))
    last_half = forms.ChoiceField(label=_("Jusqu’à, compris"), choices=HalfDay, initial=HalfDay.AFTERNOON)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_order(self, "first_on", "last_on")
        return given
