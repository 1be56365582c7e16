from django.urls import path

from releve.desks.network.views.secretaries import people, plans, rota, seat, why

urlpatterns = [
    path("", rota.secretaries, name="secretaries"),
    path("plannings/<int:plan_id>/", plans.reception_plan, name="reception_plan"),
    path("plannings/<int:plan_id>/publier/", plans.publish, name="publish_reception_plan"),
    path("plannings/<int:plan_id>/revenir/", plans.undo, name="undo_reception_plan"),
    path("plannings/<int:plan_id>/<slug:slug>/sans-accueil/", why.why_without_reception, name="why_without_reception"),
    path("cabinets/<slug:slug>/demi-journee/", seat.seat, name="seat_at_reception"),
    path("<int:secretary_id>/", people.secretary, name="secretary"),
    path("<int:secretary_id>/disponibilites/", people.wishes, name="secretary_wishes"),
    path("<int:secretary_id>/disponibilites/<slug:step>/", people.wishes, name="secretary_wishes_step"),
    path("<int:secretary_id>/absences/", people.absence, name="secretary_absence"),
    path(
        "<int:secretary_id>/absences/<int:absence_id>/retirer/", people.drop_absence, name="withdraw_secretary_absence"
    ),
]
