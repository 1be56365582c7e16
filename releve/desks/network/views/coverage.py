"""The coverage of an office: its horizon, its chance of a gap, its knobs, its alarms."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.chances import chance_page
from releve.desks.network.boards.coverage import coverage_of_office, office_horizon
from releve.desks.network.forms.coverage import AcknowledgeForm, CoverageKnobsForm, ScenarioForm
from releve.desks.network.page import accepted, draw, office_crumbs, office_of, tell_done
from releve.desks.network.views.offices.page import draw_tab, today_in
from releve.pipeline.commitments.actions.coverage import acknowledge_alarm, follow_network_knobs, set_coverage_knobs
from releve.pipeline.commitments.queries.coverage import alarms_of, knob_rows, months_searched, rules_of
from releve.pipeline.commitments.rules.terms import add_months
from releve.pipeline.offices.models import Office


@require_safe
def office(request: DeskRequest, slug: str) -> HttpResponse:
    return _draw_office(request, office_of(request, slug))


@require_safe
def chances(request: DeskRequest, slug: str) -> HttpResponse:
    found = office_of(request, slug)
    today = today_in(found)
    coverage = coverage_of_office(found, today)
    form = ScenarioForm.asked(request.GET, coverage.knobs)
    page = None
    if form.is_valid():
        case = coverage.case(months_searched(found.network_id, found.id, today))
        page = chance_page(case, form.assumptions(coverage.knobs))
    crumbs = office_crumbs(found, {"label": _("Risque de manque"), "url": ""})
    return draw(request, "network/chances.html", "offices", office=found, form=form, page=page, crumbs=crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
def office_knobs(request: DeskRequest, slug: str) -> HttpResponse:
    found = office_of(request, slug)
    return _knobs(request, found.id, found.name, reverse("network:coverage", args=[slug]), found)


@require_http_methods(["GET", "HEAD", "POST"])
def network_knobs(request: DeskRequest) -> HttpResponse:
    return _knobs(request, None, _("tous les cabinets"), reverse("network:home"))


@require_POST
def follow_network(request: DeskRequest, slug: str) -> HttpResponse:
    found = office_of(request, slug)

    def act() -> None:
        follow_network_knobs(office_id=found.id, by=request.user, now=timezone.now())

    tell_done(request, act, _("Ce cabinet suit de nouveau les réglages du réseau."))
    return redirect("network:coverage", slug)


@require_POST
def acknowledge(request: DeskRequest, alarm_id: int) -> HttpResponse:
    alarm = alarms_of(request.seat.network_id).filter(id=alarm_id).first()
    if alarm is None:
        raise Http404
    form = AcknowledgeForm(request.POST)

    def act() -> None:
        day = form.cleaned_data["look_again_on"]
        acknowledge_alarm(alarm_id=alarm.id, look_again_on=day, by=request.user, now=timezone.now())

    if not accepted(form, act):
        return _draw_office(request, alarm.office, form=form)
    messages.success(request, _("C’est noté : l’alerte se tait jusqu’à ce jour."))
    return redirect("network:coverage", alarm.office.slug)


def _draw_office(request: DeskRequest, found: Office, form: AcknowledgeForm | None = None) -> HttpResponse:
    today = today_in(found)
    coverage = coverage_of_office(found, today)
    stored = knob_rows(found.network_id, found.id).first()
    return draw_tab(
        request,
        found,
        "coverage",
        "network/coverage.html",
        view=office_horizon(coverage),
        knobs=coverage.knobs,
        has_own_knobs=stored is not None,
        note=stored.note if stored else "",
        alarms=list(alarms_of(found.network_id).filter(office=found)),
        form=form or AcknowledgeForm(initial={"look_again_on": add_months(today, 1)}),
        today=today,
    )


def _knobs(
    request: DeskRequest, office_id: int | None, place: str, back: str, found: Office | None = None
) -> HttpResponse:
    network_id = request.seat.network_id
    stored = knob_rows(network_id, office_id).first() or knob_rows(network_id, None).first()
    form = (
        CoverageKnobsForm(request.POST)
        if request.method == "POST"
        else CoverageKnobsForm.of(rules_of(stored), stored.note if stored else "")
    )

    def act() -> Any:
        return set_coverage_knobs(
            network_id=network_id,
            office_id=office_id,
            knobs=form.knobs(),
            note=form.cleaned_data["note"],
            by=request.user,
            now=timezone.now(),
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Réglages enregistrés."))
        return redirect(back)
    heading = _("Réglages de la couverture : %(place)s") % {"place": place}
    crumb = {"label": heading, "url": ""}
    return draw(
        request,
        "network/one_form.html",
        "offices" if found else "home",
        form=form,
        heading=heading,
        explanation=_("Aucun de ces nombres n’est une règle : ce sont des suppositions, à remplacer par les vôtres."),
        submit=_("Enregistrer"),
        back_url=back,
        crumbs=office_crumbs(found, crumb) if found else [{"label": _("Vue d’ensemble"), "url": back}, crumb],
    )
