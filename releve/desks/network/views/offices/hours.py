"""When an office opens: half-days of the week with dates of validity."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.boards.first_steps import first_steps
from releve.desks.network.boards.outlook import office_lines
from releve.desks.network.forms.offices import ChangeOpeningForm, EndOpeningForm, OpeningForm
from releve.desks.network.page import draw, office_of
from releve.desks.network.views.offices.page import done, draw_one_form, draw_tab, today_in
from releve.pipeline.commitments.words.patterns import habit_words
from releve.pipeline.offices.actions import add_opening, change_opening, end_opening
from releve.pipeline.offices.models import Office, OpeningHalfDay
from releve.shared.half_days import Half


@require_safe
def offices(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    lines = office_lines(request.seat.network_id, timezone.localdate(now), now)
    return draw(request, "network/offices.html", "offices", lines=lines)


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: DeskRequest, slug: str) -> HttpResponse:
    office = office_of(request, slug)
    today = today_in(office)
    form = OpeningForm(request.POST or None, initial={"valid_from": today, "half": Half.MORNING})

    def act() -> None:
        given = {**form.cleaned_data}
        weekdays, half = given.pop("weekdays"), Half(given.pop("half"))
        with transaction.atomic():
            for weekday in weekdays:
                add_opening(
                    office_id=office.id, weekday=weekday, half=half, by=request.user, now=timezone.now(), **given
                )

    answer = done(request, office, form, act, said=_("Horaire ajouté."), then="office")
    if answer:
        return answer
    openings = list(OpeningHalfDay.objects.filter(office=office).order_by("weekday", "half", "valid_from"))
    current = [opening for opening in openings if opening.valid_to is None or opening.valid_to >= today]
    return draw_tab(
        request,
        office,
        "hours",
        "network/office_hours.html",
        form=form,
        first_steps=first_steps(office),
        openings=current,
        past_openings=[opening for opening in openings if opening not in current],
        n_days_open=len({opening.weekday for opening in current if opening.valid_from <= today}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: DeskRequest, slug: str, opening_id: int) -> HttpResponse:
    office = office_of(request, slug)
    opening = _opening_of(office, opening_id)
    initial = {
        "from_on": max(today_in(office), opening.valid_from),
        "opens_at": opening.opens_at,
        "closes_at": opening.closes_at,
        "has_reception": opening.has_reception,
    }
    form = ChangeOpeningForm(request.POST or None, initial=initial)

    def act() -> None:
        change_opening(opening_id=opening.id, by=request.user, now=timezone.now(), **form.cleaned_data)

    answer = done(request, office, form, act, said=_("Horaire changé."), then="office")
    return answer or draw_one_form(
        request,
        office,
        form=form,
        heading=_("Changer l’horaire du %(half_day)s") % {"half_day": habit_words(opening.weekday, Half(opening.half))},
        explanation=_("Avant ce jour, l’horaire d’aujourd’hui reste écrit. Les vacations déjà posées ne changent pas."),
        submit=_("Changer l’horaire"),
        back="office",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: DeskRequest, slug: str, opening_id: int) -> HttpResponse:
    office = office_of(request, slug)
    opening = _opening_of(office, opening_id)
    form = EndOpeningForm(request.POST or None, initial={"last_on": opening.valid_to or today_in(office)})

    def act() -> None:
        end_opening(opening_id=opening.id, last_on=form.cleaned_data["last_on"], by=request.user, now=timezone.now())

    answer = done(request, office, form, act, said=_("La fin de l’horaire est notée."), then="office")
    return answer or draw_one_form(
        request,
        office,
        form=form,
        heading=_("Fin de l’horaire du %(half_day)s") % {"half_day": habit_words(opening.weekday, Half(opening.half))},
        explanation=_("Le cabinet n’ouvre plus cette demi-journée après ce jour."),
        submit=_("Mettre fin à cet horaire"),
        back="office",
    )


def _opening_of(office: Office, opening_id: int) -> OpeningHalfDay:
    opening = OpeningHalfDay.objects.filter(id=opening_id, office=office).first()
    if opening is None:
        raise Http404
    return opening
