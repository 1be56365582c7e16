from django.urls import path

from releve.desks.secretary.views import booking, day, double, patients, presence, shifts, visits

app_name = "secretary"
urlpatterns = [
    path("", day.day, name="day"),
    path("liste/", day.day_list, name="day_list"),
    path("rendez-vous/<int:visit_id>/", visits.visit, name="visit"),
    path("rendez-vous/<int:visit_id>/etape/", day.step, name="step"),
    path("rendez-vous/<int:visit_id>/deplacer/", visits.move, name="move"),
    path("rendez-vous/<int:visit_id>/annuler/", visits.cancel, name="cancel"),
    path("patients/", patients.search, name="patients"),
    path("patients/nouveau/", patients.new_patient, name="new_patient"),
    path("patients/<int:patient_id>/", patients.patient, name="patient"),
    path("patients/<int:patient_id>/coordonnees/", patients.contacts, name="contacts"),
    path("patients/<int:patient_id>/rendez-vous/", booking.times, name="book"),
    path("patients/<int:patient_id>/rendez-vous/confirmer/", booking.confirm, name="confirm"),
    path("patients/<int:patient_id>/rendez-vous/en-double/<int:shift_id>/", double.double, name="double"),
    path("mes-demi-journees/", presence.my_half_days, name="my_half_days"),
    path("mes-demi-journees/absences/", presence.add_absence, name="add_absence"),
    path("mes-demi-journees/absences/<int:absence_id>/retirer/", presence.drop_absence, name="drop_absence"),
    path("disponibilites/", presence.availability, name="availability"),
    path("disponibilites/<slug:step>/", presence.availability, name="availability_step"),
    path("vacations/", shifts.shifts, name="shifts"),
    path("vacations/<int:shift_id>/patients/", shifts.shift_patients, name="shift_patients"),
]
