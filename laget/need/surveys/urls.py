from django.urls import path

from laget.need.surveys import instrument_views, planning_views, result_views, views

app_name = "survey"
urlpatterns = [
    path("", views.surveys, name="surveys"),
    path("ny/<uuid:party>/", planning_views.choose, name="choose"),
    path("ny/<uuid:party>/<int:stored>/", planning_views.plan, name="plan"),
    path("ny/<uuid:party>/<int:stored>/regneark/", planning_views.spreadsheet, name="spreadsheet"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/endre/", planning_views.change, name="change"),
    path("<uuid:pk>/apne/", views.open_now, name="open"),
    path("<uuid:pk>/trekk-tilbake/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/steng/", views.close_now, name="close"),
    path("<uuid:pk>/minn/", views.remind, name="remind"),
    path("<uuid:pk>/enhet/<int:unit>/", views.unit, name="unit"),
    path("<uuid:pk>/enhet/<int:unit>/lapper/", views.slips, name="slips"),
    path("<uuid:pk>/enhet/<int:unit>/flere/", views.more_codes, name="more_codes"),
    path("<uuid:pk>/enhet/<int:unit>/delt-ut/", views.handed_out, name="handed_out"),
    path("<uuid:pk>/enhet/<int:unit>/adresser/", views.addresses, name="addresses"),
    path("sporsmal/", instrument_views.instruments, name="instruments"),
    path("sporsmal/ny/", instrument_views.instrument_new, name="instrument_new"),
    path("sporsmal/<int:stored>/", instrument_views.instrument, name="instrument"),
    path("sporsmal/<int:stored>/fil/", instrument_views.instrument_toml, name="instrument_toml"),
    # Results
    path("<uuid:pk>/resultat/", result_views.result, name="result"),
    path("<uuid:pk>/resultat/grupper/", result_views.result_groups, name="result_groups"),
    path("<uuid:pk>/resultat/fritekst/", result_views.result_remarks, name="result_remarks"),
    path("kilder/", result_views.sources, name="sources"),
    path("kilder/ny/", result_views.source_new, name="source_new"),
    path("kilder/<uuid:pk>/", result_views.source, name="source"),
    path("kilder/<uuid:pk>/slett/", result_views.source_delete, name="source_delete"),
]
