"""Reads of the life of promises: their terms, acts and open recruitments."""

from datetime import date

from django.db.models import QuerySet

from releve.pipeline.commitments import handover
from releve.pipeline.commitments.models import Commitment, PromiseAct, RecruitmentCall
from releve.pipeline.commitments.queries.amendments import amended_of, with_amendments
from releve.pipeline.commitments.rules.life import OVER, RUNNING_STATES
from releve.pipeline.commitments.rules.terms import last_day


def terms_of(network_id: int, office_ids: list[int] | None = None) -> list[handover.PromiseTerm]:
    """Return state and terms of the promises of a network that are not over, the earliest first: 1 query."""
    found = with_amendments(Commitment.objects.filter(network_id=network_id).exclude(state__in=OVER))
    if office_ids is not None:
        found = found.filter(office_id__in=office_ids)
    return [term_of(row, amended_of(row)) for row in found.select_related("doctor").order_by("starts_on", "id")]


def term_of(commitment: Commitment, amended: tuple[handover.TermsFrom, ...] = ()) -> handover.PromiseTerm:
    """Return a stored commitment as the rules need it; `amended` where the half-days of a later day matter."""
    return handover.PromiseTerm(
        commitment_id=commitment.id,
        doctor_id=commitment.doctor_id,
        doctor_name=str(commitment.doctor),
        office_id=commitment.office_id,
        route=handover.Route(commitment.route),
        state=handover.State(commitment.state),
        starts_on=commitment.starts_on,
        may_start_on=commitment.may_start_on,
        ends_on=commitment.ends_on,
        last_on=last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months),
        half_days_per_week=float(commitment.half_days_per_week),
        minimum_term_months=commitment.minimum_term_months,
        maximum_term_months=commitment.maximum_term_months,
        notice_months=commitment.notice_months,
        notice_given_on=commitment.notice_given_on,
        amended=amended,
    )


def acts_of(commitment_id: int) -> QuerySet[PromiseAct]:
    """Return the acts of a promise, the first one first."""
    return PromiseAct.objects.filter(commitment_id=commitment_id).select_related("noted_by").order_by("noted_at", "id")


def open_calls(network_id: int) -> list[handover.OpenCall]:
    """Return the recruitments that are open in a network, the most urgent first: 1 query."""
    return [
        handover.OpenCall(
            row.id, row.office_id, row.commitment_id, row.opened_on, row.needed_from, float(row.half_days_per_week)
        )
        for row in RecruitmentCall.objects.filter(network_id=network_id, closed_on__isnull=True).order_by(
            "needed_from", "id"
        )
    ]


def starting_and_ending(today: date) -> tuple[list[Commitment], list[Commitment]]:
    """Return the signed promises whose first day has come, and those whose last day is past, in every network."""
    found = Commitment.objects.select_related("office").order_by("id")
    starting = found.filter(state=handover.State.SIGNED, starts_on__lte=today)
    running = found.filter(state__in=RUNNING_STATES, starts_on__lt=today)
    ending = [row for row in running if last_day(row.starts_on, row.ends_on, row.maximum_term_months) < today]
    return list(starting), ending
