"""A secretary's own half-days at the reception, as the network published them."""

from datetime import timedelta
from itertools import groupby

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from releve.desks.secretary.pages import ReceptionRequest, at_reception, page
from releve.pipeline.rota.queries.reception import duties_of
from releve.shared.half_days import monday_of

WEEKS_AHEAD = timedelta(weeks=8)


@require_safe
@at_reception
def my_half_days(request: ReceptionRequest) -> HttpResponse:
    """Eight weeks of her own half-days, whichever reception; nobody else's."""
    today = timezone.localdate()
    found = duties_of(request.user.id, monday_of(today), monday_of(today) + WEEKS_AHEAD - timedelta(days=1))
    weeks = [(monday, list(hers)) for monday, hers in groupby(found, key=lambda duty: monday_of(duty.day))]
    return page(request, "secretary/my_half_days.html", {"weeks": weeks}, entry="secretary:my_half_days")
