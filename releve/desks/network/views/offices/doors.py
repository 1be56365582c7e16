"""Opens an office, and closes it for good."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from releve.desks.access import DeskRequest
from releve.desks.network.forms.new_office import CloseOfficeForm, NewOfficeForm
from releve.desks.network.page import accepted, draw, office_crumbs, office_of, tell_done
from releve.desks.network.views.offices.page import done, today_in
from releve.pipeline.offices.actions import close_office, open_office
from releve.pipeline.offices.models import Office


@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: DeskRequest) -> HttpResponse:
    form = NewOfficeForm(request.POST or None, initial={"opened_on": timezone.localdate()})
    opened: list[Office] = []

    def act() -> None:
        given = form.cleaned_data
        opened.append(
            open_office(
                network_id=request.seat.network_id,
                facts=form.facts(),
                opened_on=given["opened_on"],
                n_rooms=given["n_rooms"],
                week=given["week"],
                by=request.user,
                now=timezone.now(),
            )
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Cabinet ouvert : « %(name)s ».") % {"name": opened[0].name})
        return redirect("network:office", opened[0].slug)
    return draw(
        request,
        "network/one_form.html",
        "offices",
        form=form,
        heading=_("Ouvrir un cabinet"),
        explanation=_("Les patients ne le voient avec des horaires que lorsque ses premières semaines sont ouvertes."),
        submit=_("Ouvrir ce cabinet"),
        back_url=reverse("network:offices"),
        crumbs=[
            {"label": _("Cabinets"), "url": reverse("network:offices")},
            {"label": _("Ouvrir un cabinet"), "url": ""},
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: DeskRequest, slug: str) -> HttpResponse:
    office = office_of(request, slug)
    form = CloseOfficeForm(request.POST or None, initial={"closed_on": office.closed_on or today_in(office)})

    def act() -> None:
        close_office(office_id=office.id, closed_on=form.cleaned_data["closed_on"], by=request.user, now=timezone.now())

    answer = done(request, office, form, act, said=_("La fermeture définitive est notée."), then="knobs")
    crumbs = office_crumbs(office, {"label": _("Fermer définitivement"), "url": ""})
    return answer or draw(request, "network/office_close.html", "offices", office=office, form=form, crumbs=crumbs)


@require_POST
def reopen(request: DeskRequest, slug: str) -> HttpResponse:
    office = office_of(request, slug)

    def act() -> None:
        close_office(office_id=office.id, closed_on=None, by=request.user, now=timezone.now())

    tell_done(request, act, _("Le cabinet est rouvert."))
    return redirect("network:knobs", office.slug)
