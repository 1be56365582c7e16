"""The weeks of one office: see them, lay them, publish them, or both in one click."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.outlook import NO_PLAN, current_monday, doubts_of, plan_of
from releve.desks.network.boards.sentences import reasons_by_doctor
from releve.desks.network.boards.week_grid import GridOf, View, week_grids
from releve.desks.network.page import draw, office_crumbs, office_of, office_tabs
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import rooms_of
from releve.pipeline.rota.actions import lay_weeks, open_weeks, publish_weeks
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.queries import TableWeek, week_table
from releve.shared.errors import Refused
from releve.shared.half_days import local_day, monday_of
from releve.shared.words import date_words, day_in_month

N_WEEKS = 4
MOST_WEEKS = 12


@require_safe
def weeks(request: DeskRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    office = office_of(request, slug)
    today = local_day(now, office.time_zone)
    first, n_weeks = asked_weeks(request, request.GET.get("debut", ""), request.GET.get("n", ""), today)
    last = first + timedelta(weeks=n_weeks, days=-1)
    plan = plan_of([office.id], max(first, today), last) if last >= today else NO_PLAN
    view = View(request.GET["vue"]) if request.GET.get("vue") in set(View) else View.ROOMS
    source = GridOf(office, list(rooms_of(office.id)), plan, view, today, now)
    table = week_table(office.id, first, n_weeks)
    not_laid = [found for found in plan.rota.not_laid if found.office_id == office.id]
    here = reverse("network:weeks", args=[slug])
    return draw(
        request,
        "network/weeks.html",
        "offices",
        office=office,
        tabs=office_tabs(office, "weeks"),
        crumbs=office_crumbs(office, {"label": _("Semaines"), "url": here}),
        first=first,
        n_weeks=n_weeks,
        period=_("Du %(first)s au %(last)s") % {"first": day_in_month(first), "last": date_words(last)},
        summary=_what_is_left(source, table, last < today),
        is_past=last < today,
        weeks=week_grids(source, table),
        row_label=_("Médecin") if view is View.DOCTORS else _("Salle"),
        not_laid=reasons_by_doctor(not_laid),
        n_not_laid=len(not_laid),
        are_reasons_asked="raisons" in request.GET,
        conflicts=doubts_of(plan, office.id),
        pager=_pager(here, first, n_weeks, view, today),
        views=_views(here, first, n_weeks, view),
    )


@require_POST
def lay(request: DeskRequest, slug: str) -> HttpResponse:
    office, first, n_weeks = _posted(request, slug)
    try:
        laid = lay_weeks(office_id=office.id, first=first, n_weeks=n_weeks, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return _back(office, first, n_weeks)
    messages.success(request, _laid_words(laid.n_laid) if laid.n_laid else _("Rien de nouveau à poser."))
    _tell_not_laid(request, len(laid.not_laid))
    return _back(office, first, n_weeks, with_reasons=bool(laid.not_laid))


@require_POST
def publish(request: DeskRequest, slug: str) -> HttpResponse:
    office, first, n_weeks = _posted(request, slug)
    try:
        n = publish_weeks(office_id=office.id, first=first, n_weeks=n_weeks, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return _back(office, first, n_weeks)
    messages.success(request, _published_words(n) if n else _("Rien de nouveau à publier."))
    return _back(office, first, n_weeks)


@require_POST
def open_all(request: DeskRequest, slug: str) -> HttpResponse:
    """Lay and publish. Clicked twice, it says that nothing changed."""
    office, first, n_weeks = _posted(request, slug)
    try:
        opened = open_weeks(office_id=office.id, first=first, n_weeks=n_weeks, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return _back(office, first, n_weeks)
    if opened.n_laid or opened.n_published:
        messages.success(request, f"{_laid_words(opened.n_laid)} {_published_words(opened.n_published)}")
    else:
        messages.info(request, _("Tout était déjà posé et publié : rien n’a changé."))
    _tell_not_laid(request, len(opened.not_laid))
    return _back(office, first, n_weeks, with_reasons=bool(opened.not_laid))


def asked_weeks(request: DeskRequest, day: str, n: str, today: date) -> tuple[date, int]:
    """Return the Monday and the number of weeks that the address asks for; what is not understood is said."""
    n_weeks = min(max(int(n), 1), MOST_WEEKS) if n.isascii() and n.isdigit() and len(n) < 4 else N_WEEKS
    if not day:
        return current_monday(today), n_weeks
    try:
        asked = date.fromisoformat(day)
        if not 2000 <= asked.year <= 2200:
            raise ValueError(day)
    except ValueError:
        messages.warning(request, _("« %(day)s » n’est pas un jour : voici la semaine en cours.") % {"day": day[:40]})
        return current_monday(today), n_weeks
    return monday_of(asked), n_weeks


def _posted(request: DeskRequest, slug: str) -> tuple[Office, date, int]:
    office = office_of(request, slug)
    today = local_day(timezone.now(), office.time_zone)
    return office, *asked_weeks(request, request.POST.get("debut", ""), request.POST.get("n", ""), today)


def _back(office: Office, first: date, n_weeks: int, *, with_reasons: bool = False) -> HttpResponseRedirect:
    address = reverse("network:weeks", args=[office.slug]) + f"?debut={first}&n={n_weeks}"
    return redirect(address + ("&raisons=1" if with_reasons else ""))


def _laid_words(n: int) -> str:
    return ngettext("%(n)d vacation posée.", "%(n)d vacations posées.", n) % {"n": n}


def _published_words(n: int) -> str:
    sentence = ngettext(
        "%(n)d vacation publiée : les patients peuvent y réserver.",
        "%(n)d vacations publiées : les patients peuvent y réserver.",
        n,
    )
    return sentence % {"n": n}


def _tell_not_laid(request: DeskRequest, n: int) -> None:
    if n:
        sentence = ngettext(
            "%(n)d demi-journée promise n’a pas pu être posée : la raison est dite ci-dessous.",
            "%(n)d demi-journées promises n’ont pas pu être posées : les raisons sont dites ci-dessous.",
            n,
        )
        messages.warning(request, sentence % {"n": n})


def _what_is_left(source: GridOf, table: list[TableWeek], is_past: bool) -> str:
    if is_past:
        return _("Ces semaines sont passées : elles ne changent plus.")
    n_to_lay = sum(len(laid) for laid in source.laid.values())
    halves = (half for week in table for day in week.days for half in (day.morning, day.afternoon))
    shifts = [shift for half in halves for shift in half.shifts if shift.ends_at > source.now]
    n_draft = sum(shift.status == Shift.Status.DRAFT for shift in shifts)
    if not n_to_lay and not n_draft:
        return _("Tout ce qui est promis est posé et publié.") if shifts else _("Rien n’est promis sur ces semaines.")
    words = [
        ngettext("%(n)d vacation à poser", "%(n)d vacations à poser", n_to_lay) % {"n": n_to_lay} if n_to_lay else "",
        ngettext("%(n)d brouillon à publier", "%(n)d brouillons à publier", n_draft) % {"n": n_draft}
        if n_draft
        else "",
    ]
    return ", ".join(word for word in words if word)


def _pager(here: str, first: date, n_weeks: int, view: View, today: date) -> dict[str, object]:
    def at(monday: date) -> str:
        return f"{here}?debut={monday}&n={n_weeks}&vue={view}"

    return {
        "label": _("Semaines"),
        "previous_url": at(first - timedelta(weeks=n_weeks)),
        "previous": _("Avant"),
        "now_url": at(current_monday(today)),
        "now_label": _("Semaine en cours"),
        "is_now": first == current_monday(today),
        "next_url": at(first + timedelta(weeks=n_weeks)),
        "next": _("Après"),
    }


def _views(here: str, first: date, n_weeks: int, current: View) -> list[dict[str, object]]:
    labels = {View.ROOMS: _("salle"), View.DOCTORS: _("médecin")}
    return [
        {"label": label, "url": f"{here}?debut={first}&n={n_weeks}&vue={view}", "is_current": view is current}
        for view, label in labels.items()
    ]
