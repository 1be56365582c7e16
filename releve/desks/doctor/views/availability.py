"""When she can work in a season."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from releve.desks.doctor.pages import DoctorRequest, at_doctors_desk, page
from releve.pipeline.commitments.queries import absences_of
from releve.pipeline.rota.handover import Respondent
from releve.ui.season import SeasonPlace, answer_for_season

ENTRY = "doctor:availability"


@require_http_methods(["GET", "HEAD", "POST"])
@at_doctors_desk
def availability(request: DoctorRequest, step: str = "") -> HttpResponse:
    def draw(context: dict[str, Any]) -> HttpResponse:
        first, last = max(context["season"], timezone.localdate()), context["last"]
        coming = absences_of(request.doctor.id, first)
        context["absences"] = [absence for absence in coming if absence.first_on <= last]
        context["absences_url"] = reverse("doctor:promise") + "#absence"
        status = 422 if context["form"].errors else 200
        return page(request, "doctor/availability.html", context, entry=ENTRY, status=status)

    who = Respondent(request.seat.network_id, doctor_id=request.doctor.id)
    return answer_for_season(request, SeasonPlace(who, request.user, reverse(ENTRY), draw), step)
