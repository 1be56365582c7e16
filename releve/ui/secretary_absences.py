"""The days on which a secretary is away: she notes them at her desk, the coordinator at hers, by the same form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from releve.pipeline.rota.actions.reception import note_secretary_absence, withdraw_secretary_absence
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.models import SecretaryAbsence
from releve.pipeline.rota.queries.duties import absences_of_secretary
from releve.shared.errors import Refused
from releve.shared.people.models import User
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from releve.ui.forms import DayInput


class SecretaryAbsenceForm(forms.Form):
    """Whole days, both ends included; never why."""

    first_on = forms.DateField(label=gettext_lazy("Premier jour"), widget=DayInput)
    last_on = forms.DateField(label=gettext_lazy("Dernier jour"), widget=DayInput)


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    absence: SecretaryAbsence
    drop_url: str


def absence_lines(who: Respondent, today: date, drop_url: Callable[[int], str]) -> list[AbsenceLine]:
    """Return her absences to come, each with the address at which it is taken back."""
    return [AbsenceLine(absence, drop_url(absence.id)) for absence in absences_of_secretary(who, today)]


def note_absence(request: HttpRequest, by: User, who: Respondent, form: SecretaryAbsenceForm) -> bool:
    """Store what was typed and say what follows; False: the form says what to correct."""
    if not form.is_valid():
        return False
    try:
        with world_scope(Role.ESTATE, [who.network_id]):
            n_lost = note_secretary_absence(
                network_id=who.network_id,
                secretary_id=who.secretary_id or 0,
                **form.cleaned_data,
                by=by,
                now=timezone.now(),
            )
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    messages.success(request, _("Absence notée."))
    if n_lost:
        sentence = ngettext(
            "%(n)d demi-journée publiée est maintenant sans accueil : le réseau dessine de nouveau ces semaines.",
            "%(n)d demi-journées publiées sont maintenant sans accueil : le réseau dessine de nouveau ces semaines.",
            n_lost,
        )
        messages.warning(request, sentence % {"n": n_lost})
    return True


def withdraw_absence(request: HttpRequest, by: User, who: Respondent, absence_id: int) -> None:
    """Take one of her absences back. Raises Http404 where it is not hers."""
    hers = SecretaryAbsence.objects.filter(network_id=who.network_id, secretary_id=who.secretary_id)
    if not hers.filter(id=absence_id).exists():
        raise Http404
    with world_scope(Role.ESTATE, [who.network_id]):
        withdraw_secretary_absence(absence_id=absence_id, by=by, now=timezone.now())
    messages.success(request, _("Absence retirée."))
