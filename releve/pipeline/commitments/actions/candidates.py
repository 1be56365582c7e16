"""Candidates: note one, keep in touch, let one become a doctor with a proposed promise, erase one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from releve.pipeline.commitments import handover
from releve.pipeline.commitments.actions.doctors import add_doctor
from releve.pipeline.commitments.actions.promises import agree_commitment
from releve.pipeline.commitments.actions.recruitments import answer_calls
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.models import Candidate, CandidateOffice, Commitment, Doctor, RecruitmentKnobs
from releve.pipeline.commitments.queries.candidates import retention_of, silent_candidates
from releve.pipeline.offices.models import Office
from releve.shared.lawful_writes import check_fields, lawful_write, laws_of
from releve.shared.people.models import User

LAWS = laws_of(Candidate, CandidateOffice, RecruitmentKnobs)
# What a person types; everything else follows from what happens.
TYPED_FIELDS = frozenset(
    {
        "first_name", "last_name", "email", "phone", "kind", "motive",
        "half_days_per_week", "slots", "available_from", "home_town", "farthest_km", "followed_up_by_id",
        "registered_department", "registration_asked_on", "thesis_on", "licence_from", "licence_until",
        "supervisor_name", "has_replaced_nearby", "last_replacement_on", "may_settle_nearby",
        "present_notice_months", "notice_given_on",
    }
)  # fmt: skip


def note_candidate(
    *, network_id: int, typed: Mapping[str, object], office_ids: Iterable[int], by: User, now: datetime
) -> Candidate:
    """Note somebody who may come. `typed` holds fields of TYPED_FIELDS; the day counts as the first contact."""
    return _store(Candidate(network_id=network_id, last_contact_on=now.date()), typed, office_ids)


def change_candidate(
    *, candidate_id: int, typed: Mapping[str, object], office_ids: Iterable[int], by: User, now: datetime
) -> Candidate:
    """Correct what is known of a candidate."""
    return _store(Candidate.objects.get(pk=candidate_id), typed, office_ids)


def note_contact(
    *,
    candidate_id: int,
    stage: handover.CandidateStage,
    next_contact_on: date | None,
    by: User,
    now: datetime,
) -> Candidate:
    """Note that somebody of the network was in touch today, how far it has come, and when to call again."""
    today = now.date()
    if next_contact_on and next_contact_on < today:
        raise CommitmentRefused(_("À recontacter le : ce jour est passé. Choisissez un jour à venir."))
    candidate = Candidate.objects.get(pk=candidate_id)
    candidate.stage, candidate.last_contact_on, candidate.next_contact_on = stage, today, next_contact_on
    with lawful_write(CommitmentRefused, LAWS):
        candidate.save(update_fields=["stage", "last_contact_on", "next_contact_on"])
    return candidate


def note_declaration(
    *, candidate_id: int, office_id: int, received_on: date | None, by: User, now: datetime
) -> CandidateOffice:
    """Note the proved day on which the Ordre received her declaration of site for an office (ORD-01), or forget it."""
    if received_on and received_on > now.date():
        raise CommitmentRefused(
            _("Déclaration reçue par l’Ordre le : ce jour n’est pas encore venu. Notez la date prouvée.")
        )
    candidate = Candidate.objects.get(pk=candidate_id)
    with lawful_write(CommitmentRefused, LAWS):
        wish, _is_new = CandidateOffice.objects.update_or_create(
            candidate=candidate,
            office_id=office_id,
            defaults={"declaration_received_on": received_on, "network_id": candidate.network_id},
        )
    return wish


def become_doctor(
    *,
    candidate_id: int,
    office: Office,
    route: handover.Route,
    starts_on: date,
    half_days_per_week: Decimal,
    pattern: Sequence[handover.PatternHalfDay],
    by: User,
    now: datetime,
) -> Commitment:
    """Make the candidate a doctor of the network, with a proposed promise to an office. Twice changes nothing more.

    The open recruitments of this office that she fills are closed; they open again if her promise is given up.
    """
    with transaction.atomic():
        candidate = Candidate.objects.select_for_update().get(pk=candidate_id)
        doctor = doctor_from(candidate, by=by, now=now)
        commitment = agree_commitment(
            doctor=doctor,
            office=office,
            route=route,
            starts_on=starts_on,
            half_days_per_week=half_days_per_week,
            pattern=pattern,
            supervisor_name=candidate.supervisor_name if route == handover.Route.JUNIOR_DOCTOR else "",
            first_act=handover.Act.PROPOSE,
            by=by,
            now=now,
        )
        candidate.stage, candidate.next_contact_on = handover.CandidateStage.CAME, None
        candidate.last_contact_on = now.date()
        candidate.save(update_fields=["stage", "next_contact_on", "last_contact_on"])
        answer_calls(commitment, now)
    return commitment


def doctor_from(candidate: Candidate, *, by: User | None, now: datetime) -> Doctor:
    """Return the doctor whom a candidate has become, noted now if need be. The candidate is locked by the caller."""
    if candidate.doctor:
        return candidate.doctor
    candidate.doctor = add_doctor(
        network_id=candidate.network_id,
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        email=candidate.email,
        phone=candidate.phone,
        by=by,
        now=now,
    )
    candidate.save(update_fields=["doctor"])
    return candidate.doctor


def erase_candidate(*, candidate_id: int, by: User, now: datetime) -> None:
    """Erase all that is kept of a candidate, on demand. The doctor whom she has become stays. Twice is harmless."""
    Candidate.objects.filter(pk=candidate_id).delete()


def erase_silent_candidates(*, now: datetime) -> int:
    """Erase the candidates with whom nobody was in touch for the months of retention; return how many."""
    silent = silent_candidates(now.date())
    n = silent.count()
    silent.delete()
    return n


def set_retention(*, network_id: int, retention_months: int, note: str, by: User, now: datetime) -> RecruitmentKnobs:
    """Set for how many months the file of a candidate is kept after the last contact, and where that comes from."""
    knobs = retention_of(network_id)
    knobs.retention_months, knobs.note, knobs.changed_on = retention_months, note.strip(), now.date()
    check_fields(knobs, CommitmentRefused)
    with lawful_write(CommitmentRefused, LAWS):
        knobs.save()
    return knobs


def _store(candidate: Candidate, typed: Mapping[str, object], office_ids: Iterable[int]) -> Candidate:
    unknown = set(typed) - TYPED_FIELDS
    if unknown:
        raise ValueError(f"typed has {sorted(unknown)}; give fields of TYPED_FIELDS only.")
    for name, value in typed.items():
        setattr(candidate, name, value.strip() if isinstance(value, str) else value)
    candidate.slots = sorted(set(candidate.slots))
    check_fields(candidate, CommitmentRefused)
    with lawful_write(CommitmentRefused, LAWS):
        candidate.save()
        _store_offices(candidate, set(office_ids))
    return candidate


def _store_offices(candidate: Candidate, office_ids: set[int]) -> None:
    # An office that stays keeps its declaration.
    CandidateOffice.objects.filter(candidate=candidate).exclude(office_id__in=office_ids).delete()
    known = set(CandidateOffice.objects.filter(candidate=candidate).values_list("office_id", flat=True))
    CandidateOffice.objects.bulk_create(
        CandidateOffice(network_id=candidate.network_id, candidate=candidate, office_id=office_id)
        for office_id in sorted(office_ids - known)
    )
