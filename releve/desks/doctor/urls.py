from django.urls import path

from releve.desks.doctor.views import (
    availability,
    calendar,
    exchange_answers,
    exchanges,
    fairness,
    feed,
    own_deadlines,
    promise,
    weeks,
)

app_name = "doctor"
urlpatterns = [
    path("", weeks.weeks, name="weeks"),
    path("jour/", weeks.day, name="day"),
    path("rendez-vous/<int:visit_id>/etape/", weeks.step, name="step"),
    path("disponibilites/", availability.availability, name="availability"),
    path("disponibilites/<slug:step>/", availability.availability, name="availability_step"),
    path("echanges/", exchanges.exchanges, name="exchanges"),
    path("echanges/vacation/<int:shift_id>/", exchanges.propose, name="propose_exchange"),
    path("echanges/vacation/<int:shift_id>/contre/<int:wanted_id>/", exchanges.ring, name="propose_ring"),
    path("echanges/<int:exchange_id>/repondre/", exchange_answers.answer, name="answer_exchange"),
    path("echanges/<int:exchange_id>/retirer/", exchange_answers.withdraw, name="withdraw_exchange"),
    path("echange/<str:token>/", exchange_answers.linked, name="linked_exchange"),
    path("equite/", fairness.fairness, name="fairness"),
    path("engagement/", promise.promise, name="promise"),
    path("engagement/<int:commitment_id>/echeances/", own_deadlines.mark, name="mark_deadline"),
    path("engagement/accueil/<int:line_id>/", own_deadlines.tick, name="tick_welcome"),
    path("absences/", promise.add_absence, name="add_absence"),
    path("absences/<int:absence_id>/retirer/", promise.remove_absence, name="remove_absence"),
    path("agenda/", calendar.calendar, name="calendar"),
    path("agenda/adresse/", calendar.renew, name="renew_calendar"),
    path("agenda/noms/", calendar.names, name="calendar_names"),
    path("agenda/<str:secret>.ics", feed.feed, name="feed"),
]
