"""The addresses of the product: one prefix a desk. `request_world` tells under which database role each runs."""

from django.urls import include, path

from releve.desks.access import my_desk

urlpatterns = [
    path("", include("releve.desks.patient.urls")),
    path("secretariat/", include("releve.desks.secretary.urls")),
    path("medecin/", include("releve.desks.doctor.urls")),
    path("reseau/", include("releve.desks.network.urls")),
    path("mairie/", include("releve.desks.townhall.urls")),
    path("compte/mon-bureau/", my_desk, name="my_desk"),
    path("compte/", include("allauth.urls")),
    path("langue/", include("django.conf.urls.i18n")),
]
