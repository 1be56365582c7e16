from django.urls import path

from releve.desks.network.views import commitments, doctors, home, reasons, shifts, weeks
from releve.desks.network.views.offices import closures, doors, hours, knobs, rooms

app_name = "network"
urlpatterns = [
    path("", home.home, name="home"),
    path("cabinets/", hours.offices, name="offices"),
    path("cabinets/nouveau/", doors.open_new, name="open_office"),
    path("cabinets/<slug:slug>/", hours.hours, name="office"),
    path("cabinets/<slug:slug>/coordonnees/", knobs.facts, name="facts"),
    path("cabinets/<slug:slug>/horaires/<int:opening_id>/", hours.change, name="change_opening"),
    path("cabinets/<slug:slug>/horaires/<int:opening_id>/fin/", hours.end, name="end_opening"),
    path("cabinets/<slug:slug>/salles/", rooms.rooms, name="rooms"),
    path("cabinets/<slug:slug>/salles/<int:room_id>/", rooms.rename, name="room"),
    path("cabinets/<slug:slug>/salles/<int:room_id>/service/", rooms.switch, name="switch_room"),
    path("cabinets/<slug:slug>/fermetures/", closures.closures, name="closures"),
    path("cabinets/<slug:slug>/fermetures/<int:closure_id>/retirer/", closures.drop_closure, name="withdraw_closure"),
    path("cabinets/<slug:slug>/accueil/", closures.reception, name="reception"),
    path(
        "cabinets/<slug:slug>/accueil/<int:absence_id>/retirer/",
        closures.drop_reception_absence,
        name="withdraw_reception_absence",
    ),
    path("cabinets/<slug:slug>/reglages/", knobs.knobs, name="knobs"),
    path("cabinets/<slug:slug>/fermer/", doors.close, name="close_office"),
    path("cabinets/<slug:slug>/rouvrir/", doors.reopen, name="reopen_office"),
    path("cabinets/<slug:slug>/semaines/", weeks.weeks, name="weeks"),
    path("cabinets/<slug:slug>/semaines/poser/", weeks.lay, name="lay_weeks"),
    path("cabinets/<slug:slug>/semaines/publier/", weeks.publish, name="publish_weeks"),
    path("cabinets/<slug:slug>/semaines/ouvrir/", weeks.open_all, name="open_weeks"),
    path("cabinets/<slug:slug>/semaines/ajouter/", shifts.add, name="add_shift"),
    path("vacations/<int:shift_id>/", shifts.shift, name="shift"),
    path("vacations/<int:shift_id>/horaire/", shifts.times, name="change_times"),
    path("vacations/<int:shift_id>/salle/", shifts.room, name="move_to_room"),
    path("vacations/<int:shift_id>/annuler/", shifts.cancel, name="cancel_shift"),
    path("medecins/", doctors.doctors, name="doctors"),
    path("medecins/ajouter/", doctors.add, name="add_doctor"),
    path("medecins/<int:doctor_id>/", doctors.doctor, name="doctor"),
    path("medecins/<int:doctor_id>/modifier/", doctors.change, name="change_doctor"),
    path("medecins/<int:doctor_id>/absences/<int:absence_id>/retirer/", doctors.drop_absence, name="withdraw_absence"),
    path("medecins/<int:doctor_id>/engagements/ajouter/", commitments.add, name="add_commitment"),
    path("engagements/<int:commitment_id>/semaine-type/", commitments.pattern, name="change_pattern"),
    path("engagements/<int:commitment_id>/dernier-jour/", commitments.last_day, name="change_last_day"),
    path("motifs/", reasons.reasons, name="reasons"),
    path("motifs/<int:reason_id>/", reasons.change, name="change_reason"),
    path("motifs/<int:reason_id>/service/", reasons.switch, name="switch_reason"),
]
