"""Candidates: whom to call, who could come when and where, and the step from a candidate to a doctor."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.candidates import gap_blocks, office_starts, wish_words
from releve.desks.network.forms.candidates import CandidateForm, ContactForm, DeclarationForm, RetentionForm
from releve.desks.network.page import accepted, draw
from releve.pipeline.commitments.actions.candidates import (
    TYPED_FIELDS,
    change_candidate,
    erase_candidate,
    note_candidate,
    note_contact,
    note_declaration,
    set_retention,
)
from releve.pipeline.commitments.handover import CandidateStage
from releve.pipeline.commitments.models import Candidate
from releve.pipeline.commitments.queries.candidates import (
    candidates_of,
    offices_now,
    retention_of,
    silent_since,
    starts_of,
    to_call,
)
from releve.pipeline.commitments.queries.matching import ranking
from releve.pipeline.commitments.rules import add_months
from releve.pipeline.offices.models import Membership
from releve.pipeline.offices.queries import offices_of
from releve.shared.people.models import User

DAYS_AHEAD = 7


@require_safe
def candidates(request: DeskRequest) -> HttpResponse:
    network_id, today = request.seat.network_id, timezone.localdate()
    kept = retention_of(network_id)
    return draw(
        request,
        "network/candidates.html",
        "candidates",
        tabs=_tabs("candidates"),
        to_call=[(person, _is_late(person)) for person in to_call(network_id, today + timedelta(days=DAYS_AHEAD))],
        candidates=[(person, wish_words(person)) for person in candidates_of(network_id)],
        kept=kept,
        silent_since=silent_since(today, kept.retention_months),
    )


@require_safe
def gaps(request: DeskRequest) -> HttpResponse:
    today = timezone.localdate()
    blocks = gap_blocks(ranking(request.seat.network_id, today), today)
    return draw(request, "network/candidate_gaps.html", "candidates", tabs=_tabs("candidate_gaps"), gaps=blocks)


@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: DeskRequest) -> HttpResponse:
    kept = retention_of(request.seat.network_id)
    form = RetentionForm(request.POST or None, initial={"retention_months": kept.retention_months, "note": kept.note})

    def act() -> None:
        set_retention(network_id=request.seat.network_id, by=request.user, now=timezone.now(), **form.cleaned_data)

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Réglage enregistré."))
        return redirect("network:candidates")
    here = {"label": _("Conservation des fiches"), "url": ""}
    return draw(
        request,
        "network/one_form.html",
        "candidates",
        form=form,
        heading=_("Conservation des fiches"),
        explanation=_(
            "Une fiche sans contact est effacée d’elle-même. L’usage de la CNIL pour un recrutement est de deux ans "
            "après le dernier contact."
        ),
        submit=_("Enregistrer"),
        back_url=reverse("network:candidates"),
        crumbs=[{"label": _("Candidats"), "url": reverse("network:candidates")}, here],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def candidate(request: DeskRequest, candidate_id: int) -> HttpResponse:
    found = candidate_of_network(request, candidate_id)
    form = ContactForm(request.POST or None, initial={"stage": found.stage, "next_contact_on": found.next_contact_on})

    def act() -> None:
        given = form.cleaned_data
        note_contact(
            candidate_id=found.id,
            stage=CandidateStage(given["stage"]),
            next_contact_on=given["next_contact_on"],
            by=request.user,
            now=timezone.now(),
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Contact noté."))
        return redirect("network:candidate", found.id)
    today = timezone.localdate()
    starts = starts_of(found, offices_now(request.seat.network_id, today), today)
    offices = [(there.office.id, there.office.name) for there in starts]
    return draw(
        request,
        "network/candidate.html",
        "candidates",
        candidate=found,
        wishes=wish_words(found),
        offices=office_starts(starts),
        form=form,
        declaration_form=DeclarationForm(offices=offices),
        declarations=[(there.office.name, there.declaration_received_on) for there in starts],
        erased_on=add_months(found.last_contact_on, retention_of(found.network_id).retention_months),
        crumbs=candidate_crumbs(found),
    )


@require_POST
def declaration(request: DeskRequest, candidate_id: int) -> HttpResponse:
    found = candidate_of_network(request, candidate_id)
    form = DeclarationForm(request.POST, offices=_office_choices(request))

    def act() -> None:
        note_declaration(
            candidate_id=found.id,
            office_id=form.cleaned_data["office"],
            received_on=form.cleaned_data["received_on"],
            by=request.user,
            now=timezone.now(),
        )

    if accepted(form, act):
        messages.success(request, _("Déclaration notée : le premier jour possible est recalculé."))
    else:
        messages.error(request, "; ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("network:candidate", found.id)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: DeskRequest) -> HttpResponse:
    form = CandidateForm(request.POST or None, **_choices(request))
    added: list[Candidate] = []

    def act() -> None:
        added.append(
            note_candidate(
                network_id=request.seat.network_id,
                typed=form.typed(),
                office_ids=form.cleaned_data["office_ids"],
                by=request.user,
                now=timezone.now(),
            )
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("%(name)s est dans vos candidats.") % {"name": added[0]})
        return redirect("network:candidate", added[0].id)
    crumbs = [{"label": _("Candidats"), "url": reverse("network:candidates")}, {"label": _("Ajouter"), "url": ""}]
    return _form_page(request, form, _("Ajouter un candidat"), reverse("network:candidates"), crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: DeskRequest, candidate_id: int) -> HttpResponse:
    found = candidate_of_network(request, candidate_id)
    form = CandidateForm(
        request.POST or None, initial=_initial(found), slots=found.slots, **_choices(request, found.followed_up_by)
    )

    def act() -> None:
        change_candidate(
            candidate_id=found.id,
            typed=form.typed(),
            office_ids=form.cleaned_data["office_ids"],
            by=request.user,
            now=timezone.now(),
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Fiche enregistrée."))
        return redirect("network:candidate", found.id)
    page = reverse("network:candidate", args=[found.id])
    heading = _("Modifier la fiche de %(name)s") % {"name": found}
    return _form_page(request, form, heading, page, candidate_crumbs(found, _("Modifier")))


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: DeskRequest, candidate_id: int) -> HttpResponse:
    found = candidate_of_network(request, candidate_id)
    if request.method == "POST":
        erase_candidate(candidate_id=found.id, by=request.user, now=timezone.now())
        messages.success(request, _("La fiche est effacée. Il n’en reste rien."))
        return redirect("network:candidates")
    return draw(
        request,
        "network/candidate_erase.html",
        "candidates",
        candidate=found,
        crumbs=candidate_crumbs(found, _("Effacer")),
    )


def candidate_of_network(request: DeskRequest, candidate_id: int) -> Candidate:
    """Return a candidate of the coordinator's own network."""
    found = candidates_of(request.seat.network_id).filter(id=candidate_id).first()
    if found is None:
        raise Http404
    return found


