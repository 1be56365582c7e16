"""When somebody can work in a season: a few taps on a telephone, the same every week, with exceptions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.middleware import HtmxDetails

from releve.pipeline.rota.actions.wishes import Said, copy_last_season, forget_days, say_of_days, say_wishes
from releve.pipeline.rota.engine.problem import SLOTS_PER_WEEK, Wish
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.queries.seasons import asked_half_days
from releve.pipeline.rota.queries.wishes import answer_of, dated_wishes, has_answered_before
from releve.pipeline.rota.rules.seasons import last_day_of
from releve.pipeline.rota.words.half_days import season_words
from releve.shared.errors import Refused
from releve.shared.half_days import HALVES, Half
from releve.shared.people.models import User
from releve.shared.typed import read_day
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from releve.ui.season.forms import ExceptionForm
from releve.ui.season.lines import around, lines_of, read_season, weeks_of_exceptions


@dataclass(frozen=True, slots=True)
class SeasonPlace:
    """Where the page stands: whose season it is, who writes, at which address, and how its desk draws it."""

    who: Respondent
    by: User
    url: str
    draw: Callable[[dict[str, Any]], HttpResponse]

    def address(self, season: date) -> str:
        return f"{self.url}?saison={season}"


def answer_for_season(request: HttpRequest, place: SeasonPlace, step: str) -> HttpResponse:
    """Show a season, store what was tapped, or do a step: the word that an address has behind the page's own."""
    if request.method != "POST":
        if step:
            return HttpResponseNotAllowed(["POST"])
        return _page(place, read_season(request.GET.get("saison", ""), timezone.localdate()), ExceptionForm())
    season, is_understood = read_day(request.POST.get("saison", ""), timezone.localdate())
    if not is_understood or step not in STEPS:
        raise Http404
    return STEPS[step](request, place, season)


def _say(request: HttpRequest, place: SeasonPlace, season: date) -> HttpResponse:
    """Store what was tapped. With htmx each tap is stored, without it the button stores all."""
    said, now = _said(request), timezone.now()
    try:
        with world_scope(Role.ESTATE, [place.who.network_id]):
            n = say_wishes(who=place.who, season=season, said=said, by=place.by, now=now)
    except Refused as refusal:
        if HtmxDetails(request):
            return render(request, "ui/season_saved.html", {"refusal": str(refusal.message), "shown": []})
        messages.error(request, str(refusal.message))
        return redirect(place.address(season))
    if HtmxDetails(request):
        shown = [(slot, one.chosen) for slot, one in said.items()]
        return render(request, "ui/season_saved.html", {"refusal": "", "shown": shown, "now": now})
    changed = ngettext("%(n)d réponse changée.", "%(n)d réponses changées.", n) % {"n": n}
    messages.success(request, f"{_('Disponibilités enregistrées.')} {changed if n else ''}".strip())
    return redirect(place.address(season))


def _copy(request: HttpRequest, place: SeasonPlace, season: date) -> HttpResponse:
    try:
        with world_scope(Role.ESTATE, [place.who.network_id]):
            copy_last_season(who=place.who, season=season, by=place.by, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Les réponses de la saison précédente sont reprises. Corrigez ce qui change."))
    return redirect(place.address(season))


def _add_exception(request: HttpRequest, place: SeasonPlace, season: date) -> HttpResponse:
    form = ExceptionForm(request.POST)
    if not form.is_valid():
        return _page(place, season, form)
    told = form.cleaned_data
    try:
        with world_scope(Role.ESTATE, [place.who.network_id]):
            say_of_days(
                who=place.who,
                day=told["day"],
                halves=[Half(told["part"])] if told["part"] in HALVES else HALVES,
                whole_week=told["part"] == "week",
                wish=Wish(told["wish"]),
                by=place.by,
                now=timezone.now(),
            )
    except Refused as refusal:
        said = str(refusal.message).removeprefix(f"{form.fields['day'].label} : ")
        form.add_error("day", said[:1].upper() + said[1:])
        return _page(place, season, form)
    messages.success(request, _("Exception notée."))
    return redirect(f"{place.address(season)}#exceptions")


def _drop_exception(request: HttpRequest, place: SeasonPlace, season: date) -> HttpResponse:
    """Take back what was said of a day, or of the days from one to another."""
    first, is_first = read_day(request.POST.get("du", ""), season)
    last, is_last = read_day(request.POST.get("au", ""), season)
    if not (request.POST.get("du") and is_first and is_last):
        raise Http404
    with world_scope(Role.ESTATE, [place.who.network_id]):
        forget_days(who=place.who, first=first, last=last, by=place.by, now=timezone.now())
    messages.success(request, _("Exception retirée."))
    return redirect(f"{place.address(season)}#exceptions")


STEPS = {"": _say, "reprendre": _copy, "exceptions": _add_exception, "exceptions-retirees": _drop_exception}


def _page(place: SeasonPlace, season: date, form: ExceptionForm) -> HttpResponse:
    today, last = timezone.localdate(), last_day_of(season)
    asked = asked_half_days(place.who, season)
    near = around(season, today)
    return place.draw(
        {
            "season_url": place.url,
            "season": season,
            "season_title": season_words(season),
            "last": last,
            "days": lines_of(asked),
            "asked": asked,
            "answer": answer_of(place.who, season),
            "can_copy": has_answered_before(place.who, season),
            "weeks": weeks_of_exceptions(dated_wishes(place.who, max(season, today), last)),
            "form": form,
            "previous_url": place.address(near["previous"]) if near["previous"] else "",
            "next_url": place.address(near["next"]) if near["next"] else "",
        }
    )


def _said(request: HttpRequest) -> dict[int, Said]:
    """Read `demi-<slot>` and `avant-<slot>`; anything that no page of ours sends is a page that does not exist."""
    found = {}
    for slot in range(SLOTS_PER_WEEK):
        chosen = request.POST.get(f"demi-{slot}")
        if chosen is not None:
            try:
                found[slot] = Said(Wish(request.POST.get(f"avant-{slot}", chosen)), Wish(chosen))
            except ValueError as error:
                raise Http404 from error
    return found
