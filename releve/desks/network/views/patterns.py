"""The page on which the weekly half-days of a promise are chosen, whatever terms it changes."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from releve.desks.access import DeskRequest
from releve.desks.network.boards.promises import half_days_words
from releve.desks.network.forms.commitments import PatternForm
from releve.desks.network.page import accepted, draw
from releve.desks.network.words import week_note
from releve.pipeline.commitments.handover import TermsFrom
from releve.pipeline.commitments.models import Commitment


def pattern_page(
    request: DeskRequest,
    commitment: Commitment,
    held: TermsFrom,
    *,
    store: Callable[[PatternForm], object],
    said: str,
    back_url: str,
    crumbs: list[dict[str, str]],
    since: date | None = None,
) -> HttpResponse:
    """Show the terms that hold, or have `store` write what was chosen and go back; `since`: from a coming day on."""
    form = PatternForm(
        request.POST or None,
        initial={"half_days_per_week": half_days_words(held.half_days_per_week)},
        pattern=held.pattern,
    )
    if request.method == "POST" and accepted(form, lambda: store(form)):
        messages.success(request, said)
        return redirect(back_url)
    return draw(
        request,
        "network/pattern_form.html",
        "doctors",
        commitment=commitment,
        doctor=commitment.doctor,
        form=form,
        since=since,
        back_url=back_url,
        week_note=week_note(timezone.localdate()),
        crumbs=crumbs,
    )
