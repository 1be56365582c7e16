"""The doctors of the network: who they are, what they promised, when they are away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.promises import PromiseLine, doctor_lines, lines_of_network
from releve.desks.network.forms.doctors import AbsenceForm, DoctorForm
from releve.desks.network.page import accepted, draw, tell_done
from releve.pipeline.commitments.actions import add_doctor, change_doctor, note_absence, withdraw_absence
from releve.pipeline.commitments.errors import rpps_advice
from releve.pipeline.commitments.handover import AbsentDays
from releve.pipeline.commitments.models import Absence, Doctor
from releve.pipeline.commitments.queries import absences_of, commitments_of_doctor
from releve.pipeline.commitments.rules import is_absent
from releve.pipeline.rota.queries import shifts_of_doctor
from releve.shared.half_days import Half


@require_safe
def doctors(request: DeskRequest) -> HttpResponse:
    network_id = request.seat.network_id
    promises = lines_of_network(network_id, timezone.localdate())
    return draw(request, "network/doctors.html", "doctors", doctors=doctor_lines(network_id, promises))


@require_http_methods(["GET", "HEAD", "POST"])
def doctor(request: DeskRequest, doctor_id: int) -> HttpResponse:
    found = doctor_of_network(request, doctor_id)
    today = timezone.localdate()
    form = AbsenceForm(request.POST or None)
    standing: list[int] = []

    def act() -> None:
        given = {**form.cleaned_data}
        given |= {name: Half(given[name]) for name in ("first_half", "last_half")}
        note_absence(doctor_id=found.id, by=request.user, now=timezone.now(), **given)
        away = [AbsentDays(given["first_on"], given["last_on"], given["first_half"], given["last_half"])]
        stands = shifts_of_doctor(found.id, given["first_on"], given["last_on"])
        standing.append(sum(is_absent(away, shift.day, Half(shift.half)) for shift in stands))

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Absence notée."))
        # What she leaves empty is the next thing to look at: which half-days, how many patients, who could come.
        return redirect("network:replace_doctor" if any(standing) else "network:doctor", found.id)
    promises = [PromiseLine(row, today) for row in commitments_of_doctor(found.id)]
    return draw(
        request,
        "network/doctor.html",
        "doctors",
        doctor=found,
        form=form,
        rpps_warning=rpps_advice(found.rpps),
        promises=promises,
        absences=list(absences_of(found.id, today)),
        crumbs=doctor_crumbs(found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: DeskRequest) -> HttpResponse:
    form = DoctorForm(request.POST or None)
    added: list[Doctor] = []

    def act() -> None:
        added.append(
            add_doctor(network_id=request.seat.network_id, by=request.user, now=timezone.now(), **form.cleaned_data)
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(
            request, _("%(doctor)s est dans le réseau. Notez maintenant l’engagement.") % {"doctor": added[0]}
        )
        return redirect("network:doctor", added[0].id)
    return draw(
        request,
        "network/one_form.html",
        "doctors",
        form=form,
        heading=_("Ajouter un médecin"),
        explanation="",
        submit=_("Ajouter ce médecin"),
        back_url=reverse("network:doctors"),
        crumbs=[{"label": _("Médecins"), "url": reverse("network:doctors")}, {"label": _("Ajouter"), "url": ""}],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: DeskRequest, doctor_id: int) -> HttpResponse:
    found = doctor_of_network(request, doctor_id)
    initial = {name: getattr(found, name) for name in DoctorForm.base_fields}
    form = DoctorForm(request.POST or None, initial=initial)

    def act() -> None:
        change_doctor(doctor_id=found.id, by=request.user, now=timezone.now(), **form.cleaned_data)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Identité enregistrée."))
        return redirect("network:doctor", found.id)
    return draw(
        request,
        "network/one_form.html",
        "doctors",
        form=form,
        heading=_("Modifier %(doctor)s") % {"doctor": found},
        explanation="",
        submit=_("Enregistrer"),
        back_url=reverse("network:doctor", args=[found.id]),
        crumbs=doctor_crumbs(found, _("Modifier")),
    )


@require_POST
def drop_absence(request: DeskRequest, doctor_id: int, absence_id: int) -> HttpResponse:
    found = doctor_of_network(request, doctor_id)

    def act() -> None:
        if Absence.objects.filter(id=absence_id, doctor=found).exists():
            withdraw_absence(absence_id=absence_id, by=request.user, now=timezone.now())

    tell_done(request, act, _("Absence retirée."))
    return redirect("network:doctor", found.id)


def doctor_of_network(request: DeskRequest, doctor_id: int) -> Doctor:
    """Return a doctor of the coordinator's own network."""
    doctors = Doctor.objects.select_related("user").filter(network_id=request.seat.network_id)
    found = doctors.filter(id=doctor_id).first()
    if found is None:
        raise Http404
    return found


def doctor_crumbs(found: Doctor, *more: str) -> list[dict[str, str]]:
    return [
        {"label": _("Médecins"), "url": reverse("network:doctors")},
        {"label": str(found), "url": reverse("network:doctor", args=[found.id])},
        *({"label": label, "url": ""} for label in more),
    ]
