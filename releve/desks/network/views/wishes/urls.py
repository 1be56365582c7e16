from django.urls import path

from releve.desks.network.views.wishes import availability, exchanges, fairness

urlpatterns = [
    path("", availability.availability, name="availability"),
    path("relancer/", availability.remind, name="remind_of_season"),
    path("echanges/", exchanges.exchanges, name="exchanges"),
    path("echanges/<int:exchange_id>/valider/", exchanges.allow, name="allow_exchange"),
    path("echanges/<int:exchange_id>/refuser/", exchanges.refuse, name="refuse_exchange"),
    path("equite/", fairness.fairness, name="fairness"),
]
