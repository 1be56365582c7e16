"""Pages about the service itself: accessibility, legal notice, personal data (UX-01, DATA-06)."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from releve.pipeline.offices.models import Network
from releve.shared.typed import shown_phone

N_NETWORKS = 50


def _about(request: HttpRequest, template: str) -> HttpResponse:
    who = [
        {"name": each.name, "email": each.email, "phone": each.phone, "phone_words": shown_phone(each.phone)}
        for each in Network.objects.order_by("name", "id")[:N_NETWORKS]
    ]
    told = {
        "publisher": settings.PUBLISHER,
        "director": settings.PUBLICATION_DIRECTOR,
        "contact": settings.PUBLISHER_CONTACT,
        "host": settings.HOST_NAME,
    }
    return render(request, template, told | {"networks": who})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _about(request, "patient/accessibility.html")


@login_not_required
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return _about(request, "patient/legal.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _about(request, "patient/privacy.html")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The open pages may be found; what is personal or of the staff may not."""
    closed = ("rendez-vous", "compte", "secretariat", "medecin", "reseau", "mairie")
    lines = ["User-agent: *", *(f"Disallow: /{place}/" for place in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
