"""The addresses of the product: one prefix a desk. `request_world` tells under which database role each runs."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from releve.desks.access import choose_seat, my_desk

urlpatterns = [
    path("", include("releve.desks.patient.urls")),
    path("secretariat/", include("releve.desks.secretary.urls")),
    path("medecin/", include("releve.desks.doctor.urls")),
    path("reseau/", include("releve.desks.network.urls")),
    path("mairie/", include("releve.desks.townhall.urls")),
    path("compte/mon-bureau/", my_desk, name="my_desk"),
    path("compte/place/", choose_seat, name="choose_seat"),
    path("compte/", include("releve.config.account_urls")),
    path("langue/", login_not_required(set_language), name="set_language"),
]
