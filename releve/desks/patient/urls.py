from django.urls import path

from releve.desks.patient.views import booking, manage, mine, office, pages, search

app_name = "patient"
urlpatterns = [
    path("", search.home, name="home"),
    path("communes/", search.town_suggestions, name="town_suggestions"),
    path("cabinets/<slug:slug>/", office.office_page, name="office"),
    path("cabinets/<slug:slug>/horaires/", office.office_times, name="office_times"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("mentions-legales/", pages.legal, name="legal"),
    path("donnees-personnelles/", pages.privacy, name="privacy"),
    path("robots.txt", pages.robots, name="robots"),
    # Below, the database role is that of care.
    path("rendez-vous/nouveau/", booking.hold, name="hold"),
    path("rendez-vous/les-miens/", mine.my_appointments, name="my_appointments"),
    path("rendez-vous/<str:token>/vous/", booking.identity, name="identity"),
    path("rendez-vous/<str:token>/code/", booking.code, name="code"),
    path("rendez-vous/<str:token>/code/encore/", booking.send_again, name="send_again"),
    path("rendez-vous/<str:token>/rendre/", booking.give_back, name="give_back"),
    path("rendez-vous/<str:token>/", manage.appointment, name="appointment"),
    path("rendez-vous/<str:token>/agenda.ics", manage.agenda, name="calendar_file"),
    path("rendez-vous/<str:token>/deplacer/", manage.move, name="move"),
    path("rendez-vous/<str:token>/annuler/", manage.cancel, name="cancel"),
]
