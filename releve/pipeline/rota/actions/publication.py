"""Turns a plan into shifts in one deed, and takes it back as long as nobody has booked."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releve.pipeline.offices.models import HalfDay, Office
from releve.pipeline.rota.actions.call_news import keep_calls_told
from releve.pipeline.rota.actions.drawing import LAWS_OF_PLANS, ground_of
from releve.pipeline.rota.actions.laws import LAWS
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.problem import FIRST_CELL
from releve.pipeline.rota.errors import (
    PatientsMustMove,
    PlanBooked,
    PlanOutOfDate,
    PlanRefused,
    reason_in_words,
)
from releve.pipeline.rota.handover import ExistingShift, LaidShift, NotLaid, PlanPublished
from releve.pipeline.rota.models import RotaPlan, Shift
from releve.pipeline.rota.queries.plans import planned_in, still_ahead
from releve.pipeline.rota.queries.problem import Ground, fingerprint, roster_of
from releve.pipeline.rota.rules.plan_rooms import lay_planned
from releve.pipeline.rota.rules.plans import find_changes
from releve.pipeline.rota.words.rules import broken_rule_in_words
from releve.shared.half_days import Half
from releve.shared.lawful_writes import lawful_write
from releve.shared.people.models import User
from releve.shared.words import day_words

FOREIGN_KEY_VIOLATION = "23503"
ALL_LAWS = {**LAWS, **LAWS_OF_PLANS}
# What of a shift a publication may change, and undoing gives back.
KEPT_FIELDS = ("status", "cancelled_because", "is_edited")
WHOLE_ROW = (
    "id", "network_id", "office_id", "room_id", "doctor_id", "commitment_id", "day", "half", "starts_at", "ends_at",
    "status", "is_edited", "cancelled_because", "changed_at", "changed_by_id",
)  # fmt: skip


def publish_plan(*, plan_id: int, by: User, now: datetime) -> PlanPublished:
    """Make the shifts of a plan, all or none: patients can book them. Published twice, it changes nothing.

    What stands and is not in the plan goes: drafts are taken back, published shifts cancelled. A shift in which
    patients have booked stays, or the whole is refused with how many must move first.
    """
    with lawful_write(PlanRefused, ALL_LAWS):
        plan = locked_plan(plan_id)
        if plan.status == RotaPlan.Status.PUBLISHED:
            return PlanPublished(0, 0, 0, 0, is_repeated=True)
        if plan.status != RotaPlan.Status.READY or plan.kind == RotaPlan.Kind.RECEPTION:
            raise PlanRefused(_("Ce planning n’est pas prêt : seul un planning calculé et vérifié se publie."))
        ground = _checked_ground(plan, now)
        changes = find_changes(ground.standing, still_ahead(ground, planned_in(plan), now))
        deleted = _take_back_drafts(ground, changes.removed)
        cancelled, staying, n_patients = _cancel(ground, changes.removed, plan, by, now)
        gone = {shift.shift_id for shift in changes.removed} - {shift.shift_id for shift in staying}
        rota = lay_planned(
            ground.calendars,
            ground.promises,
            [shift for shift in ground.existing if shift.shift_id not in gone],
            changes.added,
        )
        if rota.not_laid:
            raise _cannot_be_laid(rota.not_laid, n_patients)
        added = _add(rota.shifts, plan, by, now)
        opened = _open_drafts(ground, changes.kept, by, now)
        _note_published(plan, by, now, added=added, opened=opened, cancelled=cancelled, deleted=deleted)
        _tell_calls(plan, now)
    return PlanPublished(
        n_added=len(added),
        n_opened=len(opened),
        n_cancelled=len(cancelled) + len(deleted),
        n_kept=len(changes.kept) - len(opened),
        staying=tuple(staying),
    )


def withdraw_publication(*, plan_id: int, by: User, now: datetime) -> bool:
    """Give back exactly what stood before a plan was published; say whether there was anything to undo.

    Refused after the first booking, and when somebody has changed one of its shifts since.
    """
    try:
        with lawful_write(PlanRefused, ALL_LAWS):
            plan = locked_plan(plan_id)
            if plan.status != RotaPlan.Status.PUBLISHED:
                return False
            _check_unchanged(plan, now)
            _delete(plan.undo["added"])
            for row in plan.undo["opened"] + plan.undo["cancelled"]:
                Shift.objects.filter(id=row["id"]).update(
                    changed_at=now, changed_by=by, **{name: row[name] for name in KEPT_FIELDS}
                )
            Shift.objects.bulk_create(_row_again(row) for row in plan.undo["deleted"])
            _tell_calls(plan, now)
            plan.status, plan.published_at, plan.published_by, plan.undo = RotaPlan.Status.READY, None, None, {}
            plan.save(update_fields=["status", "published_at", "published_by", "undo"])
    except PatientsMustMove as refusal:
        raise _booked() from refusal
    return True


def locked_plan(plan_id: int) -> RotaPlan:
    """Return the plan: whoever lays, publishes or undoes in its offices waits; patients' bookings need not."""
    office_ids = RotaPlan.objects.values_list("office_ids", flat=True).get(id=plan_id)
    list(Office.objects.select_for_update(no_key=True).filter(id__in=office_ids).order_by("id"))
    return RotaPlan.objects.select_for_update().get(id=plan_id)


