"""The appointments of a person who logged in with a code: those made with that very e-mail address."""

from datetime import datetime
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from releve.desks.patient.open_pages import kept_nowhere
from releve.desks.patient.visits import address_of, for_whom, is_to_come, visits_of_login
from releve.pipeline.appointments.models import Appointment
from releve.shared.people.models import User
from releve.shared.words import moment_words

N_PAST = 20


@login_required(login_url="account_request_login_code")
@require_safe
def my_appointments(request: HttpRequest) -> HttpResponse:
    """Staff log in for their desks, with addresses that nobody has verified: they have no appointments here."""
    user, now = cast(User, request.user), timezone.now()
    visits = [] if user.is_member_of_staff else visits_of_login(user)
    to_come = [visit for visit in visits if is_to_come(visit, now)]
    past = [visit for visit in visits if not is_to_come(visit, now)]
    context = {
        "email": user.email,
        "to_come": [_shown(visit, now) for visit in reversed(to_come)],
        "past": [_shown(visit, now) for visit in past[:N_PAST]],
        "home_url": reverse("patient:home"),
    }
    return kept_nowhere(render(request, "patient/my_appointments.html", context))


def _shown(visit: Appointment, now: datetime) -> dict[str, str]:
    return {
        "url": address_of(visit),
        "when": moment_words(visit.starts_at, visit.office.time_zone, now=now),
        "who": for_whom(visit),
        "doctor": str(visit.doctor),
        "office": visit.office.name,
        "status": str(visit.status),
    }
