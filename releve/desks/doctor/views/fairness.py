"""Who works the half-days that nobody likes: her own figures, and all others' without a name."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from releve.desks.doctor.fair_figures import without_names
from releve.desks.doctor.pages import DoctorRequest, at_doctors_desk, page
from releve.pipeline.rota.queries.fairness import fairness_of, year_before
from releve.pipeline.rota.queries.wishes import knobs_of
from releve.pipeline.rota.words.half_days import slot_words


@require_safe
@at_doctors_desk
def fairness(request: DoctorRequest) -> HttpResponse:
    first, last = year_before(timezone.localdate())
    knobs = knobs_of(request.seat.network_id)
    figures = without_names(fairness_of(request.seat.network_id, first, last), request.doctor.id)
    context = {
        "first": first,
        "last": last,
        "figures": figures,
        "mine": next((one for one in figures if one.is_mine), None),
        "slots": [slot_words(slot) for slot in sorted(knobs.unloved_slots)],
        "with_eves": knobs.eves_are_unloved,
    }
    return page(request, "doctor/fairness.html", context, entry="doctor:fairness")
