from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "laget.need.catalogue"
    label = "catalogue"
