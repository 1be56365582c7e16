"""When she can work in a season: a few taps on a telephone, the same every week, with exceptions."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from releve.desks.doctor.forms import ExceptionForm
from releve.desks.doctor.pages import DoctorRequest, at_doctors_desk, page
from releve.desks.doctor.season_page import around, lines_of, read_season, weeks_of_exceptions
from releve.pipeline.commitments.queries import absences_of
from releve.pipeline.rota.actions.wishes import Said, copy_last_season, forget_days, say_of_days, say_wishes
from releve.pipeline.rota.engine.problem import SLOTS_PER_WEEK, Wish
from releve.pipeline.rota.queries.wishes import answer_of, asked_half_days, dated_wishes, has_answered_before
from releve.pipeline.rota.rules.seasons import last_day_of
from releve.pipeline.rota.words import season_words
from releve.shared.errors import Refused
from releve.shared.half_days import HALVES, Half
from releve.shared.typed import read_day
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope

ENTRY = "doctor:availability"


@require_http_methods(["GET", "HEAD", "POST"])
@at_doctors_desk
def availability(request: DoctorRequest) -> HttpResponse:
    """Show a season; store what was tapped. With htmx each tap is stored, without it the button stores all."""
    today = timezone.localdate()
    if request.method != "POST":
        return _page(request, read_season(request.GET.get("saison", ""), today), ExceptionForm())
    season = _season(request)
    said = _said(request)
    try:
        with world_scope(Role.ESTATE, [request.seat.network_id]):
            n = say_wishes(doctor_id=request.doctor.id, season=season, said=said, by=request.user, now=timezone.now())
    except Refused as refusal:
        if request.htmx:
            return page(request, "doctor/season_saved.html", {"refusal": str(refusal.message), "shown": []})
        messages.error(request, str(refusal.message))
        return redirect(_address(season))
    if request.htmx:
        shown = [(slot, one.chosen) for slot, one in said.items()]
        return page(request, "doctor/season_saved.html", {"refusal": "", "shown": shown, "now": timezone.now()})
    changed = ngettext("%(n)d réponse changée.", "%(n)d réponses changées.", n) % {"n": n}
    messages.success(request, f"{_('Disponibilités enregistrées.')} {changed if n else ''}".strip())
    return redirect(_address(season))


@require_POST
@at_doctors_desk
def copy_season(request: DoctorRequest) -> HttpResponse:
    season = _season(request)
    try:
        with world_scope(Role.ESTATE, [request.seat.network_id]):
            copy_last_season(doctor_id=request.doctor.id, season=season, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Vos réponses de la saison précédente sont reprises. Corrigez ce qui change."))
    return redirect(_address(season))


@require_POST
@at_doctors_desk
def add_exception(request: DoctorRequest) -> HttpResponse:
    season = _season(request)
    form = ExceptionForm(request.POST)
    if not form.is_valid():
        return _page(request, season, form)
    told = form.cleaned_data
    try:
        with world_scope(Role.ESTATE, [request.seat.network_id]):
            say_of_days(
                doctor_id=request.doctor.id,
                day=told["day"],
                halves=[Half(told["part"])] if told["part"] in HALVES else HALVES,
                whole_week=told["part"] == "week",
                wish=Wish(told["wish"]),
                by=request.user,
                now=timezone.now(),
            )
    except Refused as refusal:
        said = str(refusal.message).removeprefix(f"{form.fields['day'].label} : ")
        form.add_error("day", said[:1].upper() + said[1:])
        return _page(request, season, form)
    messages.success(request, _("Exception notée."))
    return redirect(f"{_address(season)}#exceptions")


@require_POST
@at_doctors_desk
def drop_exception(request: DoctorRequest) -> HttpResponse:
    """Take back what was said of a day, or of the days from one to another."""
    season = _season(request)
    first, is_first = read_day(request.POST.get("du", ""), season)
    last, is_last = read_day(request.POST.get("au", ""), season)
    if not (request.POST.get("du") and is_first and is_last):
        raise Http404
    with world_scope(Role.ESTATE, [request.seat.network_id]):
        forget_days(doctor_id=request.doctor.id, first=first, last=last, by=request.user, now=timezone.now())
    messages.success(request, _("Exception retirée."))
    return redirect(f"{_address(season)}#exceptions")


def _page(request: DoctorRequest, season: date, form: ExceptionForm) -> HttpResponse:
    today, last = timezone.localdate(), last_day_of(season)
    asked = asked_half_days(request.doctor.id, season)
    near = around(season, today)
    context = {
        "season": season,
        "season_title": season_words(season),
        "last": last,
        "days": lines_of(asked),
        "asked": asked,
        "answer": answer_of(request.doctor.id, season),
        "can_copy": has_answered_before(request.doctor.id, season),
        "weeks": weeks_of_exceptions(dated_wishes(request.doctor.id, max(season, today), last)),
        "absences": [
            absence for absence in absences_of(request.doctor.id, max(season, today)) if absence.first_on <= last
        ],
        "form": form,
        "previous_url": _address(near["previous"]) if near["previous"] else "",
        "next_url": _address(near["next"]) if near["next"] else "",
    }
    return page(request, "doctor/availability.html", context, entry=ENTRY, status=422 if form.errors else 200)


def _season(request: DoctorRequest) -> date:
    season, is_understood = read_day(request.POST.get("saison", ""), timezone.localdate())
    if not is_understood:
        raise Http404
    return season


def _said(request: DoctorRequest) -> dict[int, Said]:
    """Read `demi-<slot>` and `avant-<slot>`; anything that no page of ours sends is a page that does not exist."""
    found = {}
    for slot in range(SLOTS_PER_WEEK):
        chosen = request.POST.get(f"demi-{slot}")
        if chosen is not None:
            try:
                found[slot] = Said(Wish(request.POST.get(f"avant-{slot}", chosen)), Wish(chosen))
            except ValueError as error:
                raise Http404 from error
    return found


def _address(season: date) -> str:
    return f"{reverse('doctor:availability')}?saison={season}"
