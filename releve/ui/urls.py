from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

app_name = "ui"


def _open_page(template_name: str):
    return login_not_required(TemplateView.as_view(template_name=template_name))


urlpatterns = [
    path("accessibilite/", _open_page("ui/accessibility.html"), name="accessibility"),
    path("mentions-legales/", _open_page("ui/legal.html"), name="legal"),
    path("donnees-personnelles/", _open_page("ui/privacy.html"), name="privacy"),
]
