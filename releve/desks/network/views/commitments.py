"""The promise of a doctor: agree it, change its weekly pattern, agree on its last day."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from releve.desks.access import DeskRequest
from releve.desks.network.boards.promises import PromiseLine
from releve.desks.network.forms.commitments import CommitmentForm, LastDayForm, PatternForm
from releve.desks.network.page import accepted, draw
from releve.desks.network.views.doctors import doctor_crumbs, doctor_of_network
from releve.desks.network.views.patterns import pattern_page
from releve.desks.network.words import week_note
from releve.pipeline.commitments.actions import agree_commitment, agree_end, change_pattern
from releve.pipeline.commitments.handover import Act, Route
from releve.pipeline.commitments.models import Commitment
from releve.pipeline.commitments.queries.amendments import terms_in_force
from releve.pipeline.offices.queries import offices_of


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: DeskRequest, doctor_id: int) -> HttpResponse:
    found = doctor_of_network(request, doctor_id)
    offices = {office.id: office for office in offices_of(request.seat.network_id)}
    choices = [(office.id, office.name) for office in offices.values()]
    form = CommitmentForm(request.POST or None, offices=choices)

    def act() -> None:
        given = {**form.cleaned_data}
        first_act = given.pop("first_act")
        agree_commitment(
            first_act=Act(first_act) if first_act else None,
            doctor=found,
            office=offices[given.pop("office")],
            route=Route(given.pop("route")),
            pattern=form.grid.chosen(),
            by=request.user,
            now=timezone.now(),
            **given,
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Engagement enregistré. Posez maintenant les semaines du cabinet."))
        return redirect("network:doctor", found.id)
    return draw(
        request,
        "network/commitment_form.html",
        "doctors",
        doctor=found,
        form=form,
        week_note=week_note(timezone.localdate()),
        crumbs=doctor_crumbs(found, _("Nouvel engagement")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def pattern(request: DeskRequest, commitment_id: int) -> HttpResponse:
    commitment = _commitment_of(request, commitment_id)

    def store(form: PatternForm) -> None:
        change_pattern(
            commitment_id=commitment.id,
            pattern=form.grid.chosen(),
            half_days_per_week=form.cleaned_data["half_days_per_week"],
            by=request.user,
            now=timezone.now(),
        )

    return pattern_page(
        request,
        commitment,
        terms_in_force(commitment, timezone.localdate()),
        store=store,
        said=_("Semaine type enregistrée. Les vacations déjà posées ne changent pas."),
        back_url=reverse("network:doctor", args=[commitment.doctor_id]),
        crumbs=doctor_crumbs(commitment.doctor, _("Semaine type")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def last_day(request: DeskRequest, commitment_id: int) -> HttpResponse:
    commitment = _commitment_of(request, commitment_id)
    line = PromiseLine(commitment, timezone.localdate())
    form = LastDayForm(request.POST or None, initial={"ends_on": line.last_on})

    def act() -> None:
        agree_end(
            commitment_id=commitment.id, ends_on=form.cleaned_data["ends_on"], by=request.user, now=timezone.now()
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Dernier jour enregistré."))
        return redirect("network:doctor", commitment.doctor_id)
    return draw(
        request,
        "network/one_form.html",
        "doctors",
        form=form,
        heading=_("Dernier jour de %(doctor)s") % {"doctor": commitment.doctor},
        explanation=_("L’ARS et l’Ordre sont prévenus six mois avant un départ ; les patients, le plus tôt possible."),
        submit=_("Enregistrer le dernier jour"),
        back_url=reverse("network:doctor", args=[commitment.doctor_id]),
        crumbs=doctor_crumbs(commitment.doctor, _("Dernier jour")),
    )


def _commitment_of(request: DeskRequest, commitment_id: int) -> Commitment:
    found = (
        Commitment.objects.filter(id=commitment_id, network_id=request.seat.network_id)
        .select_related("doctor", "office")
        .prefetch_related("pattern")
        .first()
    )
    if found is None:
        raise Http404
    return found
