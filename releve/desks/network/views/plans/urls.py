from django.urls import path

from releve.desks.network.views.plans import comparing, drawing, publishing

urlpatterns = [
    path("", drawing.plans, name="plans"),
    path("<int:plan_id>/", drawing.plan, name="plan"),
    path("<int:plan_id>/avancement/", drawing.progress, name="plan_progress"),
    path("<int:plan_id>/arreter/", drawing.stop, name="stop_plan"),
    path("<int:plan_id>/jeter/", drawing.drop, name="drop_plan"),
    path("<int:plan_id>/comparer/", comparing.compare, name="compare_plan"),
    path("<int:plan_id>/publier/", publishing.publish, name="publish_plan"),
    path("<int:plan_id>/revenir/", publishing.undo, name="undo_plan"),
]
