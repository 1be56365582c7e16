"""Her weeks, and the patients of a day."""

from itertools import pairwise

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from releve.desks.doctor.consultations import WAYS, consultations_of, line_of
from releve.desks.doctor.pages import DoctorRequest, at_doctors_desk, page
from releve.desks.doctor.worked_weeks import N_WEEKS, ONE_DAY, ONE_WEEK, weeks_from
from releve.pipeline.appointments.actions.desk import take_step
from releve.pipeline.appointments.handover import By, Status
from releve.pipeline.appointments.models import Appointment
from releve.shared.errors import Refused
from releve.shared.half_days import monday_of
from releve.shared.typed import read_day


@require_safe
@at_doctors_desk
def weeks(request: DoctorRequest) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    asked, _is_understood = read_day(request.GET.get("semaine", ""), today)
    monday = monday_of(asked)
    address = reverse("doctor:weeks")
    context = {
        "today": today,
        "weeks": weeks_from(request.doctor.id, monday, today),
        "consultations": consultations_of(request.doctor.id, today, now, today),
        "is_now": monday == monday_of(today),
        "now_url": address,
        "previous_url": f"{address}?semaine={monday - N_WEEKS * ONE_WEEK}#semaines",
        "next_url": f"{address}?semaine={monday + N_WEEKS * ONE_WEEK}#semaines",
    }
    return page(request, "doctor/weeks.html", context, entry="doctor:weeks")


@require_safe
@at_doctors_desk
def day(request: DoctorRequest) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    chosen, _is_understood = read_day(request.GET.get("jour", ""), today)
    address = reverse("doctor:day")
    context = {
        "day": chosen,
        "is_today": chosen == today,
        "consultations": consultations_of(request.doctor.id, chosen, now, today),
        "today_url": address,
        "previous_url": f"{address}?jour={chosen - ONE_DAY}",
        "next_url": f"{address}?jour={chosen + ONE_DAY}",
    }
    return page(request, "doctor/day.html", context, entry="doctor:weeks")


@require_POST
@at_doctors_desk
def step(request: DoctorRequest, visit_id: int) -> HttpResponse:
    """Take a step with her own patient; `depuis` is what the page showed, so that two clicks make one step."""
    mine = Appointment.objects.filter(doctor=request.doctor, network_id=request.seat.network_id, patient__isnull=False)
    visit = get_object_or_404(mine.select_related("patient", "reason", "shift"), id=visit_id)
    way = _way(request.POST.get("depuis", ""), request.POST.get("etape", ""))
    refusal = ""
    try:
        for was, status in way:
            take_step(
                appointment_id=visit.id,
                status=status,
                was=was,
                by_kind=By.DOCTOR,
                by=request.user,
                now=timezone.now(),
            )
    except Refused as refused:
        refusal = str(refused.message)
    if request.htmx:
        visit.refresh_from_db(fields=["status", "changed_at"])
        line = line_of(visit, timezone.now(), may_step=visit.shift.day <= timezone.localdate())
        return HttpResponse(render_to_string("doctor/line.html", {"line": line, "refusal": refusal}, request))
    if refusal:
        messages.error(request, refusal)
    return redirect(f"{reverse('doctor:day')}?jour={visit.shift.day}#visite-{visit.id}")


def _way(was: str, status: str) -> list[tuple[Status, Status]]:
    """Return the steps, one by one, from where the page stood to where she clicked."""
    try:
        before, wanted = Status(was), Status(status)
    except ValueError as error:
        raise Http404 from error
    if (before, wanted) not in WAYS:
        raise Http404
    stops = (before, *WAYS[before, wanted])
    return list(pairwise(stops))
