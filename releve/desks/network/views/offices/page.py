"""What every tab of an office has: the office, its tabs, its own day, and one form at a time."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from releve.desks.access import DeskRequest
from releve.desks.network.page import accepted, draw, office_crumbs, office_tabs
from releve.pipeline.offices.models import Office
from releve.shared.half_days import local_day


def today_in(office: Office) -> date:
    return local_day(timezone.now(), office.time_zone)


def draw_tab(request: DeskRequest, office: Office, tab: str, template: str, **context: Any) -> HttpResponse:
    """Draw one tab of an office."""
    return draw(
        request,
        template,
        "offices",
        office=office,
        tabs=office_tabs(office, tab),
        crumbs=office_crumbs(office),
        **context,
    )


def draw_one_form(
    request: DeskRequest, office: Office, *, form: forms.Form, heading: str, explanation: str, submit: str, back: str
) -> HttpResponse:
    """Draw a page that asks one thing about an office; `back` is the name of the tab's address."""
    return draw(
        request,
        "network/one_form.html",
        "offices",
        form=form,
        heading=heading,
        explanation=explanation,
        submit=submit,
        back_url=reverse(f"network:{back}", args=[office.slug]),
        crumbs=office_crumbs(office, {"label": heading, "url": ""}),
    )


def done(
    request: DeskRequest, office: Office, form: forms.Form, act: Callable[[], Any], *, said: str, then: str
) -> HttpResponse | None:
    """Answer a form that was sent: do it, say it, and go to `then`; None where the page is to be drawn (again)."""
    if request.method != "POST" or not accepted(form, act):
        return None
    messages.success(request, said)
    return redirect(f"network:{then}", office.slug)