def candidate_crumbs(found: Candidate, *more: str) -> list[dict[str, str]]:
    return [
        {"label": _("Candidats"), "url": reverse("network:candidates")},
        {"label": str(found), "url": reverse("network:candidate", args=[found.id])},
        *({"label": label, "url": ""} for label in more),
    ]


def _tabs(current: str) -> list[dict[str, Any]]:
    tabs = (("candidates", _("À recontacter")), ("candidate_gaps", _("Face aux manques à venir")))
    return [
        {"label": label, "url": reverse(f"network:{name}"), "is_current": name == current, "count": None}
        for name, label in tabs
    ]


def _is_late(person: Candidate) -> bool:
    return person.next_contact_on is not None and person.next_contact_on < timezone.localdate()


def _office_choices(request: DeskRequest) -> list[tuple[int, str]]:
    return [(office.id, office.name) for office in offices_of(request.seat.network_id)]


def _choices(request: DeskRequest, also: User | None = None) -> dict[str, Any]:
    seats = Membership.objects.filter(desk="network", network_id=request.seat.network_id).select_related("user")
    people = {seat.user_id: str(seat.user) for seat in seats.order_by("user__full_name", "id")}
    if also:
        people[also.id] = str(also)
    return {"offices": _office_choices(request), "people": list(people.items())}


def _initial(found: Candidate) -> dict[str, Any]:
    initial = {name: getattr(found, name) for name in TYPED_FIELDS - {"slots", "home_town"}}
    answer = {None: "", True: "yes", False: "no"}[found.has_replaced_nearby]
    half_days = found.half_days_per_week.normalize() if found.half_days_per_week else None
    return initial | {
        "has_replaced_nearby": answer,
        "half_days_per_week": half_days,
        "home": found.home_town.name if found.home_town else "",
        "office_ids": [wish.office_id for wish in found.offices.all()],
    }


def _form_page(
    request: DeskRequest, form: CandidateForm, heading: str, back_url: str, crumbs: list[dict[str, str]]
) -> HttpResponse:
    return draw(
        request,
        "network/candidate_form.html",
        "candidates",
        form=form,
        heading=heading,
        back_url=back_url,
        crumbs=crumbs,
        retention_months=retention_of(request.seat.network_id).retention_months,
    )