def _tell_calls(plan: RotaPlan, now: datetime) -> None:
    keep_calls_told(plan.network_id, plan.first_monday, plan.first_monday + timedelta(weeks=plan.n_weeks, days=-1), now)


def _checked_ground(plan: RotaPlan, now: datetime) -> Ground:
    """Return what stands now, if it is what the plan was drawn upon and no rule has come to speak against the plan."""
    ground = ground_of(plan, now)
    if ground.stood != plan.stood:
        raise PlanOutOfDate(
            _(
                "Ce planning n’est plus à jour : des vacations de ces semaines ont changé depuis son calcul. "
                "Dessinez-le de nouveau."
            )
        )
    facts = replace(ground.problem, locked=frozenset(), frozen_before=FIRST_CELL)
    report = check(facts, roster_of(facts, still_ahead(ground, planned_in(plan), now, with_past=True)))
    if not report.is_valid:
        raise PlanOutOfDate(
            _("Ce planning n’est plus à jour : %(why)s. Dessinez-le de nouveau.")
            % {"why": broken_rule_in_words(report.violations[0], ground.problem)}
        )
    return ground


def _take_back_drafts(ground: Ground, removed: Iterable[ExistingShift]) -> list[dict[str, Any]]:
    drafts = [ground.rows[s.shift_id] for s in removed if ground.rows[s.shift_id].status == Shift.Status.DRAFT]
    found = Shift.objects.filter(id__in=[draft.id for draft in drafts])
    # Django would look for appointments first, which the estate has no right to see; PostgreSQL looks by itself.
    found._raw_delete(found.db)
    return [_whole_row(draft) for draft in drafts]


def _cancel(
    ground: Ground, removed: Iterable[ExistingShift], plan: RotaPlan, by: User, now: datetime
) -> tuple[list[dict[str, Any]], list[ExistingShift], int]:
    """Cancel published shifts one by one: those with patients stay, as PostgreSQL says (booked_patients_keep_…)."""
    cancelled: list[dict[str, Any]] = []
    staying: list[ExistingShift] = []
    n_patients = 0
    because = _("Remplacée par le planning %(number)d") % {"number": plan.id}
    for shift in removed:
        row = ground.rows[shift.shift_id]
        if row.status != Shift.Status.PUBLISHED:
            continue
        try:
            with lawful_write(PlanRefused, ALL_LAWS):
                Shift.objects.filter(id=row.id).update(
                    status=Shift.Status.CANCELLED,
                    cancelled_because=because,
                    is_edited=False,
                    changed_at=now,
                    changed_by=by,
                )
        except PatientsMustMove as refusal:
            staying.append(shift)
            n_patients += refusal.n_patients
        else:
            cancelled.append(_whole_row(row))
    return cancelled, staying, n_patients


