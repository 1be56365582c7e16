"""The home page: one question, then the offices nearby with their first free times."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from releve.desks.patient.offers import shown_time
from releve.desks.patient.place import TownsFound, towns_typed, written
from releve.pipeline.appointments.queries.nearby import first_times, nearest_offices
from releve.pipeline.offices.models import Town
from releve.pipeline.offices.queries import find_towns
from releve.pipeline.slots.handover import Slot
from releve.pipeline.slots.models import VisitReason
from releve.pipeline.slots.queries import as_visit, reasons_for
from releve.shared.geography import travel_min
from releve.shared.typed import plain, shown_phone, whole_number
from releve.shared.words import travel_words, zone_words

N_FIRST_OFFICES = 10
N_OFFICES = 50
N_TIMES = 3
N_OTHERS = 5
# Farther than this by car, an office is no help to somebody who is ill.
FARTHEST_MIN = 120

# As `nearest_offices` gives them.
Row = tuple[Any, ...]


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("ou", "")
    if not plain(typed):
        error = _("Écrivez le nom de votre commune, ou votre code postal.") if "ou" in request.GET else ""
        return render(request, "patient/home.html", {"error": error})
    found = towns_typed(typed, request.GET.get("commune", ""))
    if not found.town:
        return render(request, "patient/towns.html", _choices(found, request))
    shown = _offices(found.town, request, timezone.now())
    return render(request, "patient/offices_near.html", {"typed": written(found.town), "town": found.town.name} | shown)


@login_not_required
@require_safe
def town_suggestions(request: HttpRequest) -> HttpResponse:
    """The options under the question, while a person types."""
    typed = plain(request.GET.get("ou", ""))[:60]
    towns = find_towns(typed, limit=8) if len(typed) > 1 else []
    response = render(request, "patient/town_options.html", {"options": [written(town) for town in towns]})
    patch_cache_control(response, public=True, max_age=86400)
    return response


def _choices(found: TownsFound, request: HttpRequest) -> dict[str, Any]:
    def option(town: Town) -> dict[str, str]:
        return {
            "name": town.name,
            "codes": ", ".join(town.postal_codes[:3]),
            "insee": town.insee,
            "written": written(town),
        }

    return {
        "typed": found.typed,
        "is_too_long": found.is_too_long,
        "choices": [option(town) for town in found.choices],
        "lookalikes": [option(town) for town in found.lookalikes],
        "motif": whole_number(request.GET.get("motif", "")) or "",
    }


def _offices(town: Town, request: HttpRequest, now: datetime) -> dict[str, Any]:
    rows = nearest_offices(town.latitude, town.longitude, now, N_OFFICES, None)
    rows = [row for row in rows if travel_min(row[-1]) <= FARTHEST_MIN]
    if not rows:
        return {"offices": [], "reasons": [], "nothing": _nothing_near(town)}
    network_id = rows[0][1]
    reasons = reasons_for(network_id, is_online=True)
    wanted = whole_number(request.GET.get("motif", ""))
    reason = next((reason for reason in reasons if reason.id == wanted), reasons[0] if reasons else None)
    own = [row for row in rows if row[1] == network_id]
    of_others = [row for row in rows if row[1] != network_id]
    is_all = "tous" in request.GET
    first = own if is_all else own[:N_FIRST_OFFICES]
    offices = _with_times(first, reason, now)
    if not any(office["times"] for office in offices):
        offices += [office for office in _with_times(own[len(first) :], reason, now) if office["times"]]
    query = request.GET.copy()
    query["tous"] = "1"
    is_more = not is_all and len(own) > len(offices)
    return {
        "network_id": network_id,
        "reasons": [{"id": each.id, "name": each.name, "is_current": each == reason} for each in reasons],
        "reason": {"id": reason.id, "name": reason.name} if reason else None,
        "offices": offices,
        "others": [_other(row) for row in of_others[:N_OTHERS]],
        "more_url": f"?{query.urlencode()}" if is_more else "",
    }


def _nothing_near(town: Town) -> dict[str, str]:
    return {
        "title": _("Aucun cabinet à moins de deux heures de %(town)s") % {"town": town.name},
        "text": _("Essayez la commune d’un proche, ou demandez conseil au 116 117."),
    }


def _with_times(rows: list[Row], reason: VisitReason | None, now: datetime) -> list[dict[str, Any]]:
    times = first_times([row[0] for row in rows], as_visit(reason), now, N_TIMES) if reason and rows else {}
    return [_shown(row, times.get(row[0], []), reason, now) for row in rows]


def _shown(row: Row, slots: list[Slot], reason: VisitReason | None, now: datetime) -> dict[str, Any]:
    """Return plain values only: the page is drawn many times a second."""
    _office, _network, slug, name, town, address, postal_code, phone, zone, km = row
    page = reverse("patient:office", args=[slug])
    return {
        "name": name,
        "address": f"{address}, {postal_code} {town}",
        "url": page,
        "times_url": f"{page}horaires/?motif={reason.id}" if reason else page,
        "travel": travel_words(travel_min(km)),
        "zone": zone_words(zone) if slots else "",
        "phone": phone,
        "phone_words": shown_phone(phone) if phone and not slots else "",
        "times": [shown_time(slot, zone, now) for slot in slots],
    }


def _other(row: Row) -> dict[str, str]:
    return {"name": row[3], "town": row[4], "url": reverse("patient:office", args=[row[2]])}
