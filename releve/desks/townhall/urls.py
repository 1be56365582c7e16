from django.urls import path

from releve.desks.townhall import views

app_name = "townhall"
urlpatterns = [path("", views.home, name="home")]
