"""One shift: its times, its room, its end; and one more by hand. Of patients only their number is told."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.history import history_of
from releve.desks.network.forms.shifts import AddShiftForm, CancelForm, RoomChoiceForm, TimesForm
from releve.desks.network.page import accepted, draw, office_crumbs, office_of
from releve.desks.network.words import half_day_words
from releve.pipeline.commitments.queries import commitments_of_office
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import calendars, rooms_of
from releve.pipeline.offices.rules import openings_on
from releve.pipeline.rota.actions import add_shift, cancel_shift, change_times, move_to_room
from releve.pipeline.rota.errors import PatientsMustMove, RotaRefused
from releve.pipeline.rota.models import Shift
from releve.shared.half_days import Half, instant, local_day
from releve.shared.words import clock, hour_words, local


@require_safe
def shift(request: DeskRequest, shift_id: int) -> HttpResponse:
    return _draw(request, _shift_of(request, shift_id))


@require_POST
def times(request: DeskRequest, shift_id: int) -> HttpResponse:
    found = _shift_of(request, shift_id)
    form = TimesForm(request.POST)
    zone = found.office.time_zone

    def act() -> None:
        change_times(
            shift_id=found.id,
            starts_at=instant(found.day, form.cleaned_data["starts"], zone),
            ends_at=instant(found.day, form.cleaned_data["ends"], zone),
            by=request.user,
            now=timezone.now(),
        )

    if accepted(form, _told_in_numbers(act, _outside_new_times)):
        messages.success(request, _("L’horaire de la vacation est changé."))
        return redirect("network:shift", found.id)
    return _draw(request, _shift_of(request, shift_id), times_form=form)


@require_POST
def room(request: DeskRequest, shift_id: int) -> HttpResponse:
    found = _shift_of(request, shift_id)
    form = RoomChoiceForm(request.POST, rooms=_rooms(found.office))

    def act() -> None:
        move_to_room(shift_id=found.id, room_id=form.cleaned_data["room"], by=request.user, now=timezone.now())

    if accepted(form, act):
        messages.success(request, _("La vacation a changé de salle."))
        return redirect("network:shift", found.id)
    return _draw(request, _shift_of(request, shift_id), room_form=form)


@require_POST
def cancel(request: DeskRequest, shift_id: int) -> HttpResponse:
    found = _shift_of(request, shift_id)
    form = CancelForm(request.POST)

    def act() -> None:
        cancel_shift(shift_id=found.id, because=form.cleaned_data["because"], by=request.user, now=timezone.now())

    if accepted(form, _told_in_numbers(act, _inside_shift)):
        messages.success(request, _("La vacation est annulée."))
        return redirect("network:shift", found.id)
    return _draw(request, _shift_of(request, shift_id), cancel_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: DeskRequest, slug: str) -> HttpResponse:
    office = office_of(request, slug)
    today = local_day(timezone.now(), office.time_zone)
    promised = commitments_of_office(office.id, today)
    doctors = {commitment.doctor_id: str(commitment.doctor) for commitment in promised}
    options = {"doctors": doctors.items(), "rooms": _rooms(office)}
    form = AddShiftForm(request.POST or None, initial=_asked_half_day(request), **options)
    added: list[Shift] = []

    def act() -> None:
        given = form.cleaned_data
        added.append(
            add_shift(
                office_id=office.id,
                doctor_id=given["doctor"],
                room_id=given["room"],
                day=given["day"],
                half=Half(given["half"]),
                starts_at=instant(given["day"], given["starts"], office.time_zone) if given["starts"] else None,
                ends_at=instant(given["day"], given["ends"], office.time_zone) if given["ends"] else None,
                by=request.user,
                now=timezone.now(),
            )
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Vacation ajoutée, en brouillon : publiez la semaine pour l’ouvrir aux patients."))
        return redirect(reverse("network:weeks", args=[slug]) + f"?debut={added[0].day}")
    return draw(
        request,
        "network/one_form.html",
        "offices",
        form=form,
        heading=_("Ajouter une vacation"),
        explanation=_("Une demi-journée de plus, à côté des semaines types. Elle n’est pas posée de nouveau."),
        submit=_("Ajouter la vacation"),
        back_url=reverse("network:weeks", args=[slug]),
        crumbs=office_crumbs(office, {"label": _("Ajouter une vacation"), "url": ""}),
    )


def _shift_of(request: DeskRequest, shift_id: int) -> Shift:
    shifts = Shift.objects.select_related("office", "doctor", "room", "commitment")
    found = shifts.filter(id=shift_id, network_id=request.seat.network_id).first()
    if found is None:
        raise Http404
    return found


def _rooms(office: Office) -> list[tuple[int, str]]:
    return [(found.id, found.name) for found in rooms_of(office.id) if found.is_active]


def _draw(request: DeskRequest, found: Shift, **bound: forms.Form) -> HttpResponse:
    zone = found.office.time_zone
    current = {"starts": local(found.starts_at, zone).time(), "ends": local(found.ends_at, zone).time()}
    shown: dict[str, Any] = {
        "times_form": TimesForm(initial=current, auto_id="times_%s"),
        "room_form": RoomChoiceForm(initial={"room": found.room_id}, rooms=_rooms(found.office), auto_id="room_%s"),
        "cancel_form": CancelForm(auto_id="cancel_%s"),
    }
    heading = half_day_words(found.day, Half(found.half))
    weeks_url = reverse("network:weeks", args=[found.office.slug]) + f"?debut={found.day}"
    return draw(
        request,
        "network/shift.html",
        "offices",
        shift=found,
        heading=heading[:1].upper() + heading[1:],
        hours=f"{clock(found.starts_at, zone)} – {clock(found.ends_at, zone)}",
        opening_hours=_opening_hours(found),
        is_over=found.ends_at <= timezone.now(),
        history=history_of(found),
        crumbs=office_crumbs(
            found.office, {"label": _("Semaines"), "url": weeks_url}, {"label": _("Vacation"), "url": ""}
        ),
        **(shown | bound),
    )


def _opening_hours(found: Shift) -> str:
    calendar = calendars([found.office_id], found.day, found.day)[found.office_id]
    for opening in openings_on(calendar, found.day):
        if opening.half == found.half:
            hours = f"{hour_words(opening.opens_at)} – {hour_words(opening.closes_at)}"
            return _("Le cabinet ouvre : %(hours)s.") % {"hours": hours}
    return ""


def _asked_half_day(request: DeskRequest) -> dict[str, Any]:
    try:
        day = date.fromisoformat(request.GET.get("jour", ""))
    except ValueError:
        return {}
    half = request.GET.get("demi", "")
    return {"day": day, "half": half if half in set(Half) else None}


def _told_in_numbers(act: Callable[[], None], sentence: Callable[[int], str]) -> Callable[[], None]:
    def told() -> None:
        try:
            act()
        except PatientsMustMove as refusal:
            raise RotaRefused(sentence(refusal.n_patients)) from refusal

    return told


def _outside_new_times(n: int) -> str:
    sentence = ngettext(
        "%(n)d patient a rendez-vous hors du nouvel horaire : l’accueil doit d’abord le déplacer.",
        "%(n)d patients ont rendez-vous hors du nouvel horaire : l’accueil doit d’abord les déplacer.",
        n,
    )
    return sentence % {"n": n}


def _inside_shift(n: int) -> str:
    sentence = ngettext(
        "%(n)d patient a rendez-vous dans cette vacation : l’accueil doit d’abord le déplacer.",
        "%(n)d patients ont rendez-vous dans cette vacation : l’accueil doit d’abord les déplacer.",
        n,
    )
    return sentence % {"n": n}
