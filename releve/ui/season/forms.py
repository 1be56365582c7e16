"""What is typed beside the half-days of a season."""

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.pipeline.rota.models import Wish
from releve.ui.forms import DayInput


class ExceptionForm(forms.Form):
    """One day or one week that is not like the others."""

    day = forms.DateField(label=_("Jour"), widget=DayInput)
    part = forms.ChoiceField(
        label=_("Pour"),
        choices=[
            ("day", _("toute la journée")),
            ("am", _("le matin")),
            ("pm", _("l’après-midi")),
            ("week", _("toute la semaine")),
        ],
    )
    wish = forms.ChoiceField(label=_("Réponse"), choices=Wish.choices, initial=Wish.CANNOT)
