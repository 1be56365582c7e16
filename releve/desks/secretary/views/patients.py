"""Finding a patient, making one known, and a patient's own page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.desks.secretary.chosen import chosen_time, next_page, published_shift
from releve.desks.secretary.forms import ContactsForm, NewPatientForm
from releve.desks.secretary.pages import ReceptionRequest, at_reception, page
from releve.desks.secretary.patient_search import PatientSearch, read_search
from releve.pipeline.appointments.actions.patients import (
    change_contact,
    find_or_add_patient,
    record_access,
)
from releve.pipeline.appointments.handover import TO_COME, Identity
from releve.pipeline.appointments.models import AccessLine, Patient
from releve.pipeline.appointments.queries.patients import appointments_of_patient, full_search_form, patients_like
from releve.shared.names import search_form
from releve.shared.typed import plain

N_SHOWN = 20
N_PAST_SHOWN = 50
N_LOOKS_SHOWN = 10
LONGEST_SEARCH = 120


def patient_or_404(request: ReceptionRequest, patient_id: int) -> Patient:
    """Return a patient of the secretary's network."""
    return get_object_or_404(Patient.objects.select_related("town"), id=patient_id, network_id=request.seat.network_id)


@require_http_methods(["GET", "HEAD", "POST"])
@at_reception
def search(request: ReceptionRequest) -> HttpResponse:
    """Find the patient. What is typed travels in the body: names stay out of addresses and logs."""
    typed = plain(request.POST.get("q", ""))[:LONGEST_SEARCH]
    wanted = read_search(typed)
    chosen = _chosen(request)
    found = _found(request, wanted)
    rows = [{"patient": patient, "url": next_page(patient.id, **chosen)} for patient in found]
    context = chosen | {
        "typed": typed,
        "is_asked": bool(wanted),
        "rows": rows[:N_SHOWN],
        "has_more": len(rows) > N_SHOWN,
        "here": _here(request),
    }
    template = "secretary/patients.html#results" if request.htmx else "secretary/patients.html"
    return page(request, template, context, entry="secretary:patients")


@require_http_methods(["GET", "HEAD", "POST"])
@at_reception
def new_patient(request: ReceptionRequest) -> HttpResponse:
    """Make a patient known; whoever is known already is offered instead of a second record."""
    chosen = _chosen(request)
    is_sent = request.method == "POST" and "last_name" in request.POST
    form = NewPatientForm(request.POST if is_sent else None, initial=_initial(request), zone=request.office.time_zone)
    known: list[Patient] = []
    similar: list[Patient] = []
    if is_sent and form.is_valid():
        known, similar = _look_alikes(request, form.identity)
        if not known and (not similar or request.POST.get("autre") == "1"):
            patient = find_or_add_patient(
                network_id=request.seat.network_id, identity=form.identity, by=request.user, now=timezone.now()
            )
            messages.success(request, _("%(patient)s est enregistré.") % {"patient": patient})
            return redirect(next_page(patient.id, **chosen))
    context = chosen | {
        "form": form,
        "known": [{"patient": patient, "url": next_page(patient.id, **chosen)} for patient in known],
        "similar": [{"patient": patient, "url": next_page(patient.id, **chosen)} for patient in similar],
    }
    return page(
        request, "secretary/new_patient.html", context, entry="secretary:patients", status=422 if form.errors else 200
    )


@require_safe
@at_reception
def patient(request: ReceptionRequest, patient_id: int) -> HttpResponse:
    known = patient_or_404(request, patient_id)
    looks = _looks(known)
    record_access(patient_id=known.id, user=request.user, what="open", now=timezone.now())
    form = ContactsForm(known=known, zone=request.office.time_zone)
    return page(
        request, "secretary/patient.html", _patient_page(known, form) | {"looks": looks}, entry="secretary:patients"
    )


@require_POST
@at_reception
def contacts(request: ReceptionRequest, patient_id: int) -> HttpResponse:
    known = patient_or_404(request, patient_id)
    form = ContactsForm(request.POST, known=known, zone=request.office.time_zone)
    if form.is_valid():
        change_contact(patient_id=known.id, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, _("Coordonnées enregistrées."))
        return redirect("secretary:patient", known.id)
    context = _patient_page(known, form) | {"looks": _looks(known)}
    return page(request, "secretary/patient.html", context, entry="secretary:patients", status=422)


def _patient_page(known: Patient, form: ContactsForm) -> dict[str, Any]:
    now = timezone.now()
    visits = list(appointments_of_patient(known.id)[: N_PAST_SHOWN * 2])
    to_come = [visit for visit in visits if visit.status in TO_COME and visit.ends_at > now]
    past = [visit for visit in visits if visit not in to_come]
    return {"patient": known, "form": form, "to_come": to_come[::-1], "past": past[:N_PAST_SHOWN]}


def _looks(known: Patient) -> list[AccessLine]:
    """Who looked at this patient last (DATA-08)."""
    return list(AccessLine.objects.filter(patient=known).select_related("user")[:N_LOOKS_SHOWN])


def _chosen(request: ReceptionRequest) -> dict[str, Any]:
    double = request.GET.get("double", "")
    shift_id = int(double) if double.isascii() and double.isdigit() else 0
    return {
        "chosen": chosen_time(request.seat.network_id, request.GET.get("creneau", "")),
        "double": published_shift(request.seat.network_id, shift_id) if double else None,
    }


def _here(request: ReceptionRequest) -> str:
    return request.get_full_path()


def _found(request: ReceptionRequest, wanted: PatientSearch) -> list[Patient]:
    if not wanted:
        return []
    return patients_like(
        request.seat.network_id,
        name=wanted.name,
        birth_date=wanted.birth_date,
        phone=wanted.phone,
        limit=N_SHOWN + 1,
    )


def _initial(request: ReceptionRequest) -> dict[str, Any]:
    """Begin with what was typed in the search."""
    wanted = read_search(plain(request.POST.get("q", ""))[:LONGEST_SEARCH])
    last_name, _space, first_name = wanted.name.partition(" ")
    return {
        "last_name": last_name.capitalize(),
        "first_name": first_name.capitalize(),
        "birth_date": wanted.birth_date,
        "phone": wanted.phone,
    }


def _look_alikes(request: ReceptionRequest, identity: Identity) -> tuple[list[Patient], list[Patient]]:
    """Return who is known with this name and birth date, and who shares the birth date and a part of the name."""
    name = full_search_form(identity.last_name, identity.first_name)
    same_day = patients_like(request.seat.network_id, birth_date=identity.birth_date, limit=200)
    known = [patient for patient in same_day if patient.search_name == name]
    words = set(search_form(name).split())
    similar = [patient for patient in same_day if patient not in known and words & set(patient.search_name.split())]
    return known, similar
