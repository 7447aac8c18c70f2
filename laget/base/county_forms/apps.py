from django.apps import AppConfig


class CountyFormsConfig(AppConfig):
    name = "laget.base.county_forms"
    label = "county_forms"
