"""Calls for a gap: publish one, follow it, withdraw it."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.calls import call_line, invited_lines
from releve.desks.network.boards.outlook import plan_of
from releve.desks.network.forms.calls import END_OF_THE_DAY, CallForm
from releve.desks.network.page import accepted, draw, office_crumbs, office_of, tell_done
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import offices_of
from releve.pipeline.rota.actions.calls import publish_call, withdraw_call
from releve.pipeline.rota.handover import Gap
from releve.pipeline.rota.messages.calls import half_day_words
from releve.pipeline.rota.models import Call
from releve.pipeline.rota.queries.calls import (
    Invitee,
    calls_of,
    invitees,
    offered_halves,
    replaceable,
    who_fits,
    who_works_at,
)
from releve.pipeline.rota.rules import find_gaps
from releve.shared.half_days import Half, instant, local_day, monday_of

FORTNIGHT, ONE_DAY, DAYS_TO_ANSWER = timedelta(weeks=2), timedelta(days=1), timedelta(days=3)
# Further ahead a doctor is looked for, not a half-day filled.
FARTHEST = timedelta(weeks=52)


@require_safe
def calls(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    found = list(calls_of(request.seat.network_id))
    works = who_works_at(found)
    lines = [call_line(call, works, now) for call in found]
    return draw(
        request,
        "network/calls.html",
        "calls",
        open_calls=[line for line in lines if line.is_open],
        past_calls=[line for line in lines if not line.is_open],
        offices=offices_of(request.seat.network_id),
    )


@require_safe
def call(request: DeskRequest, call_id: int) -> HttpResponse:
    found = _call_of(request, call_id)
    return draw(
        request,
        "network/call.html",
        "calls",
        line=call_line(found, who_works_at([found]), timezone.now()),
        invited=invited_lines(found),
        crumbs=[{"label": _("Appels"), "url": reverse("network:calls")}, {"label": found.office.name, "url": ""}],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: DeskRequest, slug: str) -> HttpResponse:
    """First what is offered; then who will be written to, with a box for each; then it is published."""
    office, now = office_of(request, slug), timezone.now()
    today = local_day(now, office.time_zone)
    first = _fortnight_asked(request, today)
    last = first + FORTNIGHT - ONE_DAY
    found = _gaps(office, max(first, today + ONE_DAY), last)
    away = [(promise.commitment_id, promise.doctor_name) for promise in replaceable(office.id, first, last)]
    form = CallForm(request.POST or None, gaps=found, replaceable=away, initial={"until": today + DAYS_TO_ANSWER})
    published: list[Call] = []

    def act() -> None:
        published.append(_publish(request, office, form, now))

    is_confirmed = "confirm" in request.POST
    if is_confirmed and accepted(form, act):
        n = published[0].invitations.count()
        said = ngettext(
            "Appel publié : %(n)d personne est prévenue.", "Appel publié : %(n)d personnes sont prévenues.", n
        )
        messages.success(request, said % {"n": n})
        return redirect("network:call", published[0].id)
    if request.method == "POST" and not is_confirmed and form.is_valid():
        return _confirm(request, office, form, now)
    return draw(
        request,
        "network/call_form.html",
        "calls",
        office=office,
        form=form,
        has_gaps=bool(found),
        first=first,
        last=last,
        previous_url=_page_url(office, first - FORTNIGHT) if first > monday_of(today) else "",
        next_url=_page_url(office, first + FORTNIGHT),
        crumbs=office_crumbs(office, {"label": _("Publier un appel"), "url": ""}),
    )


@require_POST
def withdraw(request: DeskRequest, call_id: int) -> HttpResponse:
    found = _call_of(request, call_id)

    def act() -> None:
        withdraw_call(call_id=found.id, by=request.user, now=timezone.now())

    tell_done(request, act, _("Appel retiré : ceux qui l’avaient reçu sont prévenus."))
    return redirect("network:call", found.id)


def _confirm(request: DeskRequest, office: Office, form: CallForm, now: datetime) -> HttpResponse:
    half_days = sorted(form.cleaned_data["half_days"])
    replaced_id = form.cleaned_data["replaced"]
    first, last = half_days[0][0], half_days[-1][0]
    offered = offered_halves(office.id, dict.fromkeys(half_days, 0), replaced_id=replaced_id)
    people = invitees(request.seat.network_id, office.id, first, last)
    fitting = who_fits(people, offered, _replaced_doctor(office, replaced_id, first, last), now)
    others = [person for person in people if person not in fitting]
    return draw(
        request,
        "network/call_confirm.html",
        "calls",
        office=office,
        chosen=[half_day_words(day, half) for day, half in half_days],
        n_half_days=len(half_days),
        people=[(_box(person), person.name) for person in fitting],
        others=[person.name for person in others],
        page_url=_page_url(office, _fortnight_asked(request, local_day(now, office.time_zone))),
        # What was typed goes along, and is checked again.
        sent=[(name, value) for name, values in request.POST.lists() if name in form.fields for value in values],
        crumbs=office_crumbs(office, {"label": _("Publier un appel"), "url": ""}),
    )


def _publish(request: DeskRequest, office: Office, form: CallForm, now: datetime) -> Call:
    given = form.cleaned_data
    half_days: list[tuple[date, Half]] = sorted(given["half_days"])
    people = invitees(request.seat.network_id, office.id, half_days[0][0], half_days[-1][0])
    unwanted = [person for person in people if _box(person) not in request.POST]
    return publish_call(
        office_id=office.id,
        half_days=half_days,
        replaced_id=given["replaced"],
        message=given["message"],
        publishes_shifts=given["publishes_shifts"],
        expires_at=instant(given["until"], END_OF_THE_DAY, office.time_zone),
        unwanted_doctor_ids=[person.doctor_id for person in unwanted if person.doctor_id],
        unwanted_candidate_ids=[person.candidate_id for person in unwanted if person.candidate_id],
        by=request.user,
        now=now,
    )


def _gaps(office: Office, first: date, last: date) -> list[Gap]:
    """Return the half-days that nobody works and that no promise will fill once the weeks are laid."""
    plan = plan_of([office.id], first, last)
    return find_gaps(plan.calendars, [*plan.existing, *plan.rota.shifts], first, last)


def _fortnight_asked(request: DeskRequest, today: date) -> date:
    """Return the Monday from which two weeks are shown: the one in the address, else this week's."""
    this_week = monday_of(today)
    try:
        asked = monday_of(date.fromisoformat(request.GET.get("debut", "")))
    except ValueError:
        return this_week
    return min(max(asked, this_week), this_week + FARTHEST)


def _page_url(office: Office, first: date) -> str:
    return f"{reverse('network:publish_call', args=[office.slug])}?debut={first:%Y-%m-%d}"


def _box(person: Invitee) -> str:
    return f"doctor-{person.doctor_id}" if person.doctor_id else f"candidate-{person.candidate_id}"


def _replaced_doctor(office: Office, replaced_id: int | None, first: date, last: date) -> int | None:
    found = (promise for promise in replaceable(office.id, first, last) if promise.commitment_id == replaced_id)
    return next((promise.doctor_id for promise in found), None)


def _call_of(request: DeskRequest, call_id: int) -> Call:
    found = calls_of(request.seat.network_id).filter(id=call_id).first()
    if found is None:
        raise Http404
    return found
