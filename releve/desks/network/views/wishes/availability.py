"""Who has said when she can work in a season, and who has not yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.page import draw
from releve.desks.network.views.wishes.tabs import SECTION, tabs_of
from releve.pipeline.rota.actions.wishes import ask_for_reminders
from releve.pipeline.rota.engine import problem
from releve.pipeline.rota.models import Wish
from releve.pipeline.rota.queries.seasons import SeasonLine, season_lines, secretary_season_lines
from releve.pipeline.rota.rules.seasons import last_day_of, season_after, season_before, season_of
from releve.pipeline.rota.words.half_days import season_words, slot_words
from releve.shared.errors import Refused
from releve.shared.typed import read_day


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One person's line: her half-days by answer; what she simply can work is not listed."""

    line: SeasonLine
    url: str
    said: tuple[tuple[str, str, str], ...]  # (answer, its words, half-days)


@require_safe
def availability(request: DeskRequest) -> HttpResponse:
    today = timezone.localdate()
    season = _season(request.GET.get("saison", ""), today)
    doctors = [
        SaidLine(line, reverse("network:doctor", args=[line.who.doctor_id]), _said(line.wishes))
        for line in season_lines(request.seat.network_id, season)
    ]
    secretaries = [
        SaidLine(line, reverse("network:secretary_wishes", args=[line.who.secretary_id]), _said(line.wishes))
        for line in secretary_season_lines(request.seat.network_id, season)
    ]
    address = reverse("network:availability")
    before = season_before(season)
    return draw(
        request,
        "network/wishes/availability.html",
        SECTION,
        tabs=tabs_of(request.seat.network_id, "availability"),
        season=season,
        season_title=season_words(season),
        last=last_day_of(season),
        doctors=doctors,
        secretaries=secretaries,
        n_silent=sum(not one.line.has_answered for one in [*doctors, *secretaries]),
        previous_url=f"{address}?saison={before}" if before >= season_of(today) else "",
        next_url=f"{address}?saison={season_after(season)}" if season <= season_after(season_of(today)) else "",
    )


@require_POST
def remind(request: DeskRequest) -> HttpResponse:
    """Remind by mail all who have not answered. Twice in a day is once."""
    season = _season(request.POST.get("saison", ""), timezone.localdate())
    network_id = request.seat.network_id
    lines = [*season_lines(network_id, season), *secretary_season_lines(network_id, season)]
    try:
        n = ask_for_reminders(lines=lines, season=season, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        if n:
            said = ngettext("%(n)d relance part par e-mail.", "%(n)d relances partent par e-mail.", n) % {"n": n}
            messages.success(request, said)
        else:
            messages.info(
                request, _("Aucune relance : tous ont répondu, ont été relancés ce jour, ou sont sans adresse.")
            )
    return redirect(f"{reverse('network:availability')}?saison={season}")


def _said(wishes: Mapping[int, problem.Wish]) -> tuple[tuple[str, str, str], ...]:
    found = []
    for answer in (Wish.PREFER, Wish.AVOID, Wish.CANNOT):
        slots = [slot_words(slot) for slot, wish in sorted(wishes.items()) if wish == answer.value]
        if slots:
            found.append((str(answer.value), str(answer.label), ", ".join(slots)))
    return tuple(found)


def _season(text: str, today: date) -> date:
    """Return the season asked for, else the next one: that is the one to answer."""
    asked, is_understood = read_day(text, today)
    return season_of(asked) if text and is_understood else season_after(season_of(today))
