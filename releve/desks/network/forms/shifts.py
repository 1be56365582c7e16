"""What the coordinator types about one shift."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.desks.network.forms.fields import DayField, HourField, choose
from releve.pipeline.offices.models import HalfDay


class TimesForm(forms.Form):
    starts = HourField(label=_("Début"))
    ends = HourField(label=_("Fin"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_hours(self)
        return given


class RoomChoiceForm(forms.Form):
    room = forms.TypedChoiceField(label=_("Salle"), coerce=int)

    def __init__(self, *args: Any, rooms: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "room", rooms)


class CancelForm(forms.Form):
    because = forms.CharField(
        label=_("Pourquoi la vacation est-elle annulée ?"),
        max_length=200,
        help_text=_("L’accueil et le médecin le lisent. N’écrivez rien sur la santé de quelqu’un."),
        error_messages={"required": _("Indiquez pourquoi : « empêchement du médecin », « coupure d’eau »…")},
    )


class AddShiftForm(forms.Form):
    """A shift added by hand, for one of the doctors who promised half-days to this office."""

    doctor = forms.TypedChoiceField(
        label=_("Médecin"), coerce=int, error_messages={"required": _("Choisissez un médecin.")}
    )
    room = forms.TypedChoiceField(label=_("Salle"), coerce=int)
    day = DayField(label=_("Jour"))
    half = forms.ChoiceField(label=_("Demi-journée"), choices=HalfDay, widget=forms.RadioSelect)
    starts = HourField(label=_("Début"), required=False, help_text=_("Vide : l’heure d’ouverture."))
    ends = HourField(label=_("Fin"), required=False, help_text=_("Vide : l’heure de fermeture."))

    def __init__(
        self,
        *args: Any,
        doctors: Iterable[tuple[int, str]],
        rooms: Iterable[tuple[int, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choose(self, "doctor", [("", _("Choisissez un médecin")), *doctors])
        choose(self, "room", rooms)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_hours(self)
        return given


def check_hours(form: forms.Form) -> None:
    """Put an error on the end when it does not come after the start."""
    starts, ends = form.cleaned_data.get("starts"), form.cleaned_data.get("ends")
    if starts and ends and ends <= starts:
        form.add_error("ends", _("La fin de la vacation vient après son début."))
