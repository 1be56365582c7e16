"""From a time that was chosen to a confirmed appointment: hold, identity, code."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from releve.desks.patient.forms import CodeForm, IdentityForm
from releve.desks.patient.open_pages import signed_page
from releve.desks.patient.views.lost import answer_lost, typed_fields
from releve.desks.patient.visits import (
    address_of,
    held_by,
    held_visit,
    is_confirmed,
    is_held,
    request_of,
    shown_visit,
    typed_before,
)
from releve.desks.patient.week import week_of
from releve.pipeline.appointments.actions.confirm import confirm_booking, request_code, resend_code
from releve.pipeline.appointments.actions.hold import hold_slot, release_hold
from releve.pipeline.appointments.errors import (
    BadLink,
    CodeExpired,
    HoldExpired,
    NotBookable,
    TooManyHolds,
    WrongCode,
)
from releve.pipeline.appointments.links import hold_token
from releve.pipeline.appointments.models import Appointment, BookingRequest
from releve.pipeline.appointments.rules import CODE_VALID_MIN
from releve.pipeline.rota.models import Shift
from releve.shared.errors import Refused
from releve.shared.half_days import local_day
from releve.shared.typed import shown_phone, whole_number
from releve.shared.words import read_time_value
from releve.shared.worlds.scope import see_networks

# A second click within this time asks for the same code, not for another one.
DOUBLE_CLICK = timedelta(seconds=20)


@signed_page
@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Hold the time that a button sent. What was typed for a time lost before comes along and is not asked again."""
    chosen = read_time_value(request.POST.get("horaire", ""))
    network_id = whole_number(request.POST.get("reseau", ""))
    reason_id = whole_number(request.POST.get("motif", ""))
    if chosen is None or network_id is None or reason_id is None:
        raise Http404
    see_networks([network_id])
    shift_id, starts_at = chosen
    now = timezone.now()
    try:
        visit = hold_slot(
            shift_id=shift_id, starts_at=starts_at, reason_id=reason_id, now=now, browser=_fingerprint(request)
        )
    except NotBookable as refused:
        shift = Shift.objects.select_related("office__town").filter(id=shift_id).first()
        if shift is None:
            raise Http404 from refused
        return answer_lost(request, shift.office, reason_id, refused, now=now, before=request.POST.get("avant", ""))
    except TooManyHolds as refused:
        context = {"message": str(refused.message), "held": held_by(_fingerprint(request), now)}
        return render(request, "patient/too_many_holds.html", context, status=409)
    token = hold_token(visit.network_id, visit.id)
    is_known = _ask_code_again(request, visit, now)
    return redirect("patient:code" if is_known else "patient:identity", token=token)


def _ask_code_again(request: HttpRequest, visit: Appointment, now: datetime) -> bool:
    """Send the code for what was typed before, if it was whole."""
    asked: dict[str, Any] | None = None
    if typed_fields(request):
        form = _identity_form(visit, now, request.POST)
        asked = form.request() if form.is_valid() else None
    elif before := request.POST.get("avant"):
        try:
            asked = typed_before(before)
        except BadLink:
            asked = None
    if asked is None:
        return False
    try:
        request_code(appointment_id=visit.id, now=now, **asked)
    except Refused:
        return False
    return True


@signed_page
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, token: str) -> HttpResponse:
    visit, now = held_visit(token), timezone.now()
    if is_confirmed(visit):
        return redirect(address_of(visit))
    if not is_held(visit, now):
        return _expired(request, visit, now)
    known = request_of(visit)
    form = _identity_form(visit, now, request.POST if request.method == "POST" else None, known)
    if request.method == "POST" and form.is_valid():
        try:
            if not _was_just_asked(known, form, now):
                request_code(appointment_id=visit.id, now=now, **form.request())
        except HoldExpired:
            return _expired(request, visit, now)
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            return redirect("patient:code", token=token)
    return render(request, "patient/identity.html", {"form": form, "token": token, "visit": shown_visit(visit, now)})


@signed_page
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str) -> HttpResponse:
    visit, now = held_visit(token), timezone.now()
    if is_confirmed(visit):
        return redirect(address_of(visit))
    if not is_held(visit, now):
        return _expired(request, visit, now, before=token)
    known = request_of(visit)
    if known is None:
        return redirect("patient:identity", token=token)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            confirmed = confirm_booking(appointment_id=visit.id, code=form.cleaned_data["code"], now=now)
            return redirect(address_of(confirmed))
        except NotBookable:
            visit = held_visit(token)
            # The other click of a double click has confirmed in the meantime.
            return redirect(address_of(visit)) if is_confirmed(visit) else _expired(request, visit, now, before=token)
        except (WrongCode, CodeExpired) as refused:
            form.add_error("code", str(refused.message))
        except Refused as refused:
            form.add_error(None, str(refused.message))
    contact = {"contact": known.email or shown_phone(known.phone), "by_sms": not known.email}
    return render(
        request, "patient/code.html", {"form": form, "token": token, "visit": shown_visit(visit, now)} | contact
    )


@signed_page
@require_POST
def send_again(request: HttpRequest, token: str) -> HttpResponse:
    visit = held_visit(token)
    try:
        resend_code(appointment_id=visit.id, now=timezone.now())
    except HoldExpired:
        pass  # the page of the code says it, with other times
    except BookingRequest.DoesNotExist:
        return redirect("patient:identity", token=token)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("Un nouveau code est parti. Le code d’avant ne sert plus."))
    return redirect("patient:code", token=token)


@signed_page
@require_POST
def give_back(request: HttpRequest, token: str) -> HttpResponse:
    """Give a held time back, to choose another one."""
    visit = held_visit(token)
    if is_confirmed(visit):
        return redirect(address_of(visit))
    now = timezone.now()
    release_hold(appointment_id=visit.id, now=now)
    week = week_of(visit.starts_at, visit.office.time_zone)
    return redirect(f"{shown_visit(visit, now)['times_url']}&semaine={week.code}")


def _fingerprint(request: HttpRequest) -> str:
    """Know a browser again for a few minutes by the secret that protects its forms; the secret is not stored."""
    secret = request.META.get("CSRF_COOKIE")
    return salted_hmac("releve.browser", secret, algorithm="sha256").hexdigest() if secret else ""


def _identity_form(
    visit: Appointment, now: datetime, typed: Any = None, known: BookingRequest | None = None
) -> IdentityForm:
    initial = {} if known is None else {
        "booked_for": visit.booked_for,
        "booker_name": visit.booker_name,
        "first_name": known.first_name,
        "last_name": known.last_name,
        "birth_date": f"{known.birth_date:%d/%m/%Y}",
        "email": known.email,
        "phone": known.phone,
    }  # fmt: skip
    zone = visit.office.time_zone
    return IdentityForm(typed, initial=initial, today=local_day(now, zone), time_zone=zone)


def _was_just_asked(known: BookingRequest | None, form: IdentityForm, now: datetime) -> bool:
    if known is None or known.code_expires_at - timedelta(minutes=CODE_VALID_MIN) < now - DOUBLE_CLICK:
        return False
    person = form.identity()
    return (known.first_name, known.last_name, known.birth_date, known.email, known.phone) == (
        person.first_name,
        person.last_name,
        person.birth_date,
        person.email.lower(),
        person.phone,
    )


def _expired(request: HttpRequest, visit: Appointment, now: datetime, before: str = "") -> HttpResponse:
    return answer_lost(
        request, visit.office, visit.reason_id, HoldExpired(), now=now, before=before, after=visit.starts_at
    )
