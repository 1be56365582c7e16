from django.urls import path

from releve.desks.doctor.views import calendar, feed, promise, weeks

app_name = "doctor"
urlpatterns = [
    path("", weeks.weeks, name="weeks"),
    path("jour/", weeks.day, name="day"),
    path("rendez-vous/<int:visit_id>/etape/", weeks.step, name="step"),
    path("engagement/", promise.promise, name="promise"),
    path("absences/", promise.add_absence, name="add_absence"),
    path("absences/<int:absence_id>/retirer/", promise.remove_absence, name="remove_absence"),
    path("agenda/", calendar.calendar, name="calendar"),
    path("agenda/adresse/", calendar.renew, name="renew_calendar"),
    path("agenda/noms/", calendar.names, name="calendar_names"),
    path("agenda/<str:secret>.ics", feed.feed, name="feed"),
]