def _add(laid: Iterable[LaidShift], plan: RotaPlan, by: User, now: datetime) -> list[int]:
    made = Shift.objects.bulk_create(
        Shift(
            network_id=plan.network_id,
            office_id=shift.office_id,
            room_id=shift.room_id,
            doctor_id=shift.doctor_id,
            commitment_id=shift.commitment_id,
            day=shift.day,
            half=shift.half,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            status=Shift.Status.PUBLISHED,
            changed_at=now,
            changed_by=by,
        )
        for shift in laid
    )
    return [shift.id for shift in made]


def _open_drafts(ground: Ground, kept: Iterable[ExistingShift], by: User, now: datetime) -> list[dict[str, Any]]:
    drafts = [ground.rows[s.shift_id] for s in kept if ground.rows[s.shift_id].status == Shift.Status.DRAFT]
    Shift.objects.filter(id__in=[draft.id for draft in drafts]).update(
        status=Shift.Status.PUBLISHED, changed_at=now, changed_by=by
    )
    return [_whole_row(draft) for draft in drafts]


def _note_published(plan: RotaPlan, by: User, now: datetime, *, added: list[int], **rows: list[dict[str, Any]]) -> None:
    touched = [*added, *(row["id"] for row in rows["opened"] + rows["cancelled"])]
    after = fingerprint(Shift.objects.filter(id__in=touched).order_by("id"))
    plan.undo = {"added": added, "after": after, **rows}
    plan.status, plan.published_at, plan.published_by = RotaPlan.Status.PUBLISHED, now, by
    plan.save(update_fields=["status", "published_at", "published_by", "undo"])


def _check_unchanged(plan: RotaPlan, now: datetime) -> None:
    touched = [*plan.undo["added"], *(row["id"] for row in plan.undo["opened"] + plan.undo["cancelled"])]
    rows = list(Shift.objects.filter(id__in=touched).order_by("id"))
    if any(shift.starts_at <= now and shift.status == Shift.Status.PUBLISHED for shift in rows):
        raise PlanRefused(_("Des vacations de ce planning ont déjà commencé : on ne revient plus en arrière."))
    if len(rows) != len(touched) or fingerprint(rows) != plan.undo["after"]:
        raise PlanOutOfDate(
            _("Une vacation de ce planning a été changée depuis sa publication : changez les vacations une par une.")
        )


def _delete(shift_ids: list[int]) -> None:
    """Delete shifts that nobody ever booked. PostgreSQL keeps those to which any appointment refers."""
    found = Shift.objects.filter(id__in=shift_ids)
    try:
        with transaction.atomic():
            found._raw_delete(found.db)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == FOREIGN_KEY_VIOLATION:
            raise _booked() from error
        raise


def _booked() -> PlanBooked:
    return PlanBooked(
        _(
            "Un rendez-vous a été pris depuis la publication : on ne revient plus en arrière. "
            "Dessinez un autre planning."
        )
    )


def _cannot_be_laid(not_laid: tuple[NotLaid, ...], n_patients: int) -> PlanRefused:
    first = not_laid[0]
    where = {
        "doctor": first.doctor_name,
        "day": day_words(first.day),
        "half": HalfDay(first.half).label,
        "why": reason_in_words(first),
    }
    if n_patients:
        return PlanRefused(
            ngettext(
                "%(n)d rendez-vous est pris dans une vacation que ce planning retire, et sa place manque "
                "(%(doctor)s, %(day)s %(half)s : %(why)s). L’accueil doit d’abord le déplacer.",
                "%(n)d rendez-vous sont pris dans des vacations que ce planning retire, et leur place manque "
                "(%(doctor)s, %(day)s %(half)s : %(why)s). L’accueil doit d’abord les déplacer.",
                n_patients,
            )
            % {"n": n_patients, **where}
        )
    return PlanOutOfDate(_("%(doctor)s, %(day)s %(half)s : %(why)s. Dessinez de nouveau le planning.") % where)


def _whole_row(shift: Shift) -> dict[str, Any]:
    row = {name: getattr(shift, name) for name in WHOLE_ROW}
    return {name: value.isoformat() if isinstance(value, datetime | date) else value for name, value in row.items()}


def _row_again(row: dict[str, Any]) -> Shift:
    read = {name: datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at", "changed_at")}
    return Shift(**{**row, **read, "day": date.fromisoformat(row["day"]), "half": Half(row["half"])})
