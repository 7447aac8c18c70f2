from django.urls import path

from laget.need.surveys import views

app_name = "survey"
urlpatterns = [
    path("", views.surveys, name="surveys"),
    path("ny/<uuid:party>/", views.choose, name="choose"),
    path("ny/<uuid:party>/<int:stored>/", views.plan, name="plan"),
    path("ny/<uuid:party>/<int:stored>/regneark/", views.spreadsheet, name="spreadsheet"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/apne/", views.open_now, name="open"),
    path("<uuid:pk>/trekk-tilbake/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/steng/", views.close_now, name="close"),
    path("<uuid:pk>/minn/", views.remind, name="remind"),
    path("<uuid:pk>/enhet/<int:unit>/", views.unit, name="unit"),
    path("<uuid:pk>/enhet/<int:unit>/lapper/", views.slips, name="slips"),
    path("<uuid:pk>/enhet/<int:unit>/delt-ut/", views.handed_out, name="handed_out"),
    path("<uuid:pk>/enhet/<int:unit>/adresser/", views.addresses, name="addresses"),
]
