"""What the coordinator types about a reason for a visit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.pipeline.slots.actions import ReasonTerms
from releve.pipeline.slots.models import VisitReason


class ReasonForm(forms.Form):
    name = forms.CharField(
        label=_("Nom en clair"),
        max_length=80,
        help_text=_("Comme un patient le dirait : « Consultation », « Certificat de sport »."),
    )
    minutes = forms.IntegerField(
        label=_("Durée (minutes)"), min_value=5, max_value=120, step_size=5, widget=forms.NumberInput(attrs={"step": 5})
    )
    booked_by = forms.ChoiceField(
        label=_("Qui peut le réserver"), choices=VisitReason.BookedBy, initial="everyone", widget=forms.RadioSelect
    )
    earliest_days_ahead = forms.IntegerField(
        label=_("Au plus tôt (jours avant)"), min_value=1, max_value=365, initial=56
    )
    latest_min_ahead = forms.IntegerField(
        label=_("Au plus tard (minutes avant)"), min_value=0, max_value=20160, initial=60
    )
    is_unscheduled = forms.BooleanField(
        label=_("Soin non programmé"), required=False, help_text=_("Peut prendre le temps gardé de la vacation.")
    )

    @classmethod
    def of(cls, reason: VisitReason) -> "ReasonForm":
        return cls(initial={name: getattr(reason, name) for name in cls.base_fields})

    def terms(self) -> ReasonTerms:
        return ReasonTerms(**self.cleaned_data)
