"""The page of a promise: where it stands, its time line, its terms, what its route needs, its deadlines."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.deadlines import DeadlineLine, soon
from releve.desks.network.boards.life import acts_that_may_follow, state_chip, time_line
from releve.desks.network.boards.promises import PromiseLine, half_days_words
from releve.desks.network.boards.route_words import DemandLine
from releve.desks.network.page import draw, tell_done
from releve.desks.network.views.doctors import doctor_crumbs
from releve.pipeline.commitments.actions import close_recruitment
from releve.pipeline.commitments.handover import DeadlineKind, Route
from releve.pipeline.commitments.models import AmendedTerms, Commitment, RecruitmentCall
from releve.pipeline.commitments.queries import acts_of
from releve.pipeline.commitments.queries.amendments import terms_from, with_amendments
from releve.pipeline.commitments.queries.deadlines import deadlines_of_promise, route_facts
from releve.pipeline.commitments.rules.routes import route_demands
from releve.pipeline.commitments.words.patterns import pattern_words
from releve.shared.half_days import local_day

# Whom a departure is declared to, by the word of the address (ORD-22).
RECIPIENTS = {"ars": DeadlineKind.TELL_ARS, "ordre": DeadlineKind.TELL_ORDRE}
# What is due later is folded away.
MONTHS_NEAR = 3


@require_safe
def promise(request: DeskRequest, commitment_id: int) -> HttpResponse:
    commitment = promise_of_network(request, commitment_id)
    today = today_at(commitment)
    line = PromiseLine(commitment, today)
    deadlines = [DeadlineLine(found, commitment, today) for found in deadlines_of_promise(commitment, today)]
    still = [deadline for deadline in deadlines if deadline.is_open]
    near = soon(still, today, MONTHS_NEAR)
    acts = list(acts_of(commitment.id))
    demands = route_demands(Route(commitment.route), route_facts(commitment), today)
    return draw(
        request,
        "network/promise.html",
        "doctors",
        commitment=commitment,
        promise=line,
        coming=_coming(commitment, today),
        state_chip=state_chip(commitment.state),
        moments=time_line(commitment, acts, deadlines, line.last_on, today),
        acts=acts,
        next_acts=acts_that_may_follow(commitment),
        demands=[DemandLine(demand) for demand in demands],
        deadlines=near,
        far=still[len(near) :],
        done=[deadline for deadline in deadlines if deadline.done_on],
        lacks_declaration=commitment.route == Route.DISTINCT_SITE and commitment.may_start_on is None,
        is_late_declaration=commitment.may_start_on is not None and commitment.may_start_on > commitment.starts_on,
        is_leaving=any(
            deadline.deadline.kind == DeadlineKind.TELL_ARS
            for deadline in (deadlines if commitment.ends_on else soon(deadlines, today, MONTHS_NEAR))
        ),
        call=commitment.recruitment_calls.filter(closed_on__isnull=True).first(),
        successor_call=commitment.recruitment_calls.filter(answered_by__isnull=False)
        .select_related("answered_by__doctor")
        .order_by("-closed_on", "-id")
        .first(),
        today=today,
        crumbs=promise_crumbs(commitment),
    )


def _coming(commitment: Commitment, today: date) -> list[tuple[AmendedTerms, str, str]]:
    """Return what amendments change on a later day, each with its number and its half-days in words."""
    rows = AmendedTerms.objects.filter(commitment=commitment, valid_from__gt=today)
    return [(row, half_days_words(row.half_days_per_week), pattern_words(terms_from(row).pattern)) for row in rows]


@require_safe
def cessation(request: DeskRequest, commitment_id: int, recipient: str) -> HttpResponse:
    """The text of a declaration of departure, to copy into the téléprocédure or to print (D.4113-115-1)."""
    commitment = promise_of_network(request, commitment_id)
    today = today_at(commitment)
    kind = RECIPIENTS.get(recipient)
    found = {deadline.kind: deadline for deadline in deadlines_of_promise(commitment, today)}
    if kind is None or kind not in found:
        raise Http404
    line = PromiseLine(commitment, today)
    successor = (
        Commitment.objects.filter(office_id=commitment.office_id, starts_on__gt=line.last_on)
        .exclude(state="given_up")
        .order_by("starts_on")
        .first()
    )
    return draw(
        request,
        "network/cessation.html",
        "doctors",
        commitment=commitment,
        promise=line,
        recipient=recipient,
        deadline=DeadlineLine(found[kind], commitment, today),
        successor=successor,
        today=today,
        crumbs=promise_crumbs(commitment, _("Déclaration de départ")),
    )


@require_POST
def close_call(request: DeskRequest, commitment_id: int) -> HttpResponse:
    commitment = promise_of_network(request, commitment_id)
    call = commitment.recruitment_calls.filter(closed_on__isnull=True).first()
    word = request.POST.get("outcome", "")
    if word not in (RecruitmentCall.Outcome.FOUND, RecruitmentCall.Outcome.GIVEN_UP):
        raise Http404

    def act() -> None:
        if call:
            close_recruitment(
                call_id=call.id, outcome=RecruitmentCall.Outcome(word), by=request.user, now=timezone.now()
            )

    tell_done(request, act, _("Recherche close."))
    return redirect("network:promise", commitment.id)


def today_at(commitment: Commitment) -> date:
    """Return the day that it is at the office: an act is dated there, from Guadeloupe to La Réunion."""
    return local_day(timezone.now(), commitment.office.time_zone)


def promise_of_network(request: DeskRequest, commitment_id: int) -> Commitment:
    """Return a promise of the coordinator's own network."""
    found = (
        with_amendments(Commitment.objects.filter(id=commitment_id, network_id=request.seat.network_id))
        .select_related("doctor", "office__town", "replaced_doctor")
        .prefetch_related("pattern")
        .first()
    )
    if found is None:
        raise Http404
    return found


def promise_crumbs(commitment: Commitment, *more: str) -> list[dict[str, str]]:
    here = {"label": _("Engagement"), "url": reverse("network:promise", args=[commitment.id])}
    return [*doctor_crumbs(commitment.doctor), here, *({"label": label, "url": ""} for label in more)]
