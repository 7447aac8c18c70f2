from django.apps import AppConfig


class InnstillingConfig(AppConfig):
    name = "laget.grant.innstilling"
    label = "innstilling"

    def ready(self) -> None:
        """Its amounts have to hold, and be what the forum has decided."""
        from laget.base.questions.checks import is_looked_over  # noqa: PLC0415  the models are there first now
        from laget.grant.innstilling.lines import what_does_not_hold  # noqa: PLC0415

        is_looked_over("innstilling", what_does_not_hold)
